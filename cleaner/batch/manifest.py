"""The manifest of a run: what became of each document, one JSON object a line, written as documents finish.

It lies hidden with the output: `OUT/.manifest.ndjson` for a folder, `.NAME.manifest.ndjson` beside a file. Each run
adds a line that says what was asked for ({"run": 1, …}), a line a document ({"source": …}), and, if it was not
interrupted, a line that ends it ({"end": 1, …}); a run that has ended removes the lines of those before it.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from cleaner import __version__
from cleaner.batch.facts import NO_FACTS, Facts
from cleaner.errors import OutputError, ReadError, writing
from cleaner.model import Status

NAME = ".manifest.ndjson"
MAX_LINE = 16 * 1024**2  # bytes; a line holds no text of a document


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a run.

    output  where its output lies: below the output folder, or the output file itself; empty for none
    offset  where it begins in that file, for outputs that hold several documents
    length  of it, in bytes
    notes   what else a reader should know: why it was skipped …
    run     the number of the run that made it
    """

    source: str
    status: Status
    error: str = ""
    output: str = ""
    offset: int = 0
    length: int = 0
    facts: Facts = NO_FACTS
    notes: tuple[str, ...] = ()
    run: int = 0

    @property
    def key(self) -> bytes:
        """What makes it the same document: its name and its bytes."""
        return key(self.source, self.facts.digest)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run was asked for.

    number   from 1
    recipe   digest of all that the output depends on beside the documents
    request  as JSON has it
    folder   that it ran in
    ended    whether it came to its end
    """

    number: int
    recipe: str
    request: Mapping[str, Any]
    folder: str
    started: str = ""
    ended: bool = False


def key(source: str, digest: str) -> bytes:
    """16 bytes that stand for a document."""
    return blake2b(f"{source}\0{digest}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def inside(folder: str | Path) -> Path:
    """Where the manifest of a folder of outputs lies."""
    return Path(folder) / NAME


def beside(file: str | Path) -> Path:
    """Where the manifest of an output file lies."""
    return Path(file).with_name(f".{Path(file).name}{NAME}")


def of(output: str | Path) -> Path:
    """Where the manifest of an output that is there lies, or of one that an interrupted run has begun."""
    return inside(output) if Path(output).is_dir() else beside(output)


class Manifest:
    """A manifest that grows; raises OutputError where another run writes to it, or it cannot be written."""

    def __init__(self, path: Path, run: Run, *, resume: bool) -> None:
        self._path = path
        self._number = run.number
        with writing(path):
            self._stream: BinaryIO = path.open("ab")
            try:
                fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise OutputError(f"{path}: another run writes to this output; wait for its end") from None
            if not resume:
                self._stream.truncate(0)
            _end_line(path, self._stream)
        self._start = self._stream.seek(0, 2)
        self._write({"run": run.number, "started": datetime.now(UTC).isoformat(), **_asked(run)})

    def add(self, entry: Entry) -> None:
        """Note a document whose output is written."""
        self._write(_members(entry))

    def end(self) -> None:
        """Note that the run has come to its end, and forget the runs before it."""
        self._write({"end": self._number})
        if self._start:
            draft = self._path.with_name(f"{self._path.name}.new")
            with self._path.open("rb") as old, draft.open("wb") as new:
                old.seek(self._start)
                while chunk := old.read(1 << 20):
                    new.write(chunk)
            draft.replace(self._path)

    def close(self) -> None:
        """Let go of it."""
        self._stream.close()

    def _write(self, members: Mapping[str, Any]) -> None:
        line = json.dumps(members, separators=(",", ":")).encode() + b"\n"
        with writing(self._path):
            self._stream.write(line)
            self._stream.flush()


def _end_line(path: Path, stream: BinaryIO) -> None:
    """Close a line that a killed run left open."""
    with path.open("rb") as before:
        if before.seek(0, 2) and (before.seek(-1, 2), before.read(1))[1] != b"\n":
            stream.write(b"\n")


def lines(path: Path) -> Iterator[tuple[int, Run | Entry]]:
    """The runs and entries of a manifest, with their places in the file; an entry's run stands before it.

    A line that is torn or foreign is passed over. Raises ReadError where there is no manifest.
    """
    try:
        with path.open("rb") as stream:
            number, offset = 0, 0
            while line := stream.readline(MAX_LINE):
                with suppress(ValueError, TypeError, KeyError, AttributeError):
                    found = _read(json.loads(line), number)
                    number = found.number if isinstance(found, Run) else number
                    yield offset, found
                offset += len(line)
    except OSError as error:
        raise ReadError(f"{path}: there is no manifest of a run: {error.strerror}") from error


def entry_at(stream: BinaryIO, offset: int) -> Entry:
    """The entry at a place that `lines` gave."""
    stream.seek(offset)
    return _entry(json.loads(stream.readline(MAX_LINE)), 0)


def _read(members: Mapping[str, Any], number: int) -> Run | Entry:
    if "end" in members:
        return Run(int(members["end"]), "", {}, "", ended=True)
    if "run" in members:
        return Run(
            int(members["run"]), members["recipe"], members["request"], members["folder"], members["started"]
        )  # fmt: skip
    return _entry(members, number)


def _entry(members: Mapping[str, Any], number: int) -> Entry:
    names = Facts.__slots__
    facts = Facts(**{name: members["bytes" if name == "size" else name] for name in names})
    return Entry(
        members["source"],
        members["status"],
        members["error"],
        members["output"],
        members["offset"],
        members["length"],
        facts,
        tuple(members["notes"]),
        number,
    )


def _members(entry: Entry) -> dict[str, Any]:
    facts = {name: getattr(entry.facts, name) for name in Facts.__slots__}
    facts["bytes"] = facts.pop("size")
    facts |= {
        "seconds": round(entry.facts.seconds, 4),
        "removed": dict(entry.facts.removed),
        "repaired": dict(entry.facts.repaired),
    }
    own = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name not in {"facts", "run"}}
    return own | facts


def _asked(run: Run) -> dict[str, Any]:
    return {"cleaner": __version__, "recipe": run.recipe, "folder": run.folder, "request": run.request}
