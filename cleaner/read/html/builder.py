"""The lines of a reading as they grow: text and marks come in, borders between blocks make lines of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cleaner.model import Line, Mark, Role
from cleaner.read.html.inline import Buffer
from cleaner.read.html.outline import Outliner
from cleaner.read.html.scope import role

if TYPE_CHECKING:
    from cleaner.read.html.links import Resolver
    from cleaner.read.html.path import Element
    from cleaner.read.html.tables import Row, Table

#: So many line breaks in a row begin a new block.
NEW_BLOCK = 2


class Builder:
    """The lines so far, the line in the making and the table around it.

    breaks  line breaks since the last line: 0 none, 1 the block goes on, 2 and more a new block begins
    inner   the innermost element around the first text of the line in the making
    images  whether images are read
    """

    def __init__(self, links: Resolver, *, images: bool = False) -> None:
        self.images = images
        self.lines: list[Line] = []
        self.outliner = Outliner()
        self.inner: Element | None = None
        self.links = links
        self.buffer = Buffer()
        self.text: Callable[[str], None] = self.buffer.add
        self.breaks = NEW_BLOCK
        self.group = 0
        self.table: Table | None = None
        self.row: Row | None = None

    def border(self, element: Element | None) -> None:
        """End a block of text; in a table's row, only words end. `element` is the innermost one around the text."""
        if self.row is not None:
            self.buffer.add(" ")
            return
        if self.buffer.pieces and element is not None:
            self.end_line(element)
        self.breaks = NEW_BLOCK

    def end_line(self, element: Element) -> None:
        """Make a line of the text so far, if there is any."""
        text, marks = self.buffer.take()
        owner = element.owner
        scope = owner.scope
        if scope.kind == "code":
            self._code(text, owner)
        elif text.strip():
            self.emit(text, role(scope, scope.group or self._block_group()), owner, marks)

    def _block_group(self) -> int:
        if self.breaks >= NEW_BLOCK:
            self.group += 1
        return self.group

    def new_group(self) -> int:
        """A number for a further list, quote, table or other element that forms a block."""
        self.group += 1
        return self.group

    def _code(self, text: str, owner: Element) -> None:
        code = role(owner.scope, owner.scope.group)
        for line in text.removesuffix("\n").split("\n"):
            self.emit(line, code, owner)

    def emit(self, text: str, line_role: Role, owner: Element, marks: tuple[Mark, ...] = ()) -> None:
        """Add a line to the reading."""
        self.lines.append(Line(len(self.lines) + 1, text, line_role, marks, owner.scope.origin, owner.path))
        self.outliner.place(owner if line_role.kind == "row" else self.inner or owner)
        self.breaks = 0
