"""Residue that no rule names, in a text that is an article: what the line model is nearly sure of.

The model saw whole pages. An article has few lines that it doubts, and those of which it is nearly sure are what a
scraper left around it: lists of other articles, threads of comments, menus. It is asked only where a text has several
lines that are no sentences, since most articles have none to ask about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from cleaner import words
from cleaner.detect.lines.features import Floats, text_lines
from cleaner.detect.lines.model import shipped
from cleaner.detect.view import View, whole
from cleaner.model import Line, Removal

RULE = "text.not-article"
REASON = "the line model gives it a chance of {chance:.0%} of being the article"

# The largest chance with which a line goes: beside residue, and between residue.
BESIDE, BETWEEN = 0.15, 0.5
LEAST_RESIDUE = 3  # lines that rules removed: lists of data look like menus, but stand in texts without residue
LEAST_DOUBTS = 5  # lines that are no sentences
LEAST_PROSE = 3  # lines: of verse, lyrics and tables the model knows nothing
PASSES = 2  # there and back

# What somebody says, what corrects the text, and what it refers to is the article's, however little it looks like it.
_KEPT = re.compile(
    r"[\"'“”‘’«»„‹]|[-–—]\s|[*†‡]\s?\w|[\[(]?\d{1,3}[\]).]|(?:[^\W\d_][\w.'’-]*\s?){1,4}:\s"
    r"|(?:editor|correction|clarification|update|note)\b",
    re.IGNORECASE,
)


def find(view: View) -> Iterator[Removal]:
    """Yield the lines that the model is nearly sure of; for plain text in the article profile."""
    enough = len(view.gone) >= LEAST_RESIDUE and sum(map(_is_doubtful, view.lines)) >= LEAST_DOUBTS
    if not enough or sum(map(_is_prose, view.lines)) < LEAST_PROSE:
        return
    article = view.article.lines
    lines, indices = text_lines([line.text for line in article])
    removed = [article[index].number in view.gone for index in indices]
    open_to_doubt = [_is_doubtful(article[index]) and not _KEPT.match(article[index].text.strip()) for index in indices]
    chances = np.where(open_to_doubt, shipped().chances(lines), 1)
    for index, chance, before, goes in zip(indices, chances, removed, _gone(removed, chances), strict=True):
        if goes and not before:
            yield whole(article[index], RULE, REASON.format(chance=chance))


def _is_doubtful(line: Line) -> bool:
    text = line.text.strip()
    return len(text) < 120 and not words.ends_sentence(text)


def _is_prose(line: Line) -> bool:
    return words.is_prose(line.text.strip())


def _gone(removed: Sequence[bool], chances: Floats) -> list[bool]:
    """Which lines go: those that are removed already, and those that low chances join to them."""
    gone = list(removed)
    for order in (range(len(gone)), range(len(gone) - 1, -1, -1)) * PASSES:
        for index in order:
            before = index > 0 and gone[index - 1]
            after = index + 1 == len(gone) or gone[index + 1]
            most = BETWEEN if before and after else BESIDE if before or after else 0
            gone[index] = gone[index] or bool(chances[index] < most)
    return gone
