"""What `verify` finds: nothing in a sound archive, and each kind of damage in a damaged one."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from warc.foreign import members, response

from archive.made import archived, crawled, failed, text
from cleaner.archive import Finding, verify
from cleaner.archive.settings import TOOL
from cleaner.warc.members import Member, walk


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The members of an archive: warcinfo, then (original, conversion, ledger) twice, then (original, ledger)."""
    path = tmp_path_factory.mktemp("verify") / "x.warc.gz"
    archive = archived(path, text("a.txt", b"a"), *crawled(members(response())), failed())
    return [item.raw for item in walk(BytesIO(archive)) if isinstance(item, Member)]


def findings(path: Path, archive: bytes) -> list[Finding]:
    path.write_bytes(archive)
    return list(verify(path))


def edited(member: bytes, old: bytes, new: bytes) -> bytes:
    """A member with other content and a right checksum."""
    content = gzip.decompress(member)
    assert old in content
    return gzip.compress(content.replace(old, new), mtime=0)


Damaging = Callable[[list[bytes]], list[bytes]]
DAMAGES: dict[str, tuple[Damaging, str]] = {
    "torn last member": (lambda p: [*p[:-1], p[-1][:-9]], "torn"),
    "trailing junk": (lambda p: [*p, b"\0" * 100], "no gzip member"),
    "junk between": (lambda p: [*p[:4], b"junk", *p[4:]], "no gzip member"),
    "missing warcinfo": (lambda p: p[1:], "does not begin with a warcinfo"),
    "missing conversion": (lambda p: [*p[:2], *p[3:]], "incomplete group"),
    "missing ledger": (lambda p: [*p[:3], *p[4:]], "incomplete group"),
    "missing ledger at the end": (lambda p: p[:-1], "incomplete group"),
    "missing original": (lambda p: [p[0], *p[2:]], "refers to no original"),
    "interleaved writers": (lambda p: [p[0], p[1], p[4], p[2], p[5], p[3], p[6]], "incomplete group"),
    "a foreign record": (lambda p: [p[0], members(response()), *p[1:]], "incomplete group"),
    "a wrong length": (lambda p: [edited(p[0], b"Content-Length: ", b"Content-Length: 1"), *p[1:]], "Content-Length"),
    "an original changed": (lambda p: [p[0], edited(p[1], b"\r\n\r\na", b"\r\n\r\nb"), *p[2:]], "digest"),
    "a response changed": (lambda p: [*p[:4], edited(p[4], b"few words", b"new words"), *p[5:]], "source-digest"),
    "a version changed": (lambda p: [*p[:2], edited(p[2], b"Kept", b"Made"), *p[3:]], "digest"),
    "a ledger changed": (lambda p: [*p[:3], edited(p[3], b"ad.marker", b"ad.nobody"), *p[4:]], "digest"),
    "a ledger that is none": (lambda p: [*p[:3], edited(p[3], b"ledger: 1", b"lodger: 1"), *p[4:]], "not a ledger"),
    "another URI": (lambda p: [*p[:2], edited(p[2], b"file:///a", b"file:///b"), *p[3:]], "another URI"),
    "another date": (lambda p: [*p[:2], edited(p[2], b"2025-06", b"2026-06"), *p[3:]], "dated"),
    "two records in a member": (
        lambda p: [*p[:2], gzip.compress(gzip.decompress(p[2]) + gzip.decompress(p[3])), *p[4:]],
        "shares its gzip member",
    ),
    "nothing": (lambda p: [], "empty"),
}


def test_a_sound_archive_has_no_findings(tmp_path: Path, pieces: list[bytes]) -> None:
    assert findings(tmp_path / "x.warc.gz", b"".join(pieces)) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found(tmp_path: Path, pieces: list[bytes], name: str) -> None:
    damaging, told = DAMAGES[name]
    found = findings(tmp_path / "x.warc.gz", b"".join(damaging(pieces)))
    assert any(told in finding.message and finding.damage for finding in found), found
    assert all(finding.place.startswith("byte ") for finding in found)


@given(st.data())
def test_every_flipped_bit_is_found(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], data: st.DataObject
) -> None:
    archive = bytearray(b"".join(pieces))
    harmless = set(_harmless(pieces))
    at = data.draw(st.integers(0, len(archive) - 1).filter(lambda at: at not in harmless))
    archive[at] ^= 1 << data.draw(st.integers(0, 7))
    assume(not _same(bytes(archive), b"".join(pieces)))
    assert findings(tmp_path_factory.getbasetemp() / "flipped.warc.gz", bytes(archive))


def _same(one: bytes, other: bytes) -> bool:
    """Whether two files hold the same: the bits that fill up a deflate stream's last byte mean nothing."""
    try:
        return gzip.decompress(one) == gzip.decompress(other)
    except (OSError, EOFError, zlib.error):
        return False


def _harmless(pieces: list[bytes]) -> Iterator[int]:
    """Where a gzip header has flags, time, strength and system: what a member holds does not depend on them."""
    start = 0
    for piece in pieces:
        yield from range(start + 3, start + 10)
        start += len(piece)


def test_another_version_reading_differently_is_no_damage(tmp_path: Path, pieces: list[bytes]) -> None:
    older = edited(pieces[6], TOOL.encode(), b"cleaner 0.0.1")
    content = gzip.decompress(older)
    at = content.index(b"source-digest: sha256:") + len(b"source-digest: sha256:")
    content = content[:at] + b"0" * 64 + content[at + 64 :]
    unlabelled = b"\r\n".join(line for line in content.split(b"\r\n") if not line.startswith(b"WARC-Block-Digest"))
    archive = b"".join([*pieces[:6], _shortened(unlabelled), *pieces[7:]])
    (finding,) = findings(tmp_path / "x.warc.gz", archive)
    assert not finding.damage
    assert "cleaner 0.0.1" in finding.message


def _shortened(record: bytes) -> bytes:
    """A member of a record whose Content-Length is made right again."""
    head, _, block = record.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
    block = block.removesuffix(b"\r\n\r\n")
    lines.append(b"Content-Length: %d" % len(block))
    return gzip.compress(b"\r\n".join(lines) + b"\r\n\r\n" + block + b"\r\n\r\n", mtime=0)
