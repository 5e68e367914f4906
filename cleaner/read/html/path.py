"""Open elements and their CSS paths.

A path is a chain of child steps from the root: `html > body > main#content > p:nth-of-type(3)`. A step without
`:nth-of-type` means the first of its type, so that the path's first match in document order is the element.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from selectolax.lexbor import LexborNode

    from cleaner.read.html.builder import Builder
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
    around         of an inline element the innermost block around it; None for a block
    leave          what leaving it does, beside ending a line
    mark           whether it opened an inline mark
    number         in the page's outline; -1 as long as no line stands in it
    """

    counts: dict[str, int] | None = None
    mark = False
    around: Element | None = None
    leave: Callable[[Builder, Element], None] | None = None
    number = -1
    nth = 1
    _path = ""
    _depth = 0

    def __init__(
        self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], parent: Element | None, scope: Scope
    ) -> None:
        self.node = node
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.scope = scope
        if parent is not None:
            counts = parent.counts
            if counts is None:
                parent.counts = {tag: 1}
            else:
                self.nth = counts[tag] = counts.get(tag, 0) + 1

    @property
    def owner(self) -> Element:
        """The block that its text stands in."""
        return self if self.around is None else self.around

    @property
    def path(self) -> str:
        """The element's CSS path, made once and shared by all its lines."""
        if not self._path:
            self._path = _path(self)
        return self._path


def _path(element: Element) -> str:
    chain: list[Element] = []
    step: Element | None = element
    while step is not None and not step._path:
        chain.append(step)
        step = step.parent
    path, depth = (step._path, step._depth) if step is not None else ("", -1)
    for link in reversed(chain):
        depth += 1
        if depth <= MAX_DEPTH:
            path = f"{path} > {_step(link)}" if path else _step(link)
        link._path, link._depth = path, depth
    return path


def _step(element: Element) -> str:
    attributes = element.attributes
    tag = element.tag
    step = _named(tag, attributes.get("id"), attributes.get("class")) if attributes else _escaped(tag)
    return f"{step}:nth-of-type({element.nth})" if element.nth > 1 else step


@lru_cache(1 << 14)
def _named(tag: str, identifier: str | None, classes: str | None) -> str:
    """The tag with an id or the first class, where it needs no escaping: it helps people find the element."""
    if identifier and _IDENTIFIER.fullmatch(identifier):
        return f"{_escaped(tag)}#{identifier}"
    first = classes.split(None, 1)[:1] if classes else None
    return f"{_escaped(tag)}.{first[0]}" if first and _IDENTIFIER.fullmatch(first[0]) else _escaped(tag)


def _escaped(tag: str) -> str:
    return tag if tag.isalnum() else _SPECIAL.sub(lambda match: "\\" + match[0], tag)
