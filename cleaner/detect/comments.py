"""Threads of comments under a text: what stands between the labels that close or open each comment, such as "Reply".

The labels are found before. One that recurs below the article's prose parts a thread into comments; on pages the page
model has told comments from threads that are the page's content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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


def find(view: View) -> Iterator[Removal]:
    """Yield the lines of comments, from the residue above the first label to the last label."""
    if view.article.outline is not None:
        return
    named = {removal.line for removal in view.removals if removal.rule.startswith(LABELS)} & view.gone
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
        reason = REASON.format(label=lines[label].text.strip())
        for line in lines[before + 1 : label]:
            if line.number not in view.gone:
                yield whole(line, RULE, reason)
