"""Numbers that describe a line of plain text to the model of headings: its own shape, and what stands around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from cleaner import words
from cleaner.structure.headings import rules
from cleaner.structure.kept import Kept

MOST_WORDS, MOST_CHARACTERS = 25, 160  # of a line that may be a heading
LEAST_LONG_WORD = 4  # letters; shorter words of a title have no capital
NEAR = 3  # lines under a heading that speak of the same
SPAN = 2  # lines above and below whose shape counts

OWN = (
    "words", "characters", "question", "exclamation", "colon", "inner_colon", "commas", "dashes", "opens_quoted",
    "closes_quoted", "upper", "capitals", "capital", "digits", "numbered", "closes_with_digit", "address", "bracket",
    "no_heading", "speech", "above_credit", "gap_before",
)  # fmt: skip
PLACE = (
    "overlap", "near", "gap_after", "gaps", "place", "until_end", "run_before", "run_after", "alike", "copies",
    "section", "candidates", "lines", "prose",
)  # fmt: skip
NEIGHBOUR = ("words", "sentence", "prose", "candidate", "item", "colon", "role", "lower")
NAMES = (*OWN, *PLACE, *(f"{name}{shift:+}" for shift in (-2, -1, 1, 2) for name in NEIGHBOUR))
MOST_RUN, MOST_SECTION, MOST_UNTIL_END = 20, 400, 40  # what is more is no different

_WORD = re.compile(r"[^\W\d_]+")
_NUMBERED = re.compile(r"(?:\(?\d{1,2}[.):]|#\d{1,2}[.:]?|[IVX]{1,4}\.|[A-Z]\.)\s+\S|(?:step|day|part|tip)\s\d", re.I)
_DASH = re.compile(r"[–—|]| - ")
_ADDRESS = re.compile(r"[@|\t©]|https?:|www\.")
_OUTSIDE = (-1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # a neighbour that is not there


class Surroundings:
    """A text's lines with what is needed to describe each that may be a heading."""

    def __init__(self, text: rules.Layout) -> None:
        self.text = text
        self.candidates = [self._may_be(index) for index in range(len(text.lines))]

    def _may_be(self, index: int) -> bool:
        """Whether a line has the length of a heading and does not close like a statement."""
        lines = self.text.lines
        line = lines[index]
        if len(line.text) > MOST_CHARACTERS or line.role is not None or index in self.text.items or line.goes_on:
            return False
        if index + 1 == len(lines) or lines[index + 1].goes_on or words.word_count(line.text) > MOST_WORDS:
            return False
        closed = line.text[-1] not in "?!？！" and words.ends_sentence(line.text)
        return not closed and any(map(str.isalpha, line.text))

    @cached_property
    def sizes(self) -> list[int]:
        """How many words each line has."""
        return [words.word_count(line.text) for line in self.text.lines]

    @cached_property
    def neighbours(self) -> list[tuple[float, ...]]:
        """NEIGHBOUR of each line."""
        return [self._neighbour(index, line) for index, line in enumerate(self.text.lines)]

    @cached_property
    def before(self) -> list[int]:
        """How many candidates stand directly before each line."""
        return list(_runs(self.candidates))

    @cached_property
    def after(self) -> list[int]:
        """How many candidates stand directly after each line."""
        return list(_runs(self.candidates[::-1]))[::-1]

    @cached_property
    def copies(self) -> Counter[str]:
        """How often each line's text occurs."""
        return Counter(line.text for line in self.text.lines)

    @cached_property
    def kinds(self) -> Counter[tuple[bool, ...]]:
        """How many candidates there are of each kind."""
        lines = zip(self.text.lines, self.candidates, strict=True)
        return Counter(_kind(line.text) for line, may_be in lines if may_be)

    @cached_property
    def whole(self) -> tuple[float, ...]:
        """The shares of candidates and of prose among the lines, and how many lines there are."""
        count = len(self.text.lines)
        return (sum(self.candidates) / count, float(count), sum(row[2] for row in self.neighbours) / count)

    @cached_property
    def gaps(self) -> float:
        """The share of lines after a blank line."""
        return sum(line.gap for line in self.text.lines) / len(self.text.lines)

    def _neighbour(self, index: int, line: Kept) -> tuple[float, ...]:
        """NEIGHBOUR."""
        size, closed = self.sizes[index], words.ends_sentence(line.text)
        return (
            float(size),
            float(closed),
            float(words.is_prose_of(size, closed)),
            float(self.candidates[index]),
            float(index in self.text.items),
            float(line.text[-1:] in (":", "：")),
            float(line.role is not None),
            float(line.text[:1].islower()),
        )

    @cached_property
    def sections(self) -> list[int]:
        """The words between each line and the next candidate."""
        backwards = zip(reversed(self.sizes), reversed(self.candidates), strict=True)
        totals = accumulate(backwards, lambda total, line: 0 if line[1] else total + line[0], initial=0)
        return list(totals)[-2::-1]

    def numbers(self, index: int) -> list[float]:
        """NAMES of a candidate."""
        around = [index + shift for shift in range(-SPAN, SPAN + 1) if shift]
        count = len(self.text.lines)
        rows = [self.neighbours[place] if 0 <= place < count else _OUTSIDE for place in around]
        return [*self._own(index), *self._place(index), *(number for row in rows for number in row)]

    def _own(self, index: int) -> Iterator[float]:
        line = self.text.lines[index]
        text = line.text
        long = [word for word in _WORD.findall(text) if len(word) >= LEAST_LONG_WORD]
        yield from (self.sizes[index], len(text))
        yield from (text[-1] in "?？", text[-1] in "!！", text[-1] in ":：", ": " in text)
        yield from (text.count(","), len(_DASH.findall(text)))
        yield from (text[0] in "\"'“‘«„", text[-1] in "\"'”’»", text.isupper())
        yield sum(word[0].isupper() for word in long) / (len(long) or 1)
        yield from (text[0].isupper(), sum(map(str.isdigit, text)) / len(text))
        yield from (_NUMBERED.match(text) is not None, text[-1].isdigit())
        yield from (_ADDRESS.search(text) is not None, "(" in text)
        yield from (rules.is_data(text), index in self.text.speech, line.above_credit, line.gap)

    def _place(self, index: int) -> Iterator[float]:
        lines = self.text.lines
        text = lines[index].text
        own = set(words.stems(text))
        following = words.Body([line.text for line in lines[index + 1 : index + 1 + NEAR]])
        near = sum(following.has(stem) for stem in own)
        yield from (self.text.body.overlap(text), near / (len(own) or 1))
        yield from (lines[index + 1].gap, self.gaps)
        yield from (index / len(lines), min(len(lines) - 1 - index, MOST_UNTIL_END))
        yield from (min(self.before[index], MOST_RUN), min(self.after[index], MOST_RUN))
        yield from (self.kinds[_kind(text)], self.copies[text], min(self.sections[index], MOST_SECTION))
        yield from self.whole


def _runs(flags: Sequence[bool]) -> Iterator[int]:
    """How many set flags stand directly before each."""
    run = 0
    for flag in flags:
        yield run
        run = run + 1 if flag else 0


def _kind(text: str) -> tuple[bool, ...]:
    """What the headings of one text have in common."""
    return (text.isupper(), text[-1] in "?？", text[-1] in ":：", _NUMBERED.match(text) is not None)
