"""Which lines of an article go although no rule names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import accumulate

from cleaner import trees
from cleaner.detect.doubt.features import NAMES, SHORT, Described
from cleaner.detect.doubt.second import second_opinion
from cleaner.detect.meant import are_listed, is_meant, is_speech, is_title_of, spoken
from cleaner.detect.view import Facts, View, whole
from cleaner.model import Removal

RULE = "text.not-article"
REASON = "its shape and place give it a chance of {chance:.0%} of being the article"

# The chance below which a line goes: by itself, beside residue, and between residue.
ALONE, BESIDE, BETWEEN = 0.1, 0.25, 0.4
OPEN = 0.6  # the chance below which a second opinion may change it
LEAST_OPEN = 5  # lines of such chances: for fewer none is asked
SURE, SURE_OUTSIDE = 0.2, 0.5  # the second opinion that lets a line go by itself; above or below the article
SECOND = 0.6  # the weight of the second opinion's logarithm
LEAST_PROSE = 3  # lines: of verse, lyrics and tables the trees know nothing
LEAST_WORDS = 4  # of a line among prose that goes by itself or beside residue
LEAST_FIRST = 5  # words of a line that goes where no residue is yet: data at the end of a text is terser than titles
MOST_FIRST = 3  # such lines: more are a list of the article's
LEAST_BODY = 6  # lines of prose: what a heading speaks of may not occur in fewer
LEAST_DATES = 3  # or bylines, below an article: of other articles
MOST_DOUBTFUL = 2_000  # lines: more are data, and would take seconds
LEAST_AGAIN = 4  # lines that go, for the trees to be asked again
PASSES = 2  # there and back

Opinion = Callable[[], Sequence[float]]

_ITEM = re.compile(r"[•◦▪●■‣∙·*+–—-]\s*\w")


def find(view: View) -> Iterator[Removal]:
    """Yield the lines that the trees are nearly sure of; for plain text in the article profile.

    Where many go, those that are left stand in other company: the trees are asked again.
    """
    opinion = cache(partial(second_opinion, view))  # of the text alone, whatever else went
    found = list(_find(view, opinion))
    yield from found
    if len(found) >= LEAST_AGAIN:
        removals = sorted((*view.removals, *found), key=lambda removal: (removal.line, removal.start))
        yield from _find(replace(view, removals=tuple(removals)), opinion)


def _find(view: View, opinion: Opinion) -> Iterator[Removal]:
    lines, texts, prose = view.facts.solid, view.facts.texts, view.facts.prose
    if sum(prose) < LEAST_PROSE:
        return
    gone = [line.number in view.gone for line in lines]
    open_to_doubt = [
        not (left or is_prose) and _is_doubtful(text, listed)
        for text, is_prose, left, listed in zip(texts, prose, gone, are_listed(texts), strict=True)
    ]
    if not 0 < sum(open_to_doubt) <= MOST_DOUBTFUL:
        return
    held: Sequence[bool] = _held(view.facts)
    if not any(gone):
        held = [hold or size < LEAST_FIRST for hold, size in zip(held, view.facts.sizes, strict=True)]
    first = [index for index, doubtful in enumerate(open_to_doubt) if doubtful and not held[index]]
    if not (any(gone) or first):  # no residue yet, and none that the others could be joined to
        return
    described = Described(view)
    if not (any(gone) or any(_may_go_first(index, described) for index in first)):  # as in most texts
        return
    chances, held = _judged(described, open_to_doubt, held, opinion)
    goes = _gone(gone, chances, held)
    for index in _teasers(goes, described, view):
        chances[index] = _chance(described.numbers(index))
    goes = _gone(goes, chances, held)
    new = [index for index, before in enumerate(gone) if goes[index] and not before]
    if len(new) > MOST_FIRST and not any(gone):
        return
    meant = _meant(new, view)
    for index in new:
        if index not in meant:
            yield whole(lines[index], RULE, REASON.format(chance=chances[index]))


def _meant(new: Sequence[int], view: View) -> frozenset[int]:
    """Which of the lines that would go are bylines, dates, or what `--keep` names.

    Below the article's prose bylines and dates that recur are those of other articles.
    """
    lines, keep = view.facts.solid, view.options.keep
    numbers = {lines[index].number: index for index in new}
    claims = {numbers[number]: rule for number, rule in spoken([lines[index] for index in new], view).items()}
    indices = frozenset(new)
    last = max((index for index, prose in enumerate(view.facts.prose) if prose and index not in indices), default=0)
    below = {n for n, rule in claims.items() if n > last and not {rule.name, rule.category} & keep}
    return frozenset(claims) - (below if len(below) >= LEAST_DATES else frozenset())


def _judged(
    described: Described, open_to_doubt: Sequence[bool], held: Sequence[bool], opinion: Opinion
) -> tuple[list[float], Sequence[bool]]:
    """The chance of each line, and whether it is held; where many are doubtful the line model is heard on both."""
    chances = [
        _chance(described.numbers(index)) if doubtful and not title else 1.0
        for index, (doubtful, title) in enumerate(zip(open_to_doubt, _titles(described), strict=True))
    ]
    if sum(chance < OPEN for chance in chances) < LEAST_OPEN:
        return chances, held
    others = opinion()
    for index in _like_speech(described):
        if others[index] < SURE:
            chances[index] = _chance(described.numbers(index))
    prose = [index for index, is_prose in enumerate(described.prose) if is_prose]
    sure, outside = (
        [
            chance < OPEN and other < least and not text.isdecimal()  # a number alone may be that of a section
            for chance, other, text in zip(chances, others, described.texts, strict=True)
        ]
        for least in (SURE, SURE_OUTSIDE)
    )
    joined = [_joined(chance, other) for chance, other in zip(chances, others, strict=True)]
    for index in (*range(prose[0]), *range(prose[-1] + 1, len(joined))):
        if sure[index] or (outside[index] and not described.shapes[index].closed):
            sure[index], joined[index] = True, 0.0
    return joined, [hold and not both for hold, both in zip(held, sure, strict=True)]


def _like_speech(described: Described) -> list[int]:
    """The lines below the article's prose that may be speech, or titles of others such as "Doe: We wait"."""
    last = max(index for index, prose in enumerate(described.prose) if prose)
    listed = are_listed(described.texts)
    return [
        index
        for index in range(last + 1, len(described.texts))
        if not described.gone[index]
        and len(described.texts[index]) < SHORT
        and is_speech(described.texts[index], listed[index])
    ]


def _titles(described: Described) -> list[bool]:
    """Which lines above the article may be its title or standfirst."""
    first = next(index for index, prose in enumerate(described.prose) if prose)
    return [
        index < first and is_title_of(text, shape.overlap) and described.copies[text] == 1 and not _ITEM.match(text)
        for index, (text, shape) in enumerate(zip(described.texts, described.shapes, strict=True))
    ]


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
    """A line's chance of being the article; 1 where it is large enough for the line to stay whatever others say."""
    judges = trees.load(__package__, NAMES)
    return 1.0 if judges.reaches(numbers, OPEN) else judges.chance(numbers)


def _joined(chance: float, other: float) -> float:
    """What the trees and the line model make of a line together: the latter only lowers a chance."""
    return chance if chance >= OPEN else min(chance, chance ** (1 - SECOND) * other**SECOND)


def _is_doubtful(text: str, listed: bool) -> bool:
    """Whether nothing speaks for a line that is no prose."""
    return len(text) < SHORT and not is_meant(text, listed) and any(map(str.isalnum, text))


def _held(facts: Facts) -> list[bool]:
    """Which lines go only from between residue: sentences, items of lists, labels and short headings in prose."""
    before = [0, *accumulate(facts.prose)]
    total = before[-1]
    return [
        closed
        or (0 < before[index] < total and (size < LEAST_WORDS or total < LEAST_BODY or _ITEM.match(text) is not None))
        for index, (text, size, closed) in enumerate(zip(facts.texts, facts.sizes, facts.closed, strict=True))
    ]


def _may_go_first(index: int, described: Described) -> bool:
    """Whether a line goes where there is no residue yet; the text's end counts as residue."""
    is_last = index + 1 == len(described.lines)
    judges = trees.load(__package__, NAMES)
    return not judges.reaches(described.numbers(index), BESIDE if is_last else ALONE)


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
