"""The page's title: its main heading, else what its head calls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner.model import Line, Role

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

#: A heading of another level is the title where no h1 resembles the page's name and it does.
_UNLIKE, _ALIKE = 0.3, 0.8
_LONGEST = 300  # characters that are compared


def with_title(lines: list[Line], tree: LexborHTMLParser) -> list[Line]:
    """Give the main heading the role of the title; where no h1 has text, put the head's title first.

    The main heading is the h1 most like `og:title`, else most like `<title>`, else the first.
    """
    name, path = _head_title(tree)
    chosen = _main_heading(lines, name)
    if chosen is not None:
        role = lines[chosen].role
        group = role.group if role else 0
        return [
            replace(line, role=replace(line.role, kind="title", level=1))
            if line.role and line.role.kind == "heading" and line.role.group == group
            else line
            for line in lines
        ]
    if not name:
        return lines
    first = Line(1, name, Role("title", 1), origin="title", path=path)
    return [first, *(Line(line.number + 1, line.text, line.role, line.marks, line.origin, line.path) for line in lines)]


def _head_title(tree: LexborHTMLParser) -> tuple[str, str]:
    """What the head calls the page, and where."""
    for selector in ('meta[property="og:title"]', 'meta[name="og:title"]'):
        meta = tree.css_first(selector)
        content = meta.attributes.get("content") if meta else None
        if content and content.strip():
            return " ".join(content.split()), selector
    title = tree.css_first("head > title, body > title")
    return (" ".join(title.text().split()), "title") if title else ("", "")


def _main_heading(lines: Sequence[Line], name: str) -> int | None:
    """The index of the heading that is the title."""
    h1 = _headings(lines, 1, 1)
    if not h1:
        return None
    if not name:
        return h1[0]
    grams = _bigrams(name)
    best = max(h1, key=lambda index: (_likeness(grams, lines[index].text), -index))
    if _likeness(grams, lines[best].text) >= _UNLIKE:
        return best
    others = _headings(lines, 2, 3)
    better = max(others, key=lambda index: (_likeness(grams, lines[index].text), -index), default=best)
    return better if _likeness(grams, lines[better].text) >= _ALIKE else h1[0]


def _headings(lines: Sequence[Line], lowest: int, highest: int) -> list[int]:
    return [
        index
        for index, line in enumerate(lines)
        if line.role and line.role.kind == "heading" and lowest <= line.role.level <= highest and not line.origin
    ]


def _bigrams(text: str) -> frozenset[str]:
    """Pairs of letters: they compare titles of every script."""
    letters = "".join(character for character in text[:_LONGEST].casefold() if character.isalnum())
    return frozenset(letters[start : start + 2] for start in range(len(letters) - 1)) or frozenset((letters,))


def _likeness(grams: frozenset[str], text: str) -> float:
    """Dice's coefficient of two titles, 0 to 1."""
    other = _bigrams(text)
    return 2 * len(grams & other) / (len(grams) + len(other))
