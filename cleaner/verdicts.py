"""People's verdicts on what was removed and what was left, kept as NDJSON beside an archive: X.verdicts.ndjson.

One object a line, appended and never changed; of several about one span, the last holds:

    {"verdict": "wrong", "uri": "...", "date": "...", "source_digest": "sha256:...", "line": 3, "start": 0, "end": 13,
     "text": "...", "rule": "ad.marker", "whole": "...", "before": ["..."], "after": ["..."], "language": "en",
     "media_type": "text/plain", "at": "2025-06-15T12:00:00Z"}
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from cleaner.errors import ConfigError, writing

Kind = Literal["wrong", "missed", "withdrawn"]
Place = tuple[str, str, int, int, int]

SUFFIX = ".verdicts.ndjson"
MAX_FILE = 64 * 1024 * 1024  # bytes
MAX_TEXT = 2000  # characters of a text that is kept; a longer line is no example


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader says of a span of a line.

    verdict        "wrong": it was removed and should have stayed; "missed": it stayed and should have gone;
                   "withdrawn": what was said before no longer holds
    uri, date      of the original in its archive
    source_digest  of the original's bytes
    line           of the reading, from 1; `start` and `end` are characters of it, `text` is what lies between
    rule           that removed it, empty where it is missed
    whole          the whole line
    before, after  up to two lines around it that are not blank
    at             when it was given, ISO 8601
    """

    verdict: Kind
    uri: str
    date: str
    source_digest: str
    line: int
    start: int
    end: int
    text: str
    rule: str = ""
    whole: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    language: str = ""
    media_type: str = ""
    at: str = ""

    @property
    def place(self) -> Place:
        """Which span of which original it is about."""
        return self.source_digest, self.uri, self.line, self.start, self.end


def path_beside(archive: Path) -> Path:
    """Where an archive's verdicts lie.

    >>> path_beside(Path("kept.warc.gz")).name
    'kept.verdicts.ndjson'
    """
    return archive.with_name(archive.name.removesuffix(".warc.gz") + SUFFIX)


def load(path: Path) -> tuple[Verdict, ...]:
    """The verdicts of a file that hold, in the order in which they were given.

    Raises ConfigError where the file cannot be read or where a line of it is no verdict.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_FILE:
        raise ConfigError(f"{path}: larger than {MAX_FILE:,} bytes; this is no file of verdicts")
    return settled(_parsed(path, data))


def settled(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Of several verdicts on one span the last, and none where it is withdrawn."""
    last: dict[Place, Verdict] = {}
    for verdict in verdicts:
        last.pop(verdict.place, None)
        last[verdict.place] = verdict
    return tuple(verdict for verdict in last.values() if verdict.verdict != "withdrawn")


def append(path: Path, verdicts: Iterable[Verdict]) -> None:
    """Add verdicts to a file, all or none, durably; other processes wait meanwhile.

    Raises OutputError where the file cannot be written: it is then as it was.
    """
    data = "".join(f"{json.dumps(asdict(verdict), ensure_ascii=False)}\n" for verdict in verdicts)
    with writing(path), path.open("a+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        _append(stream.fileno(), data.encode("utf-8", "backslashreplace"))


def _append(descriptor: int, data: bytes) -> None:
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":  # an editor left the last line open
        data = b"\n" + data
    try:
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def _parsed(path: Path, data: bytes) -> Iterator[Verdict]:
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if line.strip():
            try:
                yield _verdict(json.loads(line))
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise ConfigError(f"{path}: line {number}: not a verdict: {error}; take the line out") from error


def _verdict(found: Any) -> Verdict:
    """A verdict of an object's members. Raises ValueError, TypeError or KeyError where they do not fit."""
    values = {field.name: found[field.name] for field in fields(Verdict) if field.name in found}
    members: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    made = Verdict(**members)
    if made.verdict not in get_args(Kind):
        raise ValueError(f"verdict is {made.verdict!r}, not one of {', '.join(get_args(Kind))}")
    numbers = (made.line, made.start, made.end)
    if not all(type(number) is int for number in numbers) or not 0 <= made.start <= made.end:
        raise ValueError("line, start and end are whole numbers, start no more than end")
    for name in ("uri", "date", "source_digest", "text", "rule", "whole", "language", "media_type", "at"):
        if not isinstance(getattr(made, name), str):
            raise TypeError(f"{name} is no text")
    if not all(isinstance(text, str) for text in (*made.before, *made.after)):
        raise TypeError("before and after are lists of texts")
    return made
