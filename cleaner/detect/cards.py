"""Cards of other articles that close with a link: title, perhaps a teaser, "Read more".

The label is found before; here the lines above it are looked at. A label that stands alone takes one title with it,
and only one that speaks of other things than the article; where labels recur at short distances, cards lie between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner import words
from cleaner.detect.view import View, is_structure, whole
from cleaner.model import Line, Removal
from cleaner.series import series

RULE = "related.card"
REASON = "it stands above the link {label!r}"
LABELS = frozenset({"related.link", "related.click-here"})  # the rules for links such as "Read more"
MOST_LABEL_WORDS = 6
MOST_CARD_LINES = 4  # title, teaser, date, author
LEAST_TITLE_WORDS = 3  # of a title above a lone label
LEAST_CARDS = 3  # labels in a row: a text with two may be an article with two links
MOST_BESIDE = 15  # titles to each side
LOW_OVERLAP = 0.5  # between the medians of links (0.33) and headings (0.83)


def find(view: View) -> Iterator[Removal]:
    """Yield the lines above labels that are cards with them."""
    named = {removal.line for removal in view.removals if removal.rule in LABELS} & view.gone
    if not named:
        return
    lines = view.facts.solid
    labels = [index for index, line in enumerate(lines) if line.number in named and _is_label(line)]
    for run in series(labels, _is_near):
        if len(run) >= LEAST_CARDS:
            yield from _between(run, lines, view)
        else:
            yield from (removal for label in run for removal in _title(label, lines, view))


def _is_label(line: Line) -> bool:
    text = line.text.strip()
    return words.word_count(text) <= MOST_LABEL_WORDS and not text.endswith(":")


def _is_near(before: int, label: int) -> bool:
    """Whether no more than a card lies between two labels."""
    return label - before <= MOST_CARD_LINES + 1


def _between(labels: Sequence[int], lines: Sequence[Line], view: View) -> Iterator[Removal]:
    """What lies between the labels, and as many lines above the first as the shortest of the cards has."""
    shortest = min(after - before for before, after in pairwise(labels)) - 1
    cards = [range(before + 1, after) for before, after in pairwise(labels) if after - before > 1]
    titles = [lines[card.start] for card in cards]
    if not all(_is_strange(title, view, _beside(number, titles)) for number, title in enumerate(titles)):
        return
    for card in (range(max(0, labels[0] - shortest), labels[0]), *cards):
        label = lines[card.stop].text.strip()
        for line in lines[card.start : card.stop]:
            if line.number not in view.gone:
                yield whole(line, RULE, REASON.format(label=label))


def _beside(number: int, titles: Sequence[Line]) -> list[str]:
    """The titles around one in a series."""
    near = titles[max(number - MOST_BESIDE, 0) : number + MOST_BESIDE + 1]
    return [title.text for title in near if title is not titles[number]]


def _title(label: int, lines: Sequence[Line], view: View) -> Iterator[Removal]:
    """The title directly above a label, where it speaks of other things and follows what is finished."""
    if label < 2:
        return
    before, line = lines[label - 2], lines[label - 1]
    text = line.text.strip()
    finished = before.number in view.gone or words.ends_sentence(before.text)
    long = words.word_count(text) >= LEAST_TITLE_WORDS
    if line.number not in view.gone and finished and long and _is_strange(line, view, ()):
        yield whole(line, RULE, REASON.format(label=lines[label].text.strip()))


def _is_strange(line: Line, view: View, beside: Sequence[str]) -> bool:
    """Whether a line is a title that speaks of other things than the article."""
    text = line.text.strip()
    if is_structure(line):
        return False
    return words.is_title(text) and not words.is_prose(text) and view.body.overlap(text, beside) < LOW_OVERLAP
