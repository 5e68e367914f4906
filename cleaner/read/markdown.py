"""Markdown to Article: the source's own lines, each without its markup and with the role that the markup gives it.

CommonMark with GFM tables and strikethrough, footnotes, formulas between dollar signs and YAML front matter. HTML is
text, but for `<sub>` and `<sup>`, for which markdown has no sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cleaner.model import Article, Line, LineKind, Mark, Role, Source
from cleaner.read import front_matter
from cleaner.read.decode import decode
from cleaner.read.lines import bounded, physical
from cleaner.read.markdown_inline import lines_of, parser, plain_info

if TYPE_CHECKING:
    from markdown_it.token import Token

# What a line may consist of that is nothing but the markers of quotes and lists.
_MARKERS = re.compile(r"(?:[\s>*+-]|\d{1,9}[.)](?=\s|$))*")

# How many characters of addresses link definitions may add to a document: as in cmark, its own length and this.
_EXPANSION = 100_000


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which quotes and lists are open: how many of each, the innermost one's number, and what it is."""

    level: int = 0
    quote: int = 0
    container: int = 0
    kind: str = ""
    label: str = ""  # of the footnote that it is


def read(source: Source) -> Article:
    """Read markdown; line N is the Nth line of the decoded text (`cleaner.read.lines`).

    Markers, fences, delimiter rows, front matter and link definitions that are used give lines without text; a
    definition that nothing uses is a line with the origin "definition". A row's cells are separated by tabs. A heading
    of level 1 that opens the document is its title. Raises ReadError where the bytes are not text.
    """
    decoded = decode(source)
    texts = physical(decoded.text)
    above = front_matter.length(texts)
    front = "".join(f"{text}\n" for text in texts[1 : above - 1]) if above else ""
    texts[:above] = [""] * above
    return Article(
        source=source,
        lines=tuple(bounded(_lines(texts), len(decoded.text) + _EXPANSION)),
        media_type="text/markdown",
        decoding=decoded.decoding,
        notes=decoded.notes,
        front_matter=front,
    )


def _lines(texts: Sequence[str]) -> Iterator[Line]:
    environment: dict[str, Any] = {"references": _References()}
    # A carriage return inside of a line is no line ending of ours, but would be one of markdown's.
    tokens = parser().parse("\n".join(texts).replace("\r", " "), environment)
    reading = _Reading(tokens)
    used, unused = _definitions(environment)
    seen = reading.seen | used
    deep = 0
    for index, text in enumerate(texts):
        if index in reading.lines:
            yield reading.lines[index]
        elif index in unused:
            yield Line(index + 1, text.strip(), Role("paragraph", soft=index - 1 in unused), origin="definition")
        elif index in seen or _MARKERS.fullmatch(text):
            yield Line(index + 1, "")
        else:  # nested deeper than the parser goes: its text is kept, as a paragraph
            soft = bool(deep) and deep == index
            deep = index + 1
            yield Line(index + 1, text.strip(), Role("paragraph", soft=soft))


class _References(dict[str, Any]):
    """Link reference definitions by label, and which of them were looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, label: str, default: Any = None) -> Any:
        """A definition, noted as used: the parser looks those of links and images up in this way."""
        self.used.add(label)
        return super().get(label, default)


def _definitions(environment: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    """The lines of link reference definitions that are used, and of those that are not."""
    references: _References = environment["references"]
    unused = [definition for label, definition in references.items() if label not in references.used]
    unused += environment.get("duplicate_refs", ())
    used = [definition for label, definition in references.items() if label in references.used]
    return _places(used), _places(unused)


def _places(definitions: Iterable[Mapping[str, Any]]) -> set[int]:
    return {index for definition in definitions for index in range(*definition["map"])}


class _Reading:
    """The walk over markdown's blocks.

    lines  by index from 0, the lines that have a role
    seen   the indexes of all lines of blocks, those of their markup too
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.lines: dict[int, Line] = {}
        self.seen: set[int] = set()
        self._scopes = [_Scope()]
        self._item: Role | None = None  # of the item whose text is still to come
        self._numbers = 0
        for index, token in enumerate(tokens):
            self._read(token, tokens, index)

    def _read(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        match token.type:
            case "blockquote_open" | "bullet_list_open" | "ordered_list_open":
                self._enter(token)
            case "footnote_reference_open":
                self.seen.update(range(*(token.map or (0, 0))))
                self._scopes.append(_Scope(kind=token.type, label=token.meta["label"]))
            case "blockquote_close" | "bullet_list_close" | "ordered_list_close" | "footnote_reference_close":
                self._scopes.pop()
            case "list_item_open":
                self._item = self._new_item(token)
            case "list_item_close":
                self._item = None
            case "inline" if tokens[index - 1].type in ("paragraph_open", "heading_open"):
                self._text(token, tokens[index - 1])
            case "fence" | "code_block":
                self._code(token)
            case "table_open":
                self._table(token, tokens, index)
            case "hr":
                self._put(self._see(token), "", (), self._role("rule"))

    def _enter(self, token: Token) -> None:
        scope = self._scopes[-1]
        quoted = token.type == "blockquote_open"
        self._numbers += 1
        self._scopes.append(_Scope(scope.level + (not quoted), scope.quote + quoted, self._numbers, token.type))

    def _new_item(self, token: Token) -> Role:
        ordered = self._scopes[-1].kind == "ordered_list_open"
        return replace(self._role("list_item"), ordered=ordered, number=int(token.info) if ordered else None)

    def _see(self, token: Token) -> int:
        """Note a new block's lines; its first one's index."""
        first, end = token.map or (0, 0)
        self.seen.update(range(first, end))
        self._numbers += 1
        return first

    def _role(self, kind: LineKind, **more: Any) -> Role:
        scope = self._scopes[-1]
        return Role(kind, level=scope.level, quote=scope.quote, container=scope.container, group=self._numbers, **more)

    def _put(self, index: int, text: str, marks: tuple[Mark, ...], role: Role) -> None:
        self.lines[index] = Line(index + 1, text, role, marks)

    def _text(self, token: Token, parent: Token) -> None:
        """A paragraph, a heading, or the text of a list item: the first of either in it."""
        title = not self.seen and len(self._scopes) == 1 and parent.tag == "h1"
        first = self._see(parent)
        if self._item:
            role = replace(self._item, group=self._numbers)
            self._item = None
        elif parent.type == "heading_open":
            role = replace(self._role("title" if title else "heading"), level=int(parent.tag[1:]))
        else:
            scope = self._scopes[-1]
            kind: LineKind = "footnote" if scope.label else "quote" if scope.kind == "blockquote_open" else "paragraph"
            role = self._role(kind, label=scope.label)
        for line in lines_of(token.children or ()):
            self._put(first + line.offset, line.text, line.marks, replace(role, soft=line.soft))

    def _code(self, token: Token) -> None:
        first = self._see(token) + (token.type == "fence")
        role = self._role("code", language=plain_info(token.info))
        for offset, text in enumerate(token.content.split("\n")[:-1]):
            self._put(first + offset, text, (), role)
        self._item = None

    def _table(self, opening: Token, tokens: Sequence[Token], index: int) -> None:
        self._see(opening)
        self._item = None
        role = self._role("row")
        cells: list[Token] = []
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "inline":
                cells.append(token)
            elif token.type == "tr_close":
                header = tokens[index + 1].type == "thead_close"
                if any(cell.content for cell in cells):
                    self._row(cells, replace(role, header=header))
                cells = []
            index += 1

    def _row(self, cells: Sequence[Token], role: Role) -> None:
        index = next(cell.map[0] for cell in cells if cell.map)
        text = ""
        marks: list[Mark] = []
        for number, cell in enumerate(cells):
            text += "\t" if number else ""
            for line in lines_of(cell.children or ()):  # a cell is one line
                marks += [replace(mark, start=mark.start + len(text), end=mark.end + len(text)) for mark in line.marks]
                text += line.text.replace("\t", " ")
        self._put(index, text, tuple(marks), role)
