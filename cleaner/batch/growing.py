"""An output file of many documents that grows hidden, is there at once when it is whole, and outlives a killed run.

Run N grows `.NAME.part-N`. The next run takes from it what is done and unchanged, in whatever order, and so makes the
same bytes that one run would have made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from cleaner.batch.history import History
from cleaner.batch.manifest import Entry


class Growing:
    """The file, and those of earlier runs."""

    def __init__(self, path: Path, stream: BinaryIO, history: History | None) -> None:
        self._path = path
        self._stream = stream
        self._history = history
        self._earlier: dict[int, BinaryIO] = {}
        self._size = 0

    def append(self, data: bytes) -> int:
        """Add a document's bytes; returns where they begin."""
        self._stream.write(data)
        self._stream.flush()
        self._size += len(data)
        return self._size - len(data)

    def earlier(self, entry: Entry) -> bytes:
        """A document's bytes as an earlier run wrote them. Raises OSError where they are gone."""
        if entry.run not in self._earlier:
            ended = self._history is not None and self._history.has_ended(entry.run)
            self._earlier[entry.run] = (self._path if ended else part(self._path, entry.run)).open("rb")
        stream = self._earlier[entry.run]
        stream.seek(entry.offset)
        data = stream.read(entry.length)
        if len(data) != entry.length:
            raise OSError(f"{stream.name} was cut off while it was read")
        return data

    def close(self) -> None:
        """Let go of the files of earlier runs."""
        for stream in self._earlier.values():
            stream.close()


@contextmanager
def resumable(path: Path, history: History | None) -> Iterator[Growing]:
    """The output file of the run after those of `history`; it has its name once the block ends well."""
    number = next_run(history)
    draft = part(path, number)
    with draft.open("wb") as stream, closing(Growing(path, stream, history)) as growing:
        yield growing
    draft.replace(path)
    for left in parts(path):
        left.unlink(missing_ok=True)


def next_run(history: History | None) -> int:
    """The number of the run after those of a history."""
    return history.last.number + 1 if history and history.last else 1


def stands(entry: Entry, path: Path, *, ended: bool) -> bool:
    """Whether the bytes of an entry are where it says; `ended` whether its run came to its end."""
    place = path if ended else part(path, entry.run)
    return place.is_file() and place.stat().st_size >= entry.offset + entry.length


def part(path: Path, run: int) -> Path:
    """Where a run's output grows.

    >>> part(Path("out/x.ndjson"), 2).name
    '.x.ndjson.part-2'
    """
    return path.with_name(f".{path.name}.part-{run}")


def parts(path: Path) -> list[Path]:
    """What interrupted runs left."""
    name = re.compile(rf"{re.escape(f'.{path.name}.part-')}\d+")
    return [other for other in path.parent.iterdir() if name.fullmatch(other.name)]
