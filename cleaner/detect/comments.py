"""Threads of comments under a text: what stands between the labels that close or open each comment, such as "Reply".

The labels are found before. One that recurs below the article's prose parts a thread into comments. So do dates with
the time of day, where they follow a label such as "3 comments". On pages the page model has told comments from
threads that are the page's content.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from cleaner.detect.keys import key
from cleaner.detect.view import View, whole
from cleaner.model import Line, Removal
from cleaner.series import series

RULE = "comments.thread"
REASON = "a comment beside {label!r}"
LABELS = "comments."  # the rules that find the labels
LEAST_LABELS = 3  # of one wording
LEAST_PROSE = 3  # lines of the article above a thread
MOST_LINES = 20  # of a comment
MOST_WORDS = 400
LEAST_STAMPS = 2  # dates with the time of day, in a thread under its label
MOST_BEFORE = 4  # lines from the label to the first of them
MOST_STAMP = 110  # characters

_STAMP = re.compile(
    r"(?:\b\d{1,2}[./]\s?\d{1,2}[./]\s?(?:20)?\d\d|\b\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,10}\.?,?\s(?:de\s)?20\d\d"
    r"|\b[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s20\d\d|\b20\d\d-\d\d-\d\d)"  # 4.5.2020, 4. Mai 2020, May 4, 2020
    r"\W{0,4}(?:um|at|à|a las|kl\.|o|às|om)?\s?\d{1,2}[:.h]\d\d\D?.{0,25}$",
    re.IGNORECASE,
)


def find(view: View) -> Iterator[Removal]:
    """Yield the lines of comments, from the residue above the first label to the last label."""
    if view.article.outline is not None:
        return
    labels = {removal.line for removal in view.removals if removal.rule.startswith(LABELS)} & view.gone
    if labels:
        yield from _labelled(labels, view)
        yield from _stamped(labels, view)


def _labelled(named: Set[int], view: View) -> Iterator[Removal]:
    """Threads that recurring labels part."""
    if len(named) < LEAST_LABELS:
        return
    lines = view.facts.solid
    keys = {index: key(line.text) for index, line in enumerate(lines) if line.number in named}
    often = {wording for wording, count in Counter(keys.values()).items() if count >= LEAST_LABELS}
    labels = [index for index in keys if keys[index] in often]
    for run in series(labels, lambda before, label: _is_comment(range(before + 1, label), view)):
        opener = _opener(run[0], view)
        if len(run) >= LEAST_LABELS and _prose_above(opener, view) >= LEAST_PROSE:
            yield from _comments((opener, *run), lines, view)


def _stamped(named: Set[int], view: View) -> Iterator[Removal]:
    """Threads that follow their label and that dates with the time of day part."""
    lines, texts = view.facts.solid, view.facts.texts
    places = [index for index, line in enumerate(lines) if line.number in named]
    stamps = [n for n in range(places[0] + 1, len(lines)) if len(texts[n]) <= MOST_STAMP and _STAMP.search(texts[n])]
    for run in series(stamps, lambda before, stamp: _is_comment(range(before + 1, stamp), view)):
        label = next((index for index in reversed(places) if index < run[0]), None)
        near = label is not None and run[0] - label <= MOST_BEFORE
        if label is not None and near and len(run) >= LEAST_STAMPS and _prose_above(label, view) >= LEAST_PROSE:
            yield from _comments((label, _end(run[-1], view)), lines, view)


def _end(stamp: int, view: View) -> int:
    """Where the comment behind the last stamp ends: at the next residue, or with the text; else the stamp itself."""
    lines = view.facts.solid
    end = next((n for n in range(stamp + 1, len(lines)) if lines[n].number in view.gone), len(lines))
    return end if _is_comment(range(stamp + 1, end), view) else stamp + 1


def _is_comment(place: range, view: View) -> bool:
    return len(place) <= MOST_LINES and sum(view.facts.sizes[index] for index in place) <= MOST_WORDS


def _prose_above(opener: int, view: View) -> int:
    """How many lines of running text stand above a thread."""
    lines = view.facts.solid
    return sum(view.facts.prose[index] and lines[index].number not in view.gone for index in range(opener))


def _opener(label: int, view: View) -> int:
    """The residue above the first label of a thread: a comment lies between them. The label where there is none."""
    lines = view.facts.solid
    for index in range(label - 1, max(label - MOST_LINES, 0) - 1, -1):
        if lines[index].number in view.gone:
            return index if _is_comment(range(index + 1, label), view) else label
    return label


def _comments(ends: Sequence[int], lines: Sequence[Line], view: View) -> Iterator[Removal]:
    """The lines between a thread's opener and its labels."""
    for before, label in pairwise(ends):
        reason = REASON.format(label=lines[label if label < len(lines) else before].text.strip())
        for line in lines[before + 1 : label]:
            if line.number not in view.gone:
                yield whole(line, RULE, reason)
