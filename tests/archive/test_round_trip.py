"""Every original comes back byte for byte, and so does every cleaned version and every finding."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from warc.foreign import members, response
from warcio.archiveiterator import ArchiveIterator

from archive.made import archived, cleaned, crawled, failed, text
from cleaner import write
from cleaner.archive import Archive, verify
from cleaner.archive.ledger import Ledger, parse, serialise
from cleaner.model import Source
from cleaner.read.warc import sources

words = st.text(max_size=30)
lines = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=30).map(str.strip)
spans = st.fixed_dictionaries({"line": st.integers(1), "start": st.integers(0), "rule": words, "text": words})
made_sources = st.builds(
    Source,
    uri=words,
    data=st.binary(max_size=400),
    media_type=st.none() | words,
    charset=st.none() | words,
    url=st.none() | words | st.text(max_size=300).map("http://".__add__),
    date=st.none() | words,
    path=st.none() | st.text(min_size=1, max_size=40),
)


@settings(max_examples=60)
@given(st.lists(made_sources, max_size=3), lines.filter(bool))
def test_any_bytes_under_any_name_come_back(found: list[Source], kept: str) -> None:
    results = [cleaned(source, kept) for source in found]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.warc.gz"
        archived(path, *results)
        documents = list(Archive.open(path).documents())
        assert [*verify(path)] == []
    expected = {(source.data, write.markdown(result)) for source, result in zip(found, results, strict=True)}
    assert {(document.original, document.markdown) for document in documents} == expected


@settings(max_examples=40)
@given(
    st.binary(max_size=400), st.sampled_from([(), (("Content-Encoding", "gzip"),), (("Transfer-Encoding", "chunked"),)])
)
def test_any_crawled_record_comes_back(body: bytes, fields: tuple[tuple[str, str], ...]) -> None:
    member = members(response(body, fields=fields))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.warc.gz"
        archive = archived(path, *crawled(member))
        assert [document.record.raw for document in Archive.open(path).documents()] == [member]
        assert [*verify(path)] == []
    assert member in archive


@given(
    st.builds(
        Ledger, tool=lines, status=lines, key=lines, source_digest=lines, output_digest=lines, rule_set=lines,
        options=lines, media_type=lines, decoding=lines, language=lines, error=lines,
        notes=st.lists(lines, max_size=2).map(tuple), removed=st.lists(spans, max_size=2).map(tuple),
        repaired=st.lists(spans, max_size=2).map(tuple),
    )
)  # fmt: skip
def test_any_ledger_comes_back(ledger: Ledger) -> None:
    assert parse(serialise(ledger)) == ledger


def test_an_archive_is_an_input_like_any_warc(tmp_path: Path) -> None:
    archive = archived(tmp_path / "x.warc.gz", text(), failed(), *crawled(members(response())))
    found = [source for source in sources(BytesIO(archive), "x.warc.gz") if isinstance(source, Source)]
    assert [source.uri for source in found] == ["file:///a.txt", "file:///b.bin", "http://example.org/a"]
    again = archived(tmp_path / "y.warc.gz", *(cleaned(source, "Kept.") for source in found))
    assert [*verify(tmp_path / "y.warc.gz")] == []
    assert all(source.record and source.record.raw in again for source in found)


def test_other_tools_accept_it(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    archive = archived(path, text(), failed(), *crawled(members(response())), cleaned(Source("-", b"ADVERTISEMENT")))
    scripts = Path(sys.executable).parent
    for command in (["gzip", "-t"], [scripts / "warcio", "check"], [scripts / "fastwarc", "check"]):
        done = subprocess.run([*command, path], capture_output=True, check=False)
        assert done.returncode == 0, done
    digests = []
    for record in ArchiveIterator(BytesIO(archive), check_digests=True):
        record.content_stream().read()
        digests.append(record.digest_checker.passed)
    assert digests.count(True) == len(digests) - 1  # the crawled record had none
