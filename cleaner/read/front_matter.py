"""The YAML that may open a markdown text, between lines of three hyphens: metadata, and no text."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_LINES = 2000

_OPENING = re.compile(r"---[ \t]*")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*")
_KEY = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s#&*!|>%@`{}\[\],'"-][^:#]*):(?:\s|$)""")
_MORE = re.compile(r"\s|- |-$|#|$")  # what a line may be beside a key: indented, an item, a comment, blank


def length(texts: Sequence[str]) -> int:
    """How many lines of a text are front matter, its fences too; 0 where there is none.

    A rule that opens a text is followed by prose, front matter by keys.
    """
    if not texts or not _OPENING.fullmatch(texts[0]):
        return 0
    keys = 0
    for index, text in enumerate(texts[1 : MAX_LINES + 1], 1):
        if _CLOSING.fullmatch(text):
            return index + 1 if keys else 0
        if _KEY.match(text):
            keys += 1
        elif not _MORE.match(text) or (not keys and text.startswith(("-", " ", "\t"))):
            return 0
    return 0
