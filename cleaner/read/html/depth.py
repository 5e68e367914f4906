"""A limit on nesting, as browsers have one.

The HTML parsing algorithm looks up the stack of open elements at many tags, so that the time to parse grows with the
square of the depth: 100,000 nested `<div>` take lexbor 20 seconds. Blink stops nesting at 512. Here the tags of deeper
elements are replaced by void ones, which nest nothing: their text stays where it was, and the walk still ends a line
at a block's border.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from cleaner.read.html.tags import BORDER, INLINE

MAX_DEPTH = 512

#: Pages with fewer tags parse fast however they nest.
_FEW_TAGS = 10_000

_TAG = re.compile(r"<(?:(!--)|(/?)([a-z][^\s/>]*))", re.IGNORECASE)

# Where comments, scripts and their like end: what looks like a tag in them is none.
_OPAQUE: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {"!--": re.compile("-->")}
    | {
        name: re.compile(f"</{name}", re.IGNORECASE)
        for name in ("script", "style", "textarea", "title", "svg", "iframe", "noscript", "xmp", "noembed", "noframes")
    }
)

_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
_ROOTS = frozenset(("html", "head", "body"))

# Start tags that close open elements without an end tag.
_CELLS = ("td", "th")
_IMPLIED_ENDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "li": ("li", "p"),
        "dd": ("dd", "dt", "p"),
        "dt": ("dd", "dt", "p"),
        "td": (*_CELLS, "p"),
        "th": (*_CELLS, "p"),
        "tr": (*_CELLS, "tr", "p"),
        "tbody": (*_CELLS, "tr", "tbody", "thead", "tfoot", "p"),
        "option": ("option",),
    }
)
_PARAGRAPH = ("p",)


def limited(html: str) -> tuple[str, bool]:
    """HTML that nests little deeper than `MAX_DEPTH`, and whether that changed anything. Linear in time."""
    if html.count("<") < _FEW_TAGS:
        return html, False
    pieces: list[str] = []
    done = position = 0
    stack = _Stack()
    unending: set[str] = set()
    while match := _TAG.search(html, position):
        position = match.end()
        comment, closing, name = match.groups()
        name = comment or name.lower()
        if name in _OPAQUE and not closing:
            position = _opaque_end(html, position, name, unending)
        elif name not in _VOID and name not in _ROOTS and (stack.leave(name) if closing else stack.enter(name)):
            pieces += (html[done : match.start()], "<", "wbr" if name in INLINE else BORDER)
            done = position
    return ("".join(pieces) + html[done:], True) if pieces else (html, False)


def _opaque_end(html: str, position: int, name: str, unending: set[str]) -> int:
    """Where an opaque element ends; right here where it never does, which is looked for once."""
    end = None if name in unending else _OPAQUE[name].search(html, position)
    if end is None:
        unending.add(name)
        return position
    return end.end()


class _Stack:
    """The open elements, told from the tags alone: an estimate of what the parser will build."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._counts: dict[str, int] = {}

    def enter(self, name: str) -> bool:
        """Open an element; whether it is too deep."""
        implied = _IMPLIED_ENDS.get(name, () if name in INLINE else _PARAGRAPH)
        while self._open and self._open[-1] in implied:
            self._counts[self._open.pop()] -= 1
        self._open.append(name)
        self._counts[name] = self._counts.get(name, 0) + 1
        return len(self._open) > MAX_DEPTH

    def leave(self, name: str) -> bool:
        """Close the innermost element of that name and all within it; whether it was too deep.

        The end tag of an inline element closes no block that was opened in it (HTML's adoption agency).
        """
        if not self._counts.get(name) or (name in INLINE and self._open[-1] != name):
            return False
        while (last := self._open.pop()) != name:
            self._counts[last] -= 1
        self._counts[name] -= 1
        return len(self._open) >= MAX_DEPTH
