"""Header lines of WARC records and of HTTP messages: found under limits, parsed by warcio, serialised by us."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from cleaner.errors import LimitError, ReadError
from cleaner.warc.limits import KIB, Limits
from cleaner.warc.window import Window

Field = tuple[str, str]

VERSION = "WARC/1.1"
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")
_MEDIA_TYPE = re.compile(r"[\w!#$%&'*+.^`|~-]+/[\w!#$%&'*+.^`|~-]+", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headers:
    """A first line and the fields after it, in order; names match without regard to case."""

    first: str
    fields: tuple[Field, ...]

    def get(self, name: str) -> str:
        """The value of the first field of that name, or "" where there is none."""
        wanted = name.lower()
        return next((value for given, value in self.fields if given.lower() == wanted), "")

    def all(self, name: str) -> list[str]:
        """The values of every field of that name."""
        wanted = name.lower()
        return [value for given, value in self.fields if given.lower() == wanted]


def head(window: Window, limits: Limits) -> bytes:
    """Read header lines up to and with the blank line after them.

    Raises LimitError where a line or the whole is too long, ReadError where the stream ends first.
    """
    size = 4 * KIB
    while True:
        ahead = window.peek(size)
        end = _BLANK_LINE.search(ahead)
        lines = ahead[: end.end()] if end else ahead
        if max(map(len, lines.split(b"\n"))) > limits.header_line:
            raise LimitError(f"a header line is longer than {limits.header_line} bytes")
        if end:
            window.skip(len(lines))
            return lines
        if len(ahead) < size:
            raise ReadError("the record ends inside its header")
        if size >= limits.header:
            raise LimitError(f"the header is longer than {limits.header} bytes")
        size *= 2


def parse(lines: bytes) -> Headers:
    """Parse a block of header lines, folded lines joined; UTF-8, else ISO 8859-1."""
    from warcio.statusandheaders import StatusAndHeadersParser  # type: ignore[import-untyped]

    try:
        parsed = StatusAndHeadersParser([], verify=False).parse(BytesIO(lines))
    except EOFError:
        raise ReadError("the header is empty") from None
    return Headers(f"{parsed.protocol} {parsed.statusline}".strip(), tuple(parsed.headers))


def serialise(fields: Iterable[Field]) -> bytes:
    """Serialise the header of a WARC record, with the blank line that ends it.

    Values must be one printable line each: what comes from outside is made so before (`one_line`).
    """
    lines = [f"{name}: {value}" for name, value in fields]
    together = "".join(lines)
    if not together.isprintable() and _UNSAFE.search(together):
        bad = next(line for line in lines if _UNSAFE.search(line))
        raise ValueError(f"a control character in the WARC header line {bad!r}")
    return "\r\n".join((VERSION, *lines, "", "")).encode("utf-8", "backslashreplace")


def one_line(text: str) -> str:
    """Text as a field value can hold it: control characters and line breaks become spaces."""
    return " ".join(_UNSAFE.sub(" ", text).split())


def media_type(content_type: str) -> str | None:
    """The media type of a Content-Type value, in lower case and without parameters; None where it is none.

    >>> media_type("Text/HTML; charset=utf-8")
    'text/html'
    """
    match = _MEDIA_TYPE.match(content_type.strip())
    return match[0].lower() if match else None


def charset(content_type: str) -> str | None:
    """The charset parameter of a Content-Type value, in lower case, or None.

    >>> charset('text/html; charset="UTF-8"')
    'utf-8'
    """
    match = _CHARSET.search(content_type)
    return match[1].lower() if match else None
