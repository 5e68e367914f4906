"""Which words of a page occur in an extract of it: a monotone word alignment in about linear time.

The method is that of patience diff (B. Cohen) with the candidates of Hunt and Szymanski (1977): sequences of words that
are unique in the extract and rare in the page anchor the alignment, the longest increasing run of anchors is kept,
grown word by word, and the gaps between are aligned in the same way with shorter sequences. Of repeats, a headline in
the navigation and above the article say, the one next to what follows in the extract is matched.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

#: Lengths of the word sequences that anchor the alignment, tried one after the other.
_LENGTHS = (8, 4, 2, 1)
#: A single word anchors nothing where the gap in the page is longer than this and much longer than the extract's.
_NEAR = 12
#: A sequence that the page repeats more often than this tells no place.
_MOST_PLACES = 8
_MOST_ROUNDS = 6  # with anchors of one length; each narrows the gaps


@dataclass(frozen=True, slots=True)
class Gap:
    """Words `page_start` to `page_end` of the page are still to be aligned with those of the extract."""

    page_start: int
    page_end: int
    extract_start: int
    extract_end: int


def matched(page: Sequence[str], extract: Sequence[str]) -> bytearray:
    """For each word of the page 1 where the extract has it in the same order, else 0."""
    found = bytearray(len(page))
    gaps = [Gap(0, len(page), 0, len(extract))]
    for length in _LENGTHS:
        for _ in range(_MOST_ROUNDS):
            narrowed = [rest for gap in gaps for rest in _narrow(page, extract, gap, length, found)]
            settled = len(narrowed) == len(gaps)
            gaps = narrowed
            if settled:
                break
    return found


def _narrow(page: Sequence[str], extract: Sequence[str], gap: Gap, length: int, found: bytearray) -> Iterator[Gap]:
    """Align what anchors can be found for in a gap; what is left of it."""
    if gap.extract_end - gap.extract_start < length or gap.page_end - gap.page_start < length:
        if gap.extract_end > gap.extract_start and gap.page_end > gap.page_start:
            yield gap
        return
    page_start, extract_start = gap.page_start, gap.extract_start
    for at, of in _increasing(_anchors(page, extract, gap, length)):
        if at < page_start or of < extract_start:
            continue  # within what the last anchor has grown to
        first, last = _grown(page, extract, (at, of), (page_start, extract_start, gap.page_end, gap.extract_end))
        found[at - first : at + last] = b"\x01" * (first + last)
        yield from _nonempty(Gap(page_start, at - first, extract_start, of - first))
        page_start, extract_start = at + last, of + last
    yield from _nonempty(Gap(page_start, gap.page_end, extract_start, gap.extract_end))


def _nonempty(gap: Gap) -> Iterator[Gap]:
    if gap.page_end > gap.page_start and gap.extract_end > gap.extract_start:
        yield gap


def _anchors(page: Sequence[str], extract: Sequence[str], gap: Gap, length: int) -> list[tuple[int, int]]:
    """Places in page and extract of sequences that are unique in the extract's gap and rare in the page's, by page."""
    wide = gap.page_end - gap.page_start > _NEAR + 2 * (gap.extract_end - gap.extract_start)
    if length == 1 and wide:
        return []
    once = {
        sequence: places[0]
        for sequence, places in _places(extract, gap.extract_start, gap.extract_end, length).items()
        if len(places) == 1
    }
    return sorted(
        (at, once[sequence])
        for sequence, places in _places(page, gap.page_start, gap.page_end, length, once).items()
        if len(places) <= _MOST_PLACES
        for at in places
    )


def _places(
    words: Sequence[str], start: int, end: int, length: int, wanted: Container[tuple[str, ...]] | None = None
) -> dict[tuple[str, ...], list[int]]:
    """Where each sequence of words begins."""
    places: dict[tuple[str, ...], list[int]] = {}
    shifted = (words[start + shift : end] for shift in range(length))
    for at, sequence in enumerate(zip(*shifted, strict=False), start):
        if wanted is None or sequence in wanted:
            places.setdefault(sequence, []).append(at)
    return places


def _increasing(anchors: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of anchors, sorted by page, that also rises in the extract (patience sorting).

    Of equal ones the later in the page wins: it is nearer to the anchors that follow.
    """
    tails: list[int] = []  # the smallest last extract place of a run of each length
    ends: list[int] = []  # its anchor
    before: list[int] = []
    for index, (_, of) in enumerate(anchors):
        place = bisect_left(tails, of)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [of]
        ends[place : place + 1] = [index]
    run = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(anchors[index])
        index = before[index]
    return run[::-1]


def _grown(
    page: Sequence[str], extract: Sequence[str], anchor: tuple[int, int], bounds: tuple[int, int, int, int]
) -> tuple[int, int]:
    """How many equal words lie before and after an anchor's first word, within bounds."""
    at, of = anchor
    page_start, extract_start, page_end, extract_end = bounds
    first = 0
    while at - first > page_start and of - first > extract_start and page[at - first - 1] == extract[of - first - 1]:
        first += 1
    last = 0
    while at + last < page_end and of + last < extract_end and page[at + last] == extract[of + last]:
        last += 1
    return first, last
