"""Archive speed beside warcio and FastWARC: groups written, members copied as they are, records read.

    python benchmarks/archive.py --documents 5000

Equal work: all writers get the same bytes of originals, cleaned versions and ledgers, hash and compress them, and write
to a file, in memory where there is such storage. Time is the process's CPU time, the best of `--rounds`. The documents
are made by chance from a fixed seed: pages of 20 KB whose phrases follow Zipf's law; or they are pieces of the pages in
`--data`.
"""

from __future__ import annotations

import argparse
import gzip
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import accumulate, islice, repeat
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner.archive import records
from cleaner.archive.growing import opened
from cleaner.warc.compress import Backend, Compression
from cleaner.warc.members import Damage, Member, walk
from cleaner.warc.record import digest

PAGE, CLEANED, LEDGER = 20_000, 5_000, 1_500  # bytes
DATE = "2025-06-15T12:00:00Z"
BACKENDS: tuple[tuple[Backend, int], ...] = (("isal", 2), ("zlib-ng", 6), ("zlib", 6), ("zlib", 3))


@dataclass(frozen=True)
class Document:
    """One document's three blocks."""

    uri: str
    original: bytes
    cleaned: bytes
    ledger: bytes


def documents(number: int, data: Path | None) -> list[Document]:
    """Documents made from pieces of 20 KB of the pages in a folder, else from made pages; the same at every run."""
    chance = random.Random(1)  # noqa: S311 - no secret
    letters, weights = "etaoinshrdlucmfwypvbgkjqxz", [*accumulate(range(26, 0, -1))]
    words = ["".join(chance.choices(letters, cum_weights=weights, k=chance.randint(2, 11))) for _ in range(20_000)]
    # People repeat phrases, not only words: without them the text compresses worse, and faster, than prose does.
    phrases = [" ".join(chance.choices(words, cum_weights=_zipf(words), k=chance.randint(1, 5))) for _ in range(20_000)]
    pages = _pieces(data) if data else (_page(chance, phrases) for _ in range(number))
    return [_document(index, page, chance, phrases) for index, page in enumerate(islice(pages, number))]


def _zipf(ranked: Sequence[str]) -> list[float]:
    return [*accumulate(1 / rank for rank in range(1, len(ranked) + 1))]


def _pieces(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*.html*")):
        page = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield from (page[at : at + PAGE] for at in range(0, len(page) - PAGE + 1, PAGE))


def _page(chance: random.Random, phrases: list[str]) -> bytes:
    """A page as sites build them: a menu, an article, lists of teasers, with markup that repeats."""
    drawn = chance.choices(phrases, cum_weights=_zipf(phrases), k=900)
    items = [
        f'<li class="menu-item menu-item-type-post menu-item-{chance.randrange(999)}">'
        f'<a href="/{text.replace(" ", "-")}/" '
        f'class="teaser__link js-track" data-track="teaser-{number}">{text}</a></li>\n'
        for number, text in enumerate(drawn[:300])
    ]
    body = [f'<p class="article__paragraph">{" ".join(drawn[at : at + 24])}.</p>\n' for at in range(300, 900, 24)]
    return "".join(
        ("<nav><ul>\n", *items[:40], "</ul></nav>\n<article>\n", *body, "</article>\n", *items[40:])
    ).encode()


def _document(index: int, page: bytes, chance: random.Random, phrases: list[str]) -> Document:
    drawn = chance.choices(phrases, cum_weights=_zipf(phrases), k=1000)
    text = "\n\n".join(" ".join(drawn[at : at + 24]) for at in range(0, len(drawn), 24))
    told = "".join(
        f'removed: {{"line":{line},"start":0,"end":{len(found)},"rule":"html.outside-main","text":"{found}"}}\r\n'
        for line, found in enumerate(drawn[:40], 1)
    )
    return Document(f"http://example.org/{index}", page[:PAGE], text.encode()[:CLEANED], told.encode()[:LEDGER])


def ours(made: list[Document], path: Path, compression: Compression) -> None:
    """Write groups as `archive add` does once they are cleaned."""
    file = opened(path)
    for document in made:
        found = digest(document.original)
        about = records.subject(document.uri, DATE, found)
        fields = [("Content-Type", "text/html"), ("WARC-Block-Digest", found), ("WARC-Payload-Digest", found)]
        original = records.resource(about, document.original, fields)
        name, conversion = records.conversion(about, document.cleaned, digest(document.cleaned), ("rules", "{}"))
        ledger = records.ledger(document.uri, name, document.ledger, DATE)
        file.append(b"".join(map(compression.member, (original, conversion, ledger))))
    file.finish()
    file.release()


def warcio(made: list[Document], path: Path) -> None:
    """Write the same records with warcio's default writer."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        for document in made:
            dated = {"WARC-Date": DATE}
            blocks = (
                ("resource", document.original, "text/html"),
                ("conversion", document.cleaned, records.MARKDOWN),
                ("metadata", document.ledger, records.FIELDS),
            )
            for kind, block, content_type in blocks:
                writer.write_record(
                    writer.create_warc_record(
                        document.uri, kind, payload=BytesIO(block), length=len(block), warc_content_type=content_type,
                        warc_headers_dict=dict(dated),
                    )
                )  # fmt: skip


def crawl(made: list[Document], path: Path) -> None:
    """Write the originals as a crawler does: responses with their HTTP headers, by warcio."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        for document in made:
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("Server", "nginx")], protocol="HTTP/1.1")
            page = BytesIO(document.original)
            writer.write_record(writer.create_warc_record(document.uri, "response", payload=page, http_headers=http))


def warcio_copy(path: Path, copy: Path) -> None:
    """Read every record and write it again, as warcio's own recompress does."""
    with path.open("rb") as stream, copy.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        for record in ArchiveIterator(stream):
            writer.write_record(record)


def our_copy(path: Path, copy: Path) -> None:
    """Copy every member as it is, having looked into it: record header, lengths, checksum."""
    file = opened(copy)
    with path.open("rb") as stream:
        for item in walk(stream):
            assert isinstance(item, Member), item  # noqa: S101
            file.append(item.raw)
    file.finish()
    file.release()


def our_read(path: Path, _: Path) -> None:
    """Read every block."""
    with path.open("rb") as stream:
        assert not any(isinstance(item, Damage) for item in walk(stream))  # noqa: S101


def warcio_read(path: Path, _: Path) -> None:
    """Read every block."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            record.raw_stream.read()


def fastwarc_read(path: Path, _: Path) -> None:
    """Read every block."""
    with path.open("rb") as stream:
        for record in FastIterator(stream, parse_http=False):
            record.reader.read()


def best(actions: Mapping[str, Callable[[Path], None]], folder: Path, rounds: int) -> dict[str, tuple[float, int]]:
    """The least CPU seconds of each action, which writes a file, and the file's size.

    They take turns, so that what else the machine does strikes all alike.
    """
    out, found = folder / "out.warc.gz", dict.fromkeys(actions, (float("inf"), 0))
    for name, action in list(actions.items()) * rounds:
        out.unlink(missing_ok=True)
        begun = time.process_time()
        action(out)
        seconds = time.process_time() - begun
        found[name] = min(found[name], (seconds, out.stat().st_size if out.exists() else 0))
    return found


def writing(made: list[Document], folder: Path, rounds: int) -> Iterator[str]:
    """A line for each writer."""
    megabytes = sum(len(document.original) for document in made) / 1e6
    actions = {"warcio (zlib 9)": partial(warcio, made)} | {
        f"cleaner ({backend} {level})": partial(ours, made, compression=Compression(backend, level))
        for backend, level in BACKENDS
    }
    found = best(actions, folder, rounds)
    base, _ = found["warcio (zlib 9)"]
    for name, (seconds, size) in found.items():
        yield f"{name:<20}{megabytes / seconds:>8.0f} MB/s {base / seconds:>7.2f}x {size / 1e6:>9.1f} MB"


def reading(path: Path, folder: Path, rounds: int) -> Iterator[str]:
    """A line for each way to copy, then for each reader."""
    megabytes = path.stat().st_size / 1e6
    for title, actions in (
        ("copy", {"warcio": warcio_copy, "cleaner": our_copy}),
        ("read", {"warcio": warcio_read, "FastWARC": fastwarc_read, "cleaner": our_read}),
    ):
        found = best({name: partial(action, path) for name, action in actions.items()}, folder, rounds)
        base, _ = found["warcio"]
        for name, (seconds, _) in found.items():
            yield f"{title + ': ' + name:<20}{megabytes / seconds:>8.0f} MB/s {base / seconds:>7.2f}x"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--copy-mb", type=int, default=0, help="size of the crawl that is copied; 0: the documents once"
    )
    parser.add_argument("--data", type=Path, help="a folder of .html or .html.gz files to take the originals from")
    asked = parser.parse_args()
    made = documents(asked.documents, asked.data)
    storage = Path("/dev/shm")  # noqa: S108 - a disk's speed is not in question
    with tempfile.TemporaryDirectory(dir=storage if storage.is_dir() else None) as name:
        folder = Path(name)
        print(f"{len(made):,} documents: original {PAGE:,} B, conversion {CLEANED:,} B, ledger {LEDGER:,} B")
        print("write, MB of originals a CPU-second, and size:")
        print(*writing(made, folder, asked.rounds), sep="\n")
        crawled = folder / "crawl.warc.gz"
        crawl(made, crawled)
        once = crawled.read_bytes()
        with crawled.open(
            "ab"
        ) as stream:  # members may be strung together: the same pages again, up to the size asked for
            stream.writelines(repeat(once, max(0, asked.copy_mb * 1_000_000 // len(once) - 1)))
        print(f"copy and read a crawl's .warc.gz of {crawled.stat().st_size / 1e6:.1f} MB, MB of it a CPU-second:")
        print(*reading(crawled, folder, asked.rounds), sep="\n")


if __name__ == "__main__":
    main()
