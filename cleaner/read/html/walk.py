"""The page's visible text in reading order, one line for each block of text.

One iterative walk over the tree: entering and leaving an element does what its tag is listed with in `elements`, text
goes to the builder, and every border between blocks makes a line. Time is linear in the size of the tree.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from cleaner.read.html import tags
from cleaner.read.html.builder import Builder
from cleaner.read.html.elements import CELLS, KINDS, unknown
from cleaner.read.html.path import Element
from cleaner.read.html.scope import Scope

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from cleaner.read.html.links import Resolver

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# What such classes hide from sight is said to users of screen readers alone: "Regular price", "opens in a new window".
_UNSEEN = re.compile(r"(?<![a-z])(?:visually[-_]?hidden|sr-only|screen-?reader-(?:text|only))(?![a-z])", re.IGNORECASE)
_STREAMED = re.compile(r"S:[0-9a-f]+")


def linearise(
    body: LexborNode, links: Resolver, invisible: Container[str] = tags.INVISIBLE, *, images: bool = False
) -> Builder:
    """The lines of a body and all within it, and where they stand.

    Elements with an `invisible` tag are left out; of images only emoji are read, unless all are asked for.
    """
    builder = Builder(links, images=images)
    buffer = builder.buffer
    root = element = _root(body)
    node = body.first_child
    while node is not None:
        tag = node.tag
        child = None
        if tag == "-text":
            if not buffer.pieces:
                builder.inner = element
            builder.text(node.text_content or "")
        elif tag is not None and tag not in invisible and tag[0] != "-":
            entered = Element(node, tag, node.attributes, element, element.scope)
            if _enter(builder, entered):
                child = node.first_child
                if child is None:
                    _leave(builder, entered)
                else:
                    element = entered
        node = child if child is not None else node.next
        while node is None and element is not root:
            _leave(builder, element)
            node = element.node.next
            element = element.parent or root
    builder.border(root)
    return builder


def _root(body: LexborNode) -> Element:
    """The open element of the body, with its parent."""
    html = Element(body, "html", {}, None, Scope())
    return Element(body, "body", body.attributes, html, html.scope)


def _is_shown(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element's attributes leave it visible; React's scripts show the parts that it streams as hidden."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return _STREAMED.fullmatch(attributes.get("id") or "") is not None
    style = attributes.get("style")
    if style and _HIDDEN.search(style):
        return False
    return tag != "dialog" or "open" in attributes


def _enter(builder: Builder, element: Element) -> bool:
    """Begin an element: its border, its mark, its scope; whether what is in it is read."""
    tag = element.tag
    kind = KINDS.get(tag) or unknown(tag)
    if (element.attributes or tag == "dialog") and not _is_shown(tag, element.attributes):
        if kind.inline or builder.row is not None:
            return False
        element.scope = element.scope._replace(origin="hidden")
    if kind.inline and element.attributes and _UNSEEN.search(element.attributes.get("class") or ""):
        return False
    parent = element.parent
    enter = kind.enter
    if kind.inline and parent is not None:
        element.around = parent.around or parent
    else:
        builder.border(parent)
        element.leave = kind.leave
        if builder.row is not None and tag not in CELLS:
            enter = None
    if enter is not None:
        enter(builder, element)
    return True


def _leave(builder: Builder, element: Element) -> None:
    """End an element."""
    if element.around is None:
        builder.border(element)
        if element.leave is not None:
            element.leave(builder, element)
    if element.mark:
        builder.buffer.close()
