"""Markdown to Article: the source's own lines, each without its markup and with the role that the markup gives it.

CommonMark with GFM tables and strikethrough. HTML is text, but for `<sub>` and `<sup>`, for which markdown has no sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cleaner.model import Article, Line, LineKind, Mark, Role, Source
from cleaner.read.decode import decode
from cleaner.read.markdown_inline import lines_of, parser

if TYPE_CHECKING:
    from markdown_it.token import Token

# What a line may consist of that is nothing but the markers of quotes and lists.
_MARKERS = re.compile(r"(?:[\s>*+-]|\d{1,9}[.)](?=\s|$))*")


@dataclass(slots=True)
class _Open:
    """A quote, list or list item that is open; `first` is an item's role until its first text has taken it."""

    token: str
    number: int = 0
    first: Role | None = None


def read(source: Source) -> Article:
    r"""Read markdown; line N is the Nth line of the decoded text split at "\n".

    Markers, fences, delimiter rows and link definitions give lines without text. A row's cells are separated by tabs. A
    heading of level 1 that opens the document is its title. Raises ReadError where the bytes are not text.
    """
    decoded = decode(source)
    texts = [text.removesuffix("\r") for text in decoded.text.split("\n")]
    if not texts[-1]:
        texts.pop()
    return Article(
        source=source,
        lines=tuple(_lines(texts)),
        media_type="text/markdown",
        decoding=decoded.decoding,
        notes=decoded.notes,
    )


def _lines(texts: list[str]) -> Iterator[Line]:
    # A carriage return inside of a line is no line ending of ours, but would be one of markdown's.
    environment: dict[str, object] = {}
    tokens = parser().parse("\n".join(texts).replace("\r", " "), environment)
    reading = _Reading()
    reading.walk(tokens)
    for first, end in _definitions(environment):
        reading.seen.update(range(first, end))
    hidden = 0
    for number, text in enumerate(texts):
        line = reading.lines.get(number)
        if line is None and number not in reading.seen and not _MARKERS.fullmatch(text):
            # Nested deeper than the parser goes: its text is kept, as a paragraph.
            hidden = hidden or number + 1
            line = Line(number + 1, text.strip(), Role("paragraph", group=-hidden, soft=hidden <= number))
        else:
            hidden = 0
        yield line or Line(number + 1, "")


def _definitions(environment: dict[str, object]) -> Iterator[tuple[int, int]]:
    """The line ranges of link reference definitions."""
    references = environment.get("references", {})
    repeated = environment.get("duplicate_refs", [])
    if isinstance(references, dict) and isinstance(repeated, list):
        for reference in (*references.values(), *repeated):
            first, end = reference["map"]
            yield first, end


class _Reading:
    """The walk over markdown's blocks: which containers are open, and the lines so far, by index from 0."""

    def __init__(self) -> None:
        self.lines: dict[int, Line] = {}
        self.seen: set[int] = set()
        self._open: list[_Open] = []
        self._elements = 0
        self._heading = 0
        self._blocks = 0

    def walk(self, tokens: list[Token]) -> None:
        """Read all blocks in order."""
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "table_open":
                end = next(at for at in range(index, len(tokens)) if tokens[at].type == "table_close")
                self._table(tokens[index:end])
                index = end
            else:
                self._block(token)
            index += 1

    def _block(self, token: Token) -> None:
        if token.type in ("blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open"):
            self._enter(token)
        elif token.type in ("blockquote_close", "bullet_list_close", "ordered_list_close", "list_item_close"):
            self._open.pop()
        elif token.type == "heading_open":
            self._see(token)
            self._heading = int(token.tag[1:])
        elif token.type == "inline":
            self._text(token)
        elif token.type in ("fence", "code_block"):
            self._code(token)
        elif token.type == "hr":
            self._see(token)
            self._put(_first_line(token), "", (), self._role("rule", "hr"))

    def _enter(self, token: Token) -> None:
        first = None
        if token.type == "list_item_open":
            ordered = self._open[-1].token == "ordered_list_open"
            number = int(token.info) if ordered else None
            first = replace(self._role("list_item", ""), ordered=ordered, number=number)
        self._elements += 1
        self._open.append(_Open(token.type, self._elements, first))

    def _see(self, token: Token) -> None:
        if token.map:
            self.seen.update(range(*token.map))
        self._blocks += 1
        self._elements += 1

    def _role(self, kind: LineKind, language: str, heading: int = 0) -> Role:
        """A role in the containers that are open."""
        groups = [container for container in self._open if container.token != "list_item_open"]  # noqa: S105
        quote = sum(container.token == "blockquote_open" for container in groups)  # noqa: S105
        return Role(
            kind,
            level=heading or len(groups) - quote,
            quote=quote,
            group=self._elements,
            container=groups[-1].number if groups else 0,
            language=language,
        )
