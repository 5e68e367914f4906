"""Results as the pipeline makes them, by hand."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from warc.foreign import members, record, response
from warcio.archiveiterator import ArchiveIterator

from cleaner.archive import Archive, Settings, settings
from cleaner.errors import ReadError
from cleaner.model import Article, Block, Failed, Line, Options, Removal, Repair, Result, Source
from cleaner.read.warc import sources

SETTINGS = settings("2025-06-15T12:00:00Z", level=3, backend="zlib")
RULES = "0123456789abcdef"
DEFAULTS = Options()
PAGE = b"<html><head><title>T</title></head><body><p>The page as it was crawled.</p></body></html>"
OWN = b"<html><body>A page out of an NDJSON file.</body></html>"


def cleaned(source: Source, *kept: str, options: Options = DEFAULTS) -> Result:
    """A result whose first line was removed, whose second was repaired, and whose blocks are `kept`."""
    lines = tuple(Line(number, text) for number, text in enumerate(["ADVERTISEMENT", "JoeBloggs", *kept], 1))
    return Result(
        article=Article(source, lines, decoding="utf-8 (valid)", language="en"),
        removals=(Removal(1, 0, 13, "ad.marker", "an ad marker"),),
        repairs=(Repair(2, 3, 3, "glue.camel", " "),),
        blocks=tuple(Block("paragraph", text) for text in kept),
        status="ok" if kept else "empty",
        options=options,
        rule_set=RULES,
    )


def text(name: str = "a.txt", data: bytes = b"ADVERTISEMENT\nJoeBloggs\nKept.\n", *kept: str) -> Result:
    """A text file's result."""
    return cleaned(Source(f"/home/someone/in/{name}", data, path=name), *(kept or ("Kept.",)))


def failed(name: str = "b.bin") -> Failed:
    """A file that could not be read as a document."""
    return Failed(
        Source(f"/home/someone/in/{name}", b"\0\1", path=name), ReadError(f"/home/someone/in/{name}: no text")
    )


def crawled(file: bytes, *kept: str) -> list[Result]:
    """Results of a WARC file's documents."""
    found = sources(BytesIO(file), "crawl.warc.gz")
    return [cleaned(source, *(kept or ("Kept.",))) for source in found if isinstance(source, Source)]


def archived(path: Path, *results: Result | Failed, settings: Settings = SETTINGS) -> bytes:
    """The bytes of an archive after results were added to it."""
    with Archive.open(path, "a", settings=settings) as archive:
        for result in results:
            archive.add(result)
    accepted(path)
    return path.read_bytes()


def all_kinds(path: Path) -> None:
    """Make an archive of all that there can be: crawled, chunked, made of text and of NDJSON, doubled, failed."""
    crawl = members(
        response(PAGE, "http://example.org/page"),
        response(
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), "http://example.org/chunked",
            [("Transfer-Encoding", "chunked")],
        ),
        record("metadata", b'{"not": "the page"}', "http://example.org/page", "application/json"),
    )  # fmt: skip
    own, double = (
        Source(f"feed.ndjson:{name}", OWN, media_type="text/html", url=f"http://example.com/{name}")
        for name in ("own", "double")
    )
    results = (
        text(),
        failed(),
        *crawled(crawl, "The page, cleaned."),
        cleaned(own, "Own."),
        cleaned(double, "Double."),
    )
    archived(path, *results, settings=settings("2025-06-15T12:00:00Z"))


def accepted(path: Path) -> None:
    """Other readers must accept every archive that the tests make: warcio with its digests, FastWARC with its own."""
    with path.open("rb") as stream:
        for theirs in ArchiveIterator(stream, check_digests="raise"):
            theirs.content_stream().read()
    with path.open("rb") as stream:
        for record in FastIterator(stream, parse_http=False):
            assert "WARC-Block-Digest" not in record.headers or record.verify_block_digest(), record.headers
