"""Which elements the lines of a page stand in: what the page model looks at beside their text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cleaner.model import Outline
from cleaner.read.html.tags import INLINE

if TYPE_CHECKING:
    from cleaner.read.html.path import Element

_HIDING = frozenset(("", "true"))


class Outliner:
    """Numbers the elements that lines stand in, and their ancestors, parents first."""

    def __init__(self) -> None:
        self._owners: list[int] = []
        self._elements: list[Element] = []

    def place(self, element: Element) -> None:
        """The next line stands in this element."""
        chain: list[Element] = []
        step: Element | None = element
        while step is not None and step.number < 0:
            chain.append(step)
            step = step.parent
        for link in reversed(chain):
            link.number = len(self._elements)
            self._elements.append(link)
        self._owners.append(element.number)

    def outline(self, facts: tuple[str, ...]) -> Outline:
        """The outline of all lines."""
        looks: dict[tuple[str, str], int] = {}
        elements = self._elements
        look = tuple([looks.setdefault((element.tag, _names(element.attributes)), len(looks)) for element in elements])
        return Outline(
            owners=tuple(self._owners),
            parents=tuple([-1 if element.parent is None else element.parent.number for element in elements]),
            looks=look,
            tags=tuple([tag for tag, _ in looks]),
            names=tuple([names for _, names in looks]),
            inline=tuple([tag in INLINE or ":" in tag for tag, _ in looks]),
            facts=facts,
        )


def _names(attributes: Mapping[str, str | None]) -> str:
    """What an element is called: its classes, then "#" and its id, and what it says of its role."""
    if not attributes:
        return ""
    names = attributes.get("class") or ""
    if identifier := attributes.get("id"):
        names += " #" + identifier
    if role := attributes.get("role"):
        names += " role=" + role
    if item := attributes.get("itemprop"):
        names += " item=" + item
    if attributes.get("aria-hidden") in _HIDING:
        names += " aria=hidden"
    return names
