"""NDJSON: one JSON object a line, each a document.

A line that is no document becomes a `Failed` that names file and line, and the reading goes on. Memory is bounded by
the longest line that is let in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

from cleaner.errors import LimitError, ReadError
from cleaner.model import Failed, Source
from cleaner.read.sniff import media_type

MAX_LINE = 256 * 1024 * 1024  # bytes: as much as one file may have
MAX_DEPTH = 100  # levels of arrays and objects: far below what would exhaust the stack when they are written again
SHOWN = 1024  # bytes of a line that is too long that its failure keeps
FIELDS = {"html": "text/html", "text": "text/plain"}  # where the text is looked for, in this order, and what it is

_OPENING = re.compile(rb'\{\s*"[^"\\]{0,200}"\s*:')


def sources(
    stream: BinaryIO, name: str, field: str | None = None, max_line: int = MAX_LINE, path: str | None = None
) -> Iterator[Source | Failed]:
    """Read the documents of an NDJSON stream, one at a time.

    In: the stream, its name for messages, the member that holds the text (default: "html", else "text"), and the path
    of its file below the input folder, where it has one.
    Out: a `Source` for each object. Its uri is the object's url, else its id, else `name:LINE`; its path is the
    file's, with `:LINE` where nothing else names it. An object that is no document gives a `Failed` with its members
    and a ReadError, so does a line that is no object, and one longer than `max_line` bytes one with a LimitError.
    Blank lines are passed over.
    """
    for number, line in enumerate(_lines(stream, max_line), 1):
        unnamed = Source(f"{name}:{number}", line, path=path and f"{path}:{number}")
        if len(line) > max_line:
            yield Failed(replace(unnamed, data=line[:SHOWN]), _too_long(unnamed.uri, max_line))
        elif line.strip():
            yield _read(unnamed, path, field)


def looks_like(head: bytes) -> bool:
    """Whether a file that begins with these bytes is NDJSON: its first line is an object, or the beginning of one."""
    line, end, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not _OPENING.match(line):
        return False
    try:
        return not end or isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def has_text(head: bytes, field: str | None = None) -> bool:
    """Whether the first object of a file that begins with these bytes has a member that holds a document's text.

    Where its line goes on beyond `head`, what is there of it must have such a member.
    """
    line, end, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    names = [field] if field else list(FIELDS)
    try:
        members = json.loads(line)
        return any(isinstance(members.get(name), str) for name in names)
    except (ValueError, RecursionError, AttributeError):
        return not end and any(re.search(rb'"%s"\s*:\s*"' % re.escape(name.encode()), line) for name in names)


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Lines, without a byte order mark; of one beyond the limit, its first `limit` + 1 bytes or a few more."""
    first = True
    while line := stream.readline(limit + 1):
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(stream)
        yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


def _too_long(place: str, limit: int) -> LimitError:
    return LimitError(
        f"{place}: the line is longer than {limit:,} bytes; split the document or put it in a file of its own"
    )


def _object(line: bytes, place: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except RecursionError as error:
        raise ReadError(_too_deep(place)) from error
    except ValueError as error:  # malformed, not UTF-8, or a number beyond Python's limit
        raise ReadError(f"{place}: not JSON: {error}; each line must hold one JSON object") from error
    if not isinstance(value, dict):
        raise ReadError(f"{place}: JSON {_kind(value)}, not object; each line must hold one JSON object")
    if line.count(b"[") + line.count(b"{") > MAX_DEPTH and _deep(value):
        raise ReadError(_too_deep(place))
    return value


def _too_deep(place: str) -> str:
    return f"{place}: arrays or objects nested deeper than {MAX_DEPTH} levels; flatten them"


def _deep(value: Any) -> bool:
    """Whether a value is nested deeper than MAX_DEPTH, told level by level, without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [member for item in level for member in _members(item)]
        if not level:
            return False
    return True


def _members(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _read(unnamed: Source, path: str | None, field: str | None) -> Source | Failed:
    """The document in a line, or why there is none, under the name that its object gives it."""
    try:
        members = _object(unnamed.data, unnamed.uri)
    except ReadError as error:
        return Failed(unnamed, error)
    return document(unnamed, members, path, field)


def document(unnamed: Source, members: dict[str, Any], path: str | None, field: str | None) -> Source | Failed:
    """The document in an object's members, or why there is none, under the name that they give it.

    `unnamed` has its place in the file; `path` and `field` are as in `sources`.
    """
    named = _named(unnamed, path, members)
    try:
        name, text = _text(members, unnamed.uri, field)
    except ReadError as error:
        return Failed(named, error)
    data = text.encode("utf-8", "surrogatepass")
    kind = FIELDS.get(name) or media_type(Source(uri="", data=data))
    return replace(named, data=data, media_type=kind, charset="utf-8")


def _named(unnamed: Source, path: str | None, members: dict[str, Any]) -> Source:
    """The source with what its object says of it; its url, else its id, is its name."""
    url = _string(members, "url")
    name = url or identifier(members)
    source = replace(unnamed, url=url, date=_date(members), members=members)
    return replace(source, uri=name, path=path) if name else source


def _text(members: Mapping[str, Any], place: str, field: str | None) -> tuple[str, str]:
    """The member that holds the document, and its text; an empty member gives way to the next one."""
    names = [field] if field else list(FIELDS)
    present = [name for name in names if members.get(name) is not None]
    if not present:
        wanted = " or ".join(f"'{name}'" for name in names)
        has = ", ".join(f"'{name}'" for name in list(members)[:8]) or "none"
        raise ReadError(
            f"{place}: no member {wanted}; members are {has}; name the one that holds the text with --field"
        )
    name = next((name for name in present if members[name]), present[0])
    text = members[name]
    if not isinstance(text, str):
        raise ReadError(f"{place}: member '{name}' must be a string, and is of JSON type {_kind(text)}")
    return name, text


def identifier(members: Mapping[str, Any]) -> str | None:
    """What an object's id says, as text; None where it has none."""
    value = members.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(members, "id")


def _string(members: Mapping[str, Any], name: str) -> str | None:
    value = members.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _date(members: Mapping[str, Any]) -> str | None:
    """The date where it is one of ISO 8601; in any other form it says no instant and only returns under `input`."""
    value = _string(members, "date")
    try:
        return value if value and datetime.fromisoformat(value) else None
    except ValueError:
        return None


def _kind(value: Any) -> str:
    """JSON's name for a value's type."""
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")
