"""Write the index of an archive beside it, and look documents up in it without reading the archive."""

from __future__ import annotations

import heapq
import mmap
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from cleaner.archive.cdxj import Line, lines, parse
from cleaner.archive.parts import SUFFIX, existing
from cleaner.archive.reader import document, scan_part
from cleaner.archive.scan import Finding, Stored
from cleaner.archive.surt import surt
from cleaner.errors import ArchiveError, OutputError, ReadError, writing
from cleaner.warc.limits import MIB

SUFFIX_OF_INDEX = ".cdxj"
AT_ONCE = 200_000  # lines that are sorted in memory


def index_path(path: Path) -> Path:
    """Where an archive's index lies: X.cdxj beside X.warc.gz."""
    return path.with_name(path.name.removesuffix(SUFFIX) + SUFFIX_OF_INDEX)


def write_index(path: Path, out: Path | None = None) -> int:
    """Write the index of an archive, X.cdxj or `out`, whole or not at all; returns the number of lines.

    Of several cleanings of one original the last is in it. An older index is replaced, another file is not. Raises
    ArchiveError where the archive is damaged, OutputError where the index cannot be written.
    """
    target = out or index_path(path)
    if target.exists() and not _is_index(target):
        raise OutputError(f"{target}: there is such a file, and it is no index; choose another name")
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    number = 0
    with writing(target):
        try:
            with draft.open("x", encoding="utf-8", newline="\n") as stream:
                for line in ordered(all_lines(path)):
                    stream.write(f"{line}\n")
                    number += 1
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return number


def _is_index(file: Path) -> bool:
    """Whether a file is empty or begins as an index does."""
    with file.open("rb") as stream:
        first = stream.readline(MIB)
    try:
        return not first or bool(parse(first.decode()))
    except (ReadError, UnicodeDecodeError):
        return False


def fresh_index(path: Path) -> Path | None:
    """The archive's index, if there is one that is newer than all of its files."""
    index = index_path(path)
    try:
        written = index.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    files = [file for part in existing(path) for file in part.files]
    return index if all(file.stat().st_mtime_ns <= written for file in files) else None


def by_uri(index: Path, uri: str) -> list[Line]:
    """The lines of a URI, in the order of their time: found by halving, whatever the index's size."""
    prefix = f"{surt(uri)} ".encode()
    with index.open("rb") as stream:
        at = _first_not_below(stream, prefix)
        stream.seek(at)
        found = []
        for text in stream:
            if not text.startswith(prefix):
                break
            found.append(parse(text.decode()))
    return [line for line in found if line.members.get("url") == uri]


def containing(index: Path, text: str) -> Iterator[Line]:
    """The lines in which a text occurs; the file is searched in one go, at the speed of memory."""
    wanted = text.encode()
    with index.open("rb") as stream:
        if not os.fstat(stream.fileno()).st_size:
            return
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as memory:
            at = memory.find(wanted)
            while at >= 0:
                start, end = memory.rfind(b"\n", 0, at) + 1, memory.find(b"\n", at)
                yield parse(memory[start:end].decode())
                at = memory.find(wanted, end)


def _first_not_below(stream: IO[bytes], prefix: bytes) -> int:
    """The offset of the first line that is not below `prefix` in the order of bytes."""
    low, high = 0, os.fstat(stream.fileno()).st_size
    while low < high:
        middle = (low + high) // 2
        stream.seek(middle)
        if middle:
            stream.seek(middle - 1)
            stream.readline()
        at = stream.tell()
        text = stream.readline()
        if text and at < high and text < prefix:
            low = stream.tell()
        else:
            high = middle
    return low


def all_lines(path: Path) -> Iterator[Line]:
    """The lines of an archive, in its own order. Raises ArchiveError where it is damaged."""
    ordinal = 0
    for part in existing(path):
        for item in scan_part(part):
            if isinstance(item, Finding):
                raise ArchiveError(f"{path}: {item.place}: {item.message}; `cleaner archive repair` first")
            if isinstance(item, Stored):
                ordinal += 1
                yield from lines(document(ordinal, part, item), part)


def ordered(found: Iterable[Line]) -> Iterator[Line]:
    """The lines as an index has them: sorted, and of several cleanings of one capture the last."""
    waiting: Line | None = None
    for line in _sorted(found):
        if waiting and _capture(waiting) != _capture(line):
            yield waiting
        waiting = line
    if waiting:
        yield waiting


def _order(text: str) -> tuple[str, str, int]:
    line = parse(text)
    return f"{line.key} {line.time}", line.members["url"], int(line.members["ordinal"])


def _sorted(found: Iterable[Line]) -> Iterator[Line]:
    """Sort lines, by way of files where there are many."""
    with ExitStack() as stack:
        runs: list[Iterable[str]] = []
        source = iter(found)
        while chunk := sorted(map(str, islice(source, AT_ONCE)), key=_order):
            if len(chunk) < AT_ONCE and not runs:
                runs.append(chunk)
                break
            spill = stack.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
            spill.writelines(f"{text}\n" for text in chunk)
            spill.seek(0)
            runs.append(text.rstrip("\n") for text in spill)
        yield from map(parse, heapq.merge(*runs, key=_order))


def _capture(line: Line) -> tuple[str, str, str]:
    return line.key, line.time, line.members["url"]
