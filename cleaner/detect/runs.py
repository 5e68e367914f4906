"""Short lines that their company gives away: tags under their label, scraps between residue at head and foot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from cleaner import words
from cleaner.detect.meant import is_meant, is_title_of, spoken
from cleaner.detect.view import View, is_structure, whole
from cleaner.model import Line, Removal
from cleaner.series import series

MOST_TAG_WORDS = 5
MOST_TAGS = 25
MOST_SCRAP_WORDS = 8
LEAST_COUNTED, MOST_APART = 5, 2  # categories of a blog, and how many lines their numbers differ by
MOST_SCRAPS = 3  # lines that stand together between residue

_COUNTED = re.compile(r"\s*(?:[*+•-]\s)?(?P<name>[^\W\d_][^()]{0,40}) \((?P<count>\d{1,5})\)\s*")


def find(view: View) -> Iterator[Removal]:
    """Yield tags under a label that was found, and scraps between residue before the first or after the last prose."""
    if not view.gone:
        return
    lines = view.facts.solid
    labels = frozenset(removal.line for removal in view.removals if removal.category == "tags") & view.gone
    if labels:
        yield from _tags(lines, view.gone, labels)
    if view.article.outline is not None:  # a page's elements have told which of its short lines belong to it
        return
    yield from (
        whole(line, "nav.counted", "a category with the count of its articles") for line in _counted(lines, view.gone)
    )
    scraps = list(_scraps(lines, view.gone))
    meant = spoken(scraps, view)
    above = _first_prose(view)
    for scrap in scraps:
        if scrap.number not in meant and not (scrap.number < above and _is_title(scrap, view)):
            yield whole(scrap, "nav.between", "a scrap between lines of residue")


def _tags(lines: Sequence[Line], gone: frozenset[int], labels: frozenset[int]) -> Iterator[Removal]:
    """The short lines directly under a label of tags, where they end in residue, in a longer line, or with the text."""
    for index, line in enumerate(lines):
        if line.number not in labels:
            continue
        near = lines[index + 1 : index + MOST_TAGS + 2]
        run = list(takewhile(lambda tag: tag.number not in gone and _is_short(tag, MOST_TAG_WORDS), near))
        if 2 <= len(run) <= MOST_TAGS:
            yield from (whole(tag, "tags.item", f"a tag under {line.text.strip()!r}") for tag in run)


def _counted(lines: Sequence[Line], gone: frozenset[int]) -> Iterator[Line]:
    """Runs of short lines that close with a count, in order of the alphabet or of their counts: a blog's categories."""
    marked = [(line, match) for line in lines if line.number not in gone and (match := _COUNTED.fullmatch(line.text))]
    for run in series(marked, lambda before, after: after[0].number - before[0].number <= MOST_APART):
        names = [match["name"].casefold() for _, match in run]
        counts = [int(match["count"]) for _, match in run]
        if len(run) >= LEAST_COUNTED and (names == sorted(names) or counts == sorted(counts, reverse=True)):
            yield from (line for line, _ in run)


def _scraps(lines: Sequence[Line], gone: frozenset[int]) -> Iterator[Line]:
    """Up to MOST_SCRAPS short lines between lines of residue, outside of the article's prose."""
    kept = [index for index, line in enumerate(lines) if line.number not in gone]
    first = next((index for index in kept if words.is_prose(lines[index].text.strip())), None)
    if first is None:
        return
    last = next(index for index in reversed(kept) if words.is_prose(lines[index].text.strip()))
    for zone in (range(first), range(last + 1, len(lines))):
        residue = [index for index in zone if lines[index].number in gone]
        for before, after in pairwise(residue):
            between = lines[before + 1 : after]
            if 0 < len(between) <= MOST_SCRAPS and all(_is_short(line, MOST_SCRAP_WORDS) for line in between):
                yield from (line for line in between if not is_meant(line.text.strip()))


def _first_prose(view: View) -> int:
    """The number of the first line of running text that is kept; there is one where there are scraps."""
    return next((line.number for line in view.lines if words.is_prose(line.text.strip())), 0)


def _is_title(line: Line, view: View) -> bool:
    text = line.text.strip()
    return is_title_of(text, view.body.overlap(text))


def _is_short(line: Line, most: int) -> bool:
    """Whether a line has few words, does not close as a sentence, and is no heading, caption or code of a page."""
    if is_structure(line) or (line.role is not None and line.role.kind == "caption"):
        return False
    text = line.text.strip()
    return words.word_count(text) <= most and not words.ends_sentence(text)
