"""Tables: which hold data, and what their cells span."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

#: Bounds on spans, against pages that would blow up a table; HTML's own are 65,534 and 1,000.
MAX_ROWS, MAX_COLUMNS = 1000, 100

_LAYOUT_ROLES = frozenset(("presentation", "none"))
_SECTIONS = "table h1 h2 h3 h4 h5 h6 article section pre listing xmp plaintext hr blockquote"
_NEVER_IN_DATA = frozenset(_SECTIONS.split())
_BLOCKS = frozenset(("p", "ul", "ol", "dl", "div", "form", "figure"))
_MOST_TEXT = 1500  # characters in a cell: more is a column of a layout
_MOST_BLOCKS = 8  # in a cell


@dataclass(slots=True)
class Row:
    """A row of a data table in the making."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    data_cells: int = 0
    in_head: bool = False


@dataclass(slots=True)
class Table:
    """A data table that the walk is in; its rows share a group, and header rows come before all others."""

    group: int
    has_body: bool = False

    def is_header(self, row: Row) -> bool:
        """Whether a finished row belongs to the head: a row of `thead`, or only of `th`, above all data."""
        header = not self.has_body and (row.in_head or not row.data_cells)
        self.has_body = not header
        return header


def is_data(table: LexborNode, attributes: Mapping[str, str | None]) -> bool:
    """Whether a table relates data in rows and columns, and does not just place blocks beside each other.

    A layout table is one that says so, has single-cell rows only, holds another table, or has headings, sections or
    long texts in its cells. Looks no further than the first nested table, so that nesting costs nothing.
    """
    if (attributes.get("role") or "").lower() in _LAYOUT_ROLES:
        return False
    rows = cells = in_row = widest = blocks = text = headers = 0
    for node in table.traverse(include_text=True, skip_empty=True):
        tag = node.tag
        if tag == "-text":
            text += len(node.text_content or "")
        elif tag == "tr":
            rows, in_row = rows + 1, 0
        elif tag in ("td", "th"):
            cells, in_row, blocks, text = cells + 1, in_row + 1, 0, 0
            headers += tag == "th"
            widest = max(widest, in_row)
        elif tag in _BLOCKS:
            blocks += 1
        elif tag in _NEVER_IN_DATA and node.mem_id != table.mem_id:
            return False
        if (text > _MOST_TEXT or blocks > _MOST_BLOCKS) and cells:
            return False
    return widest > 1 and (rows > 1 or headers > 0)


def span(attributes: Mapping[str, str | None]) -> tuple[int, int]:
    """A cell's (rows, columns), within bounds."""
    return (
        _bounded(attributes.get("rowspan"), MAX_ROWS),
        _bounded(attributes.get("colspan"), MAX_COLUMNS),
    )


def _bounded(value: str | None, most: int) -> int:
    number = integer(value)
    return 1 if number is None else max(1, min(number, most))


def integer(value: str | None) -> int | None:
    """An attribute's integer; None where it is none or beyond nine digits."""
    digits = (value or "").strip()
    sign = -1 if digits.startswith("-") else 1
    digits = digits.removeprefix("-")
    return sign * int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
