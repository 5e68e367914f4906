"""A WACZ file: the archive's files as they are, an index of the originals, and a list of pages with their cleaned text.

Source: Web Archive Collection Zipped, version 1.1.1 (specs.webrecorder.net/wacz/1.1.1).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP64_LIMIT, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cleaner.archive.cdxj import CLEANED, Line
from cleaner.archive.export.place import new_file
from cleaner.archive.export.rows import plain
from cleaner.archive.index import all_lines, ordered
from cleaner.archive.parts import existing
from cleaner.archive.settings import TOOL
from cleaner.archive.targets import normal
from cleaner.archive.versions import current
from cleaner.warc.compress import Compression
from cleaner.warc.limits import MIB
from cleaner.warc.record import digest, record_id

WEB = ("http:", "https:")
LINES_A_BLOCK = 1000  # of the index, in one gzip member
PAGES = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
PACKED = Compression("zlib", 6)
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes at every run: no time of writing goes in


def write(path: Path, out: Path) -> int:
    """Write an archive as WACZ; returns the number of pages."""
    with TemporaryDirectory(prefix="cleaner-") as name, new_file(out) as draft, ZipFile(draft, "x") as package:
        folder, files = Path(name), [file for part in existing(path) for file in part.files]
        pages, newest = _pages(path, folder / "pages.jsonl")
        _index(path, folder)
        resources = [
            *(_add(package, file, f"archive/{file.name}", ZIP_STORED) for file in files),
            _add(package, folder / "index.cdx.gz", "indexes/index.cdx.gz", ZIP_STORED),
            _add(package, folder / "index.idx", "indexes/index.idx", ZIP_STORED),
            _add(package, folder / "pages.jsonl", "pages/pages.jsonl", ZIP_DEFLATED),
        ]
        described = _json({
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "software": TOOL,
            "created": newest,
            "title": path.name,
            "resources": resources,
        })  # fmt: skip
        _put(package, "datapackage.json", described)
        _put(package, "datapackage-digest.json", _json({"path": "datapackage.json", "hash": digest(described)}))
    return pages


def _pages(path: Path, out: Path) -> tuple[int, str]:
    """Write the list of pages; returns their number and the newest date."""
    number, newest = 0, ""
    with out.open("xb") as stream:
        stream.write(_json(PAGES) + b"\n")
        for document in current(path):
            page = {
                "id": record_id("page", document.uri, document.date)[len("<urn:uuid:") : -1],
                "url": document.uri,
                "ts": document.date,
                "title": document.entry().title or document.uri,
                "text": plain(document.markdown or ""),
            }
            stream.write(_json(page) + b"\n")
            number, newest = number + 1, max(newest, document.date)
    return number, newest


def _index(path: Path, folder: Path) -> None:
    """Write the index of the originals in blocks, each a gzip member, and the list of the blocks (ZipNum)."""
    originals = (line for line in all_lines(path) if not line.members["url"].startswith(CLEANED))
    lines = (f"{line}\n".encode() for line in ordered(map(_as_looked_up, originals)))
    with ExitStack() as stack:
        blocks = stack.enter_context((folder / "index.cdx.gz").open("xb"))
        idx = stack.enter_context((folder / "index.idx").open("xb"))
        idx.write(b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n')
        for block in _blocks(lines):
            member, offset = PACKED.member(b"".join(block)), blocks.tell()
            blocks.write(member)
            where = {"offset": offset, "length": len(member), "digest": digest(member), "filename": "index.cdx.gz"}
            key, time, _ = block[0].split(b" ", 2)
            idx.write(b" ".join((key, time, _json(where))) + b"\n")


def _as_looked_up(line: Line) -> Line:
    """ReplayWeb.page, unlike pywb, has a key of its own for web pages only; it looks others up by their URI."""
    uri = line.members["url"]
    return line if uri.lower().startswith(WEB) else replace(line, key=normal(uri))


def _blocks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(lines)
    while block := list(islice(rest, LINES_A_BLOCK)):
        yield block


def _add(package: ZipFile, file: Path, name: str, method: int) -> dict[str, str | int]:
    """Add a file to the package; returns what the description says of it."""
    hashed, size = sha256(), 0
    # Only where it must be: the further sizes in an entry's own header lead ReplayWeb.page to the wrong byte.
    large = file.stat().st_size > ZIP64_LIMIT
    with file.open("rb") as stream, package.open(_entry(name, method), "w", force_zip64=large) as entry:
        while chunk := stream.read(MIB):
            hashed.update(chunk)
            size += len(chunk)
            entry.write(chunk)
    return {"name": name.rpartition("/")[2], "path": name, "hash": f"sha256:{hashed.hexdigest()}", "bytes": size}


def _put(package: ZipFile, name: str, data: bytes) -> None:
    package.writestr(_entry(name, ZIP_DEFLATED), data)


def _entry(name: str, method: int) -> ZipInfo:
    entry = ZipInfo(name, EPOCH)
    entry.compress_type = method
    return entry


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
