"""Elements whose classes say that they are no part of the article: a signature, related posts, what is trending.

The model knows most such names from the pages that it was trained on, but weighs them against all else that it sees;
those listed here say it beyond doubt. Titles stay, and so do elements that hold much of what stays: their names speak
of the page's layout ("has-related-posts").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cleaner.detect.page.tokens import MOST_NAMES, name_words
from cleaner.model import Line, Outline

LARGEST = 0.3  # of the characters that stay: where elements of a name have more, they stay

# What a class says, its words in lower case with spaces between them. Ids say less: headings have their text for one.
_OUTSIDE = re.compile(
    r"signature$|\btrending\b|^recommended\b|\brelated (?:article|content|link|news|post|stor(?:y|ie))s?\b"
)


def outside(
    lines: Sequence[Line], owners: Sequence[int], outline: Outline, likely: Sequence[bool]
) -> Mapping[int, str]:
    """The likely lines, by index, that stand in an element with such a name, and the name.

    `owners` are the elements of the outline that the lines stand in.
    """
    named = _named(outline)
    if not any(named):
        return {}
    found = {
        index: named[owner]
        for index, owner in enumerate(owners)
        if likely[index] and owner >= 0 and named[owner] and not _is_title(lines[index])
    }
    stays = sum(len(line.text) for line, is_likely in zip(lines, likely, strict=True) if is_likely)
    held: Counter[str] = Counter()
    for index, name in found.items():
        held[name] += len(lines[index].text)
    return {index: name for index, name in found.items() if held[name] <= LARGEST * stays}


def _named(outline: Outline) -> list[str]:
    """Of each element the name that it has, or a block around it; "" for none."""
    own = [
        "" if flows else telling(names) for names, flows in zip(outline.names, outline.inline, strict=True)
    ]  # inline elements have the first words of a line, not all of it
    named: list[str] = []
    if any(own):
        for parent, look in zip(outline.parents, outline.looks, strict=True):
            named.append((parent >= 0 and named[parent]) or own[look])
    return named


@lru_cache(1 << 14)
def telling(names: str) -> str:
    """The first of an element's classes that says that it is no part of the article; "" for none."""
    return next((name for name in names.split()[:MOST_NAMES] if _is_outside(name)), "")


def _is_outside(name: str) -> bool:
    is_class = not name.startswith("#") and "=" not in name
    return is_class and _OUTSIDE.search(" ".join(name_words(name))) is not None


def _is_title(line: Line) -> bool:
    return line.role is not None and line.role.kind == "title"
