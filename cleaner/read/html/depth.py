"""A limit on nesting, as browsers have one.

The HTML parsing algorithm looks up the stack of open elements at every block's start tag, so that the time to parse
grows with the square of the depth: 100,000 nested `<div>` take lexbor 20 seconds. Blink stops nesting at 512. Here a
block below that depth is renamed to an element that HTML does not know, for which the algorithm looks nothing up; the
walk reads it as a block.
"""

from __future__ import annotations

import re

MAX_DEPTH = 512
PREFIX = "deep-"

#: Pages with fewer tags parse fast however they nest.
_FEW_TAGS = 10_000

_TAG = re.compile(
    r"<(?:(!--|(?:script|style|textarea|title)\b)|(/?)(address|article|aside|blockquote|center|dd|details|dialog|dir|div"
    r"|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hgroup|li|listing|main|menu|nav|ol|pre|search|section"
    r"|summary|ul)(?=[\s/>]))",
    re.IGNORECASE,
)

# Where scripts and their like end: what looks like a tag in them is none.
_ENDS = {"!--": re.compile("-->")} | {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "title")
}

# A start tag that closes the open element of the same kind.
_IMPLIED_ENDS = {"li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt")}


def limited(html: str) -> tuple[str, bool]:
    """HTML whose blocks nest no deeper than `MAX_DEPTH`, and whether that changed anything. Linear in time."""
    if html.count("<") < _FEW_TAGS:
        return html, False
    pieces: list[str] = []
    done = position = 0
    stack = _Stack()
    while match := _TAG.search(html, position):
        position = match.end()
        opaque, closing, name = match.groups()
        if opaque:
            end = _ENDS[opaque.lower()].search(html, position)
            position = end.end() if end else len(html)
        elif stack.leave(name.lower()) if closing else stack.enter(name.lower()):
            pieces += (html[done : match.start(3)], PREFIX)
            done = match.start(3)
    return ("".join(pieces) + html[done:], True) if pieces else (html, False)


class _Stack:
    """The open blocks, told from the tags alone: an estimate of what the parser will build."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._counts: dict[str, int] = {}

    def enter(self, name: str) -> bool:
        """Open a block; whether it is too deep."""
        if self._open and self._open[-1] in _IMPLIED_ENDS.get(name, ()):
            self.leave(self._open[-1])
        self._open.append(name)
        self._counts[name] = self._counts.get(name, 0) + 1
        return len(self._open) > MAX_DEPTH

    def leave(self, name: str) -> bool:
        """Close the innermost block of that name and all within it; whether it was too deep. None: ignored."""
        if not self._counts.get(name):
            return False
        while (last := self._open.pop()) != name:
            self._counts[last] -= 1
        self._counts[name] -= 1
        return len(self._open) >= MAX_DEPTH
