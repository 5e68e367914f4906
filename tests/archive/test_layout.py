"""What lies in an archive: records, headers, URIs, ledgers; read by warcio, whose code we do not share for members."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from warc.foreign import PAGE, members, response
from warcio.archiveiterator import ArchiveIterator

from archive.made import SETTINGS, archived, cleaned, crawled, failed, text
from cleaner.archive import settings, verify
from cleaner.errors import ConfigError, LimitError, ReadError
from cleaner.model import Failed, Options, Result, Source
from cleaner.warc.record import digest


class Found(NamedTuple):
    headers: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        return self.headers["WARC-Type"]


def records(archive: bytes) -> list[Found]:
    iterator = ArchiveIterator(BytesIO(archive), no_record_parse=True)
    return [Found(dict(record.rec_headers.headers), record.raw_stream.read()) for record in iterator]


def fields(block: bytes) -> list[list[str]]:
    return [line.split(": ", 1) for line in block.decode().split("\r\n") if line]


def test_a_document_is_one_group_after_a_warcinfo(tmp_path: Path) -> None:
    info, original, conversion, ledger = records(archived(tmp_path / "x.warc.gz", text()))
    assert [info.kind, original.kind, conversion.kind, ledger.kind] == [
        "warcinfo",
        "resource",
        "conversion",
        "metadata",
    ]
    assert original.block == b"ADVERTISEMENT\nJoeBloggs\nKept.\n"
    assert conversion.block == b"Kept.\n"
    assert conversion.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert ledger.headers["Content-Type"] == "application/warc-fields"
    assert conversion.headers["WARC-Refers-To"] == original.headers["WARC-Record-ID"]
    assert ledger.headers["WARC-Refers-To"] == conversion.headers["WARC-Record-ID"]
    assert {found.headers["WARC-Target-URI"] for found in (original, conversion, ledger)} == {"file:///a.txt"}
    assert conversion.headers["WARC-Date"] == original.headers["WARC-Date"] == SETTINGS.date
    for found in (conversion, ledger):
        assert "WARC-Payload-Digest" not in found.headers
        assert found.headers["WARC-Block-Digest"] == digest(found.block)


def test_the_ledger_has_one_fact_a_line(tmp_path: Path) -> None:
    result = text()
    _, _, conversion, ledger = records(archived(tmp_path / "x.warc.gz", result))
    facts = dict(fields(ledger.block))
    assert facts["tool"].startswith("cleaner ")
    assert facts["status"] == "ok"
    assert facts["rule-set"] == result.rule_set
    assert facts["source-digest"] == digest(result.source.data)
    assert facts["output-digest"] == digest(conversion.block)
    assert facts["media-type"] == "text/plain"
    assert facts["decoding"] == "utf-8 (valid)"
    assert json.loads(facts["options"])["engine"] == "model"
    assert facts["removed"] == '{"line":1,"start":0,"end":13,"rule":"ad.marker","text":"ADVERTISEMENT"}'
    assert facts["repaired"] == '{"line":2,"start":3,"end":3,"rule":"glue.camel","text":"","replacement":" "}'


def test_warcinfo_says_what_the_groups_after_it_were_made_with(tmp_path: Path) -> None:
    other = cleaned(Source("b.txt", b"b", path="b.txt"), "B.", options=Options(drop=frozenset({"byline"})))
    found = records(archived(tmp_path / "x.warc.gz", text(), text("c.txt"), other))
    assert [record.kind for record in found].count("warcinfo") == 2
    first, second = (dict(fields(record.block)) for record in found if record.kind == "warcinfo")
    assert first["rule-set"] == second["rule-set"] == other.rule_set
    assert json.loads(second["options"])["drop"] == ["byline"]
    assert json.loads(first["options"])["drop"] == []


def test_an_empty_document_has_an_empty_conversion(tmp_path: Path) -> None:
    nothing = cleaned(Source("a.txt", b"ADVERTISEMENT", path="a.txt"))
    _, _, conversion, ledger = records(archived(tmp_path / "x.warc.gz", nothing))
    assert (conversion.block, dict(fields(ledger.block))["status"]) == (b"", "empty")


def test_a_failed_document_has_its_original_and_its_error(tmp_path: Path) -> None:
    _, original, ledger = records(archived(tmp_path / "x.warc.gz", failed()))
    assert original.block == b"\0\1"
    assert ledger.headers["WARC-Refers-To"] == original.headers["WARC-Record-ID"]
    facts = dict(fields(ledger.block))
    assert (facts["status"], facts["source-digest"]) == ("failed", digest(b"\0\1"))
    assert facts["error"] == "ReadError: file:///b.bin: no text"


def test_an_original_that_is_not_whole_says_so(tmp_path: Path) -> None:
    too_long = Failed(Source("long.ndjson:1", b"{"), LimitError("long.ndjson:1: too long"))
    unread = Failed(Source("crawl.warc.gz:77", b""), ReadError("crawl.warc.gz: byte 77: torn"))
    found = records(archived(tmp_path / "x.warc.gz", too_long, unread))
    assert [record.headers.get("WARC-Truncated") for record in found if record.kind == "resource"] == [
        "length", "unspecified"
    ]  # fmt: skip


def test_a_skipped_document_has_no_conversion(tmp_path: Path) -> None:
    (image,) = crawled(members(response(b"\x89PNG", content_type="image/png")))
    passed_over = replace(image, status="skipped", blocks=(), removals=(), repairs=())
    assert [record.kind for record in records(archived(tmp_path / "x.warc.gz", passed_over))] == [
        "warcinfo", "response", "metadata"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "uri"),
    [
        (Source("in/a.txt", b"x", path="sub/a b%.txt"), "file:///sub/a%20b%25.txt"),
        (Source("in/a.txt", b"x", path="a.txt", url="https://example.org/ä?q=%20"), "https://example.org/%C3%A4?q=%20"),
        (Source("-", b"x"), f"urn:x-cleaner:stdin:{digest(b'x')}"),
        (Source("/home/someone/secret/a.txt", b"x"), "file:///a.txt"),
        (Source("../../secret/a.txt", b"x", path="../a.txt"), "file:///a.txt"),
        (Source("C:\\Users\\someone\\a.txt", b"x"), "file:///a.txt"),
        (Source("urn:isbn:123", b"x"), "urn:isbn:123"),
        (Source("7", b"x", path="in/a.ndjson", members={"id": 7}), "file:///in/a.ndjson#7"),
        (Source("in/a.ndjson:2", b"x", path="a.ndjson:2", members={}), "file:///a.ndjson:2"),
        (Source("urn:isbn:9", b"x", path="a.ndjson", members={"id": "urn:isbn:9"}), "urn:isbn:9"),
        (Source("-:2", b"x", members={}), f"urn:x-cleaner:stdin:{digest(b'x')}"),
        (Source("7", b"x", members={"id": 7}), f"urn:x-cleaner:stdin:{digest(b'x')}"),
        (Source("-:3", b"x"), f"urn:x-cleaner:stdin:{digest(b'x')}"),
        (Source("list.ndjson:12", b"x"), "file:///list.ndjson:12"),
        (Source("x", b"x", url="https://e.org/\r\nWARC-Type: response"), "https://e.org/%0D%0AWARC-Type:%20response"),
        (Source("\udce4.txt", b"x", path="\udce4.txt"), "file:///%E4.txt"),
    ],
)
def test_target_uris(tmp_path: Path, source: Source, uri: str) -> None:
    found = records(archived(tmp_path / "x.warc.gz", cleaned(source, "Kept.")))
    assert {record.headers["WARC-Target-URI"] for record in found[1:]} == {uri}


def test_a_base_uri_stands_before_relative_paths(tmp_path: Path) -> None:
    based = settings("2025-01-01", base_uri="https://example.org/texts")
    found = records(archived(tmp_path / "x.warc.gz", text("sub/a.txt"), settings=based))
    assert found[1].headers["WARC-Target-URI"] == "https://example.org/texts/sub/a.txt"


def test_an_address_too_long_for_a_header_line_becomes_its_digest(tmp_path: Path) -> None:
    result = cleaned(Source("x", b"x", url="data:," + "x" * 40_000), "Kept.")
    assert (
        records(archived(tmp_path / "x.warc.gz", result))[1]
        .headers["WARC-Target-URI"]
        .startswith("urn:x-cleaner:long:")
    )


def test_nothing_of_the_machine_goes_in(tmp_path: Path) -> None:
    secret = Failed(
        Source("/home/someone/in/c.txt", b"c", path="c.txt"),
        OSError("[Errno 5] Input/output error: '/home/someone/in/c.txt', see /var/lib/some-where/log"),
    )
    archive = archived(tmp_path / "x.warc.gz", text(), failed(), secret)
    told = b"".join(record.block + repr(record.headers).encode() for record in records(archive))
    assert not re.search(rb"someone|/home|/var|some-where|pytest", told)
    assert b"Input/output error" in told


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2024-02-03", "2024-02-03T00:00:00Z"),
        ("2024-02-03T05:00:00.5+02:00", "2024-02-03T03:00:00Z"),
        ("May 3rd", SETTINGS.date),
    ],
)
def test_a_source_keeps_its_date_where_it_is_one(tmp_path: Path, given: str, date: str) -> None:
    source = Source("a.txt", b"x", path="a.txt", date=given)
    _, original, conversion, _ = records(archived(tmp_path / "x.warc.gz", cleaned(source, "Kept.")))
    assert original.headers["WARC-Date"] == conversion.headers["WARC-Date"] == date


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="ISO 8601"):
        settings("yesterday")


def test_a_declared_charset_is_kept_for_the_next_reading(tmp_path: Path) -> None:
    source = Source("a.txt", "café".encode("latin-1"), media_type="text/plain", charset="iso-8859-1", path="a.txt")
    found = records(archived(tmp_path / "x.warc.gz", cleaned(source, "Kept.")))
    assert found[1].headers["Content-Type"] == "text/plain; charset=iso-8859-1"


@pytest.mark.parametrize("container", [members, lambda *found: b"".join(found)], ids=["members", "plain"])
def test_a_crawled_original_is_its_own_record(tmp_path: Path, container: type[bytes]) -> None:
    bare = [response(PAGE, f"http://example.org/{name}") for name in "ab"]
    archive = archived(tmp_path / "x.warc.gz", *crawled(container(*bare)))
    found = records(archive)
    assert [record.kind for record in found[1:]] == ["response", "conversion", "metadata"] * 2
    assert found[2].headers["WARC-Refers-To"] == found[1].headers["WARC-Record-ID"]
    assert found[2].headers["WARC-Date"] == found[1].headers["WARC-Date"] == "2024-01-02T03:04:05Z"
    if container is members:
        assert all(members(record) in archive for record in bare)
    for record, original in zip(bare, [found[1], found[4]], strict=True):
        assert record.endswith(original.block + b"\r\n\r\n")


def test_a_record_without_an_id_can_be_referred_to(tmp_path: Path) -> None:
    bare = re.sub(rb"WARC-Record-ID: [^\r]+\r\n", b"", response())
    _, original, conversion, ledger = records(archived(tmp_path / "x.warc.gz", *crawled(members(bare))))
    assert "WARC-Record-ID" not in original.headers
    assert conversion.headers["WARC-Refers-To"].startswith("<urn:uuid:")
    assert ledger.headers["WARC-Refers-To"] == conversion.headers["WARC-Record-ID"]


@pytest.mark.parametrize("date", [b"", b"WARC-Date: a\tb\r\n"], ids=["no date", "an odd one"])
def test_a_record_with_no_proper_date_is_kept_as_it_is(tmp_path: Path, date: bytes) -> None:
    bare = re.sub(rb"WARC-Date: [^\r]+\r\n", date, response())
    assert members(bare) in archived(tmp_path / "x.warc.gz", *crawled(members(bare)))
    assert [*verify(tmp_path / "x.warc.gz")] == []


def test_bytes_are_the_same_each_time(tmp_path: Path) -> None:
    results: list[Result | Failed] = [text(), failed(), *crawled(members(response())), text("c.txt", b"c", "# C")]
    first, second = (archived(tmp_path / f"{name}.warc.gz", *results) for name in ("one", "two"))
    assert first == second


def test_bytes_do_not_depend_on_how_often_the_archive_was_opened(tmp_path: Path) -> None:
    results = [text(name, name.encode()) for name in ("a.txt", "b.txt", "c.txt")]
    at_once = archived(tmp_path / "one.warc.gz", *results)
    for result in results:
        by_and_by = archived(tmp_path / "two.warc.gz", result)
    assert at_once == by_and_by
