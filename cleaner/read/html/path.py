"""Open elements and their CSS paths.

A path is a chain of child steps from the root: `html > body > main#content > p:nth-of-type(3)`. A step without
`:nth-of-type` means the first of its type, so that the path's first match in document order is the element.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

    from cleaner.read.html.scope import Scope

#: Deeper elements share the path of their ancestor at this depth: paths stay short however deep a page nests.
MAX_DEPTH = 100

_IDENTIFIER = re.compile(r"[A-Za-z_][\w-]{0,59}", re.ASCII)
_SPECIAL = re.compile(r"[^\w-]", re.ASCII)


class Element:
    """An element that the walk has entered and not yet left.

    tag, parent    as in the tree; `scope` is what its text is part of
    nth            its place among its parent's children of the same tag, from 1
    counts         how many children of each tag it has had so far
    block          whether it begins and ends a line
    mark           whether it opened an inline mark
    """

    __slots__ = ("_path", "attributes", "block", "counts", "depth", "mark", "node", "nth", "parent", "scope", "tag")

    def __init__(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], parent: Element | None) -> None:
        self.node = node
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.counts: dict[str, int] = {}
        self.mark = False
        self.block = False
        self._path = ""
        if parent is None:
            self.depth = 0
            self.nth = 1
            return
        self.depth = parent.depth + 1
        self.nth = parent.counts[tag]
        self.scope: Scope = parent.scope

    @property
    def owner(self) -> Element:
        """The block that its text stands in."""
        element = self
        while not element.block and element.parent is not None:
            element = element.parent
        return element

    @property
    def path(self) -> str:
        """The element's CSS path, made once and shared by all its lines."""
        if not self._path:
            self._path = _path(self)
        return self._path


def _path(element: Element) -> str:
    chain: list[Element] = []
    known = ""
    step: Element | None = element
    while step is not None:
        if step._path:
            known = step._path
            break
        chain.append(step)
        step = step.parent
    for link in reversed(chain):
        if link.depth <= MAX_DEPTH:
            known = f"{known} > {_step(link)}" if known else _step(link)
        link._path = known
    return known


def _step(element: Element) -> str:
    tag = _SPECIAL.sub(lambda match: "\\" + match[0], element.tag)
    nth = f":nth-of-type({element.nth})" if element.nth > 1 else ""
    return tag + _name(element.attributes) + nth


def _name(attributes: Mapping[str, str | None]) -> str:
    """An id or the first class, where it needs no escaping: it helps people find the element."""
    identifier = attributes.get("id")
    if identifier and _IDENTIFIER.fullmatch(identifier):
        return "#" + identifier
    first = (attributes.get("class") or "").split(None, 1)[:1]
    return "." + first[0] if first and _IDENTIFIER.fullmatch(first[0]) else ""
