"""Bullets and numbers of plain text: which lines are list items, and how deep.

Dialogue opens with dashes too, so dashes count only where the lines read like points and not like speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner import words
from cleaner.model import Role
from cleaner.series import series
from cleaner.structure.kept import Kept

_BULLET = re.compile(
    r"(?P<sign>[•◦▪▫●○■□‣∙⁃➢➤✓✔✗☑►▸·])\s*(?:[•●■]\s*)*(?=[^\W_]|[\"'“‘«(\[$€£#@])"
    r"|(?P<plain>[*+-])[ \t\xa0]+(?:[•●■]\s*)*(?=\S)"
)
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)][ \t\xa0]+(?=\S)")
_SPEECH = re.compile(r"[?!…][\"'”’»]*$|[,?!][\"'”’»]?\s*[-–—]\s|[\"“„«]|\b(?:said|says|asked|replied|told)\b")
_SAYS = re.compile(r"\b(?:said|says|asked|replied|told|spoke|answered|began|cried|whispered|shouted)\b")
_PERSON = re.compile(r"\b(?:I|me|my|you|your)\b", re.IGNORECASE)
_INNER_SIGNS = "◦▫○□⁃"


class Item(NamedTuple):
    """What the start of a line says: its sign, its number where it has one, and where its text begins."""

    sign: str
    number: int | None
    start: int


class Marked(NamedTuple):
    """A line's role and where its text begins."""

    role: Role
    start: int


def find(lines: Sequence[Kept]) -> Mapping[int, Marked]:
    """The list items among plain lines, by index."""
    plain = ((index, line) for index, line in enumerate(lines) if line.role is None and not line.goes_on)
    items = {index: item for index, line in plain if (item := _item(line.text))}
    found: dict[int, Marked] = {}
    for run in _runs(items, lines):
        if _is_list(run, items, lines):
            found.update(_levels(run, items, lines))
    return found


def _item(text: str) -> Item | None:
    if match := _BULLET.match(text):
        return Item(match["sign"] or match["plain"], None, match.end())
    if match := _NUMBER.match(text):
        return Item("1", int(match["number"]), match.end())
    return None


def _runs(items: Mapping[int, Item], lines: Sequence[Kept]) -> Iterator[list[int]]:
    """Neighbouring items; a new run begins where lines of their own lie between, or where bullets change to numbers."""

    def goes_on(before: int, index: int) -> bool:
        between = lines[before + 1 : index]
        return all(line.goes_on for line in between) and _goes_on(items[before], items[index])

    return series(items, goes_on)


def _goes_on(before: Item, item: Item) -> bool:
    if before.number is None or item.number is None:
        return before.number is None and item.number is None
    return item.number in {before.number, before.number + 1}


def _is_list(run: Sequence[int], items: Mapping[int, Item], lines: Sequence[Kept]) -> bool:
    first = items[run[0]]
    if first.number is not None:
        return len(run) >= 2
    if first.sign not in "*+-":
        return True
    before = lines[run[0] - 1].text if run[0] else ""
    introduced = bool(before) and (before.endswith(":") or not words.ends_sentence(before))
    if len(run) < (2 if introduced else 3):
        return False
    return first.sign != "-" or not _is_speech([lines[index].text[2:] for index in run], before)


def _is_speech(texts: Sequence[str], before: str) -> bool:
    """Whether lines after dashes are dialogue: by their marks, or since a verb of speech leads to an "I" or "you"."""
    if any(_SPEECH.search(text) for text in texts):
        return True
    return before.endswith(":") and bool(_SAYS.search(before)) and any(_PERSON.search(text) for text in texts)


def _levels(run: Sequence[int], items: Mapping[int, Item], lines: Sequence[Kept]) -> Iterator[tuple[int, Marked]]:
    """Depths by indentation, and by signs that are used for inner lists."""
    stack: list[tuple[int, bool]] = []
    for index in run:
        item, indent = items[index], lines[index].indent
        place = (indent, item.sign in _INNER_SIGNS)
        while stack and stack[-1] > place:
            stack.pop()
        if not stack or stack[-1] < place:
            stack.append(place)
        role = Role("list_item", len(stack), item.number is not None, item.number, container=lines[run[0]].number)
        yield index, Marked(role, item.start)
