"""Residue that no rule names, in a text that is an article: what the line model is nearly sure of.

The model saw whole pages. An article has few lines that it doubts, and those of which it is nearly sure are what a
scraper left around it: lists of other articles, threads of comments, menus. It is asked only where a text has several
lines that are no sentences, since most articles have none to ask about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner import words
from cleaner.detect.lines.features import Floats, text_lines
from cleaner.detect.lines.model import shipped
from cleaner.detect.view import View, whole
from cleaner.model import Line, Removal

RULE = "text.not-article"
REASON = "the line model gives it a chance of {chance:.0%} of being the article"

# The largest chance with which a line goes: by itself, beside residue, and between residue.
ALONE, BESIDE, BETWEEN = 0.1, 0.15, 0.5
LEAST_DOUBTS = 5  # lines that are no sentences
LEAST_PROSE = 3  # lines: of verse, lyrics and tables the model knows nothing
PASSES = 3


def find(view: View) -> Iterator[Removal]:
    """Yield the lines that the model is nearly sure of; for plain text in the article profile."""
    if sum(map(_is_doubtful, view.lines)) < LEAST_DOUBTS or sum(map(_is_prose, view.lines)) < LEAST_PROSE:
        return
    article = view.article.lines
    lines, indices = text_lines([line.text for line in article])
    chances = shipped().chances(lines)
    gone = _gone([article[index].number in view.gone for index in indices], chances)
    for index, chance, goes in zip(indices, chances, gone, strict=True):
        if goes and article[index].number not in view.gone:
            yield whole(article[index], RULE, REASON.format(chance=chance))


def _is_doubtful(line: Line) -> bool:
    text = line.text.strip()
    return len(text) < 120 and not words.ends_sentence(text)


def _is_prose(line: Line) -> bool:
    return words.is_prose(line.text.strip())


def _gone(removed: Sequence[bool], chances: Floats) -> list[bool]:
    """Which lines go: those that are removed already, and those whose chance is low for the company that they keep."""
    gone = [goes or chance < ALONE for goes, chance in zip(removed, chances, strict=True)]
    for _ in range(PASSES):
        beside = list(zip([False, *gone], [*gone[1:], True], strict=False))
        gone = [
            goes or chance < (BETWEEN if all(sides) else BESIDE if any(sides) else ALONE)
            for goes, chance, sides in zip(gone, chances, beside, strict=True)
        ]
    return gone
