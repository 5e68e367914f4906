"""Numbers that describe a line of plain text: what it is, what stands around it, and where the rules found residue.

No words of any language are among them: what words give away is for the rules to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from cleaner import words
from cleaner.detect.view import View

FAR = 60  # lines: what is farther is no different
SHORT = 160  # characters of a line that is looked at one by one
SPAN = 3  # lines before and after whose shape counts
WINDOWS = (3, 8)  # lines to each side over which shapes are averaged
CATEGORIES = ("related", "share", "newsletter", "comments", "ad", "credit")  # of residue whose distance counts

OWN = (
    "words", "characters", "closed", "prose", "title", "overlap", "partly_gone", "commas", "pipes", "colon", "question",
    "exclamation", "upper", "lower", "quoted", "bullet", "numbered", "digits", "uppers", "capitals", "date", "money",
    "address", "copyright", "indent", "gap", "copies",
)  # fmt: skip
SHAPE = ("words", "closed", "prose", "title", "overlap", "gone", "gap")  # of neighbours
AVERAGED = ("gone", "prose", "title", "words", "overlap")
PLACE = (
    "place", "until_end", "prose_before", "prose_after", "since_gone", "until_gone", "since_prose", "until_prose",
)  # fmt: skip
WHOLE = ("lines", "gone_share", "prose_share", "title_share", "gone_lines", "prose_lines")
SHIFTS = tuple(shift for shift in range(-SPAN, SPAN + 1) if shift)
NAMES = (
    *OWN,
    *(f"{name}{shift:+}" for shift in SHIFTS for name in SHAPE),
    *(f"{name}~{reach}" for name in AVERAGED for reach in WINDOWS),
    *PLACE,
    *WHOLE,
    *(f"until_{category}" for category in CATEGORIES),
    *(f"since_{category}" for category in CATEGORIES),
)

_OUTSIDE = (-9.0,) * len(SHAPE)
_BULLET = re.compile(r"[•◦▪●■‣∙·*►▸▶»>+–—-]\s*\S")
_NUMBERED = re.compile(r"\(?\d{1,3}[.):]\s|#\d")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}:\d\d\b|\d\s?(?:h|min|days?|hours?)\b")
_MONEY = re.compile(r"[$€£¥]\s?\d|\d\s?[$€£]")
_ADDRESS = re.compile(r"@|https?:|www\.")
_WORD = re.compile(r"[^\W\d_]+")


class Shape(NamedTuple):
    """SHAPE of one line."""

    words: float
    closed: float
    prose: float
    title: float
    overlap: float
    gone: float
    gap: float


class Described:
    """A text's non-blank lines, with what is needed to describe each."""

    def __init__(self, view: View) -> None:
        facts = view.facts
        lines = facts.solid
        self.lines = lines
        self.texts = facts.texts
        self.gone = [line.number in view.gone for line in lines]
        self.partly = {removal.line for removal in view.removals} - view.gone
        gaps = [True, *(after.number - before.number > 1 for before, after in pairwise(lines))]
        self.shapes = [
            Shape(*said, *self._title(text, said[2], gone, view), gone, gap)
            for text, said, gone, gap in zip(
                self.texts, zip(facts.sizes, facts.closed, facts.prose, strict=True), self.gone, gaps, strict=True
            )
        ]
        self.prose = [bool(shape.prose) for shape in self.shapes]
        self.copies = Counter(self.texts)
        self.prose_before = [0, *accumulate(map(int, self.prose))]
        self.sums = {name: [0.0, *accumulate(shape[SHAPE.index(name)] for shape in self.shapes)] for name in AVERAGED}
        self.places = {"gone": _places(self.gone), "prose": _places(self.prose)}
        named = {removal.line: removal.category for removal in view.removals if removal.line in view.gone}
        kinds = [named.get(line.number) for line in lines]
        self.categories = [_places([kind == category for kind in kinds]) for category in CATEGORIES]
        count = len(lines)
        self.whole = (
            float(count),
            sum(self.gone) / count,
            sum(self.prose) / count,
            self.sums["title"][-1] / count,
            float(sum(self.gone)),
            float(sum(self.prose)),
        )

    @staticmethod
    def _title(text: str, prose: bool, gone: bool, view: View) -> tuple[float, float]:
        """Whether a line has a title's shape, and how far the text speaks of the same."""
        if prose or len(text) >= SHORT:
            return False, 1.0
        return words.is_title(text), 1.0 if gone else view.body.overlap(text)

    def numbers(self, index: int) -> list[float]:
        """NAMES of a line."""
        count = len(self.shapes)
        places = [index + shift for shift in SHIFTS]
        around = [self.shapes[place] if 0 <= place < count else _OUTSIDE for place in places]
        return [
            *self._own(index),
            *(number for shape in around for number in shape),
            *self._averages(index),
            *self._place(index),
            *self.whole,
            *(float(_until(index, places)) for places in self.categories),
            *(float(_since(index, places)) for places in self.categories),
        ]

    def _own(self, index: int) -> Iterator[float]:
        """OWN of a line."""
        text, line, shape = self.texts[index], self.lines[index], self.shapes[index]
        head = text[:SHORT]
        long = [word for word in _WORD.findall(head) if len(word) > 3]
        yield from (shape.words, len(text), shape.closed, shape.prose, shape.title, shape.overlap)
        yield from (line.number in self.partly, text.count(","), text.count("|"))
        yield from (text[-1] in ":：", text[-1] in "?？", text[-1] in "!！")
        yield from (head.isupper(), head[0].islower(), head[0] in "\"'“‘«„")
        yield from (_BULLET.match(head) is not None, _NUMBERED.match(head) is not None)
        yield sum(map(str.isdigit, head)) / len(head)
        yield sum(map(str.isupper, head)) / len(head)
        yield sum(word[0].isupper() for word in long) / (len(long) or 1)
        yield from (_DATE.search(head) is not None, _MONEY.search(head) is not None, _ADDRESS.search(head) is not None)
        yield from ("©" in head, min(len(line.text) - len(line.text.lstrip()), 40), shape.gap, self.copies[text])

    def _averages(self, index: int) -> Iterator[float]:
        count = len(self.shapes)
        for name in AVERAGED:
            total = self.sums[name]
            for reach in WINDOWS:
                first, end = max(index - reach, 0), min(index + reach + 1, count)
                yield (total[end] - total[first]) / (end - first)

    def _place(self, index: int) -> Iterator[float]:
        count = len(self.shapes)
        before = self.prose_before[index]
        yield from (index / count, count - 1 - index, before, self.prose_before[-1] - before)
        for places in (self.places["gone"], self.places["prose"]):
            yield from (_since(index, places), _until(index, places))


def _places(flags: Sequence[bool]) -> list[int]:
    return [index for index, flag in enumerate(flags) if flag]


def _since(index: int, places: Sequence[int]) -> int:
    """How many lines above the nearest of the places is."""
    found = bisect_left(places, index)
    return min(index - places[found - 1], FAR) if found else FAR


def _until(index: int, places: Sequence[int]) -> int:
    """How many lines below the nearest of the places is."""
    found = bisect_right(places, index)
    return min(places[found] - index, FAR) if found < len(places) else FAR
