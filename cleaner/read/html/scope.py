"""What a place in the page makes of the text in it: the role that its lines get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cleaner.model import LineKind, Role


@dataclass(slots=True)
class Item:
    """A list item. Its first line is the item, what follows continues it.

    number  of the item, where ordered; None else
    group   of its first line; 0 until it has one
    bare    whether it opens with a heading: such an item (a card, a teaser) is laid out like no item at all
    """

    number: int | None
    group: int = 0
    bare: bool = False


@dataclass(slots=True)
class ListCounter:
    """Numbers the items of an ordered list, as its `start`, `reversed` and its items' `value` say."""

    ordered: bool
    next: int = 1
    step: int = 1

    def number(self, value: int | None) -> int | None:
        """The next item's number; None in an unordered list."""
        if not self.ordered:
            return None
        number = self.next if value is None else value
        self.next = number + self.step
        return number


class Scope(NamedTuple):
    """The context of text: what it is part of.

    kind       of its lines, but for the first line of an item
    heading    1 to 6, in a heading
    depth      of the lists around
    quote      depth of the block quotes around
    container  the number of the innermost list or quote, 0 for none
    origin     where hidden text was, as `model.Line` has it
    group      of all lines, where the element forms one block whatever is in it (a heading, code); 0: one a block
    """

    kind: LineKind = "paragraph"
    heading: int = 0
    depth: int = 0
    quote: int = 0
    container: int = 0
    group: int = 0
    language: str = ""
    origin: str = ""
    counter: ListCounter | None = None
    item: Item | None = None

    @property
    def lists(self) -> int:
        """How many lists are around; that of a bare item does not count."""
        return self.depth - 1 if self.item is not None and self.item.bare else self.depth

    @property
    def level(self) -> int:
        """The level of lines here: of the heading, else the depth of the lists around."""
        return self.heading if self.kind == "heading" else self.lists


def role(scope: Scope, group: int) -> Role:
    """The role of a line of text that begins or goes on with the block `group`."""
    item = scope.item
    kind = scope.kind
    if item is not None and not item.bare:
        if not item.group and kind == "paragraph":
            item.group = group
        elif not item.group and kind == "heading":
            item.bare = True
        if item.group == group and kind == "paragraph":
            ordered = item.number is not None
            return Role("list_item", scope.depth, ordered, item.number, scope.quote, group, scope.container)
    return Role(kind, scope.level, quote=scope.quote, group=group, container=scope.container, language=scope.language)
