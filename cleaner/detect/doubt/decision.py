"""Which lines of an article go although no rule names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner import trees
from cleaner.detect.doubt.features import NAMES, SHORT, Described
from cleaner.detect.meant import is_meant, spoken_for
from cleaner.detect.view import View, whole
from cleaner.model import Removal

RULE = "text.not-article"
REASON = "its shape and place give it a chance of {chance:.0%} of being the article"

# The chance below which a line goes: by itself, beside residue, and between residue.
ALONE, BESIDE, BETWEEN = 0.1, 0.25, 0.4
LEAST_PROSE = 3  # lines: of verse, lyrics and tables the trees know nothing
LEAST_WORDS = 4  # of a line among prose that goes by itself or beside residue
LEAST_BODY = 6  # lines of prose: what a heading speaks of may not occur in fewer
PASSES = 2  # there and back

_ITEM = re.compile(r"[•◦▪●■‣∙·*+–—-]\s*\w")


def find(view: View) -> Iterator[Removal]:
    """Yield the lines that the trees are nearly sure of; for plain text in the article profile."""
    lines, prose = view.facts.solid, view.facts.prose
    if sum(prose) < LEAST_PROSE:
        return
    gone = [line.number in view.gone for line in lines]
    open_to_doubt = [
        not (left or is_prose) and _is_doubtful(text)
        for text, is_prose, left in zip(view.facts.texts, prose, gone, strict=True)
    ]
    if not any(open_to_doubt):
        return
    described = Described(view)
    chances = [_chance(described.numbers(n)) if doubtful else 1.0 for n, doubtful in enumerate(open_to_doubt)]
    held = [_is_held(index, described) for index in range(len(lines))]
    goes = _gone(gone, chances, held)
    for index in _teasers(goes, described, view):
        chances[index] = _chance(described.numbers(index))
    goes = _gone(goes, chances, held)
    new = [index for index, before in enumerate(gone) if goes[index] and not before]
    meant = spoken_for([lines[index] for index in new], view)
    for index in new:
        if lines[index].number not in meant:
            yield whole(lines[index], RULE, REASON.format(chance=chances[index]))


def _teasers(goes: Sequence[bool], described: Described, view: View) -> list[int]:
    """The lines of prose under a title of another article that goes, where what follows goes too."""
    found = {removal.line for removal in view.removals if removal.category != "related"}
    titles = [gone and line.number not in found for gone, line in zip(goes, described.lines, strict=True)]
    return [
        index
        for index, after in enumerate((*goes[1:], True))
        if index and described.prose[index] and not goes[index] and titles[index - 1] and after
    ]


def _chance(numbers: Sequence[float]) -> float:
    """A line's chance of being the article; 1 where it is large enough for the line to stay wherever it stands."""
    judges = trees.load(__package__, NAMES)
    return 1.0 if judges.reaches(numbers, max(ALONE, BESIDE, BETWEEN)) else judges.chance(numbers)


def _is_doubtful(text: str) -> bool:
    """Whether nothing speaks for a line that is no prose."""
    return len(text) < SHORT and not is_meant(text) and any(map(str.isalnum, text))


def _is_held(index: int, described: Described) -> bool:
    """Whether a line goes only from between residue: a sentence, a list's item, a label or a short heading in prose."""
    shape = described.shapes[index]
    before = described.prose_before[index]
    inside = 0 < before < described.prose_before[-1]
    is_item = _ITEM.match(described.texts[index]) is not None
    unsure = shape.words < LEAST_WORDS or described.prose_before[-1] < LEAST_BODY
    return bool(shape.closed) or is_item or (inside and unsure)


def _gone(removed: Sequence[bool], chances: Sequence[float], held: Sequence[bool]) -> list[bool]:
    """Which lines go: those that are removed already, those of low chances, and those that chances join to them."""
    gone = list(removed)
    for order in (range(len(gone)), range(len(gone) - 1, -1, -1)) * PASSES:
        for index in order:
            before = index > 0 and gone[index - 1]
            after = index + 1 == len(gone) or gone[index + 1]
            apart = 0 if held[index] else BESIDE if before or after else ALONE
            gone[index] = gone[index] or chances[index] < (BETWEEN if before and after else apart)
    return gone
