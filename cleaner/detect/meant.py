"""Lines that look little like the article but are meant to stay, whatever their company and place say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.detect.keys import composed
from cleaner.detect.phrases import line_rule
from cleaner.detect.rulefile import spared
from cleaner.detect.ruleset import NOTHING_HEARD
from cleaner.detect.view import View
from cleaner.model import Line

# What somebody says, what corrects the text, and what it refers to.
_ARTICLE = re.compile(
    r"[\"'“”‘’«»„‹]|[-–—]{1,2}\s?\w|[*†‡]\s?\w|[\[(]?\d{1,3}[\]).]|[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,3}\s?:\s"
    r"|(?:editor|correction|clarification|update|note)\b",
    re.IGNORECASE,
)


def is_meant(text: str) -> bool:
    """Whether a stripped line has the shape of speech, a note, a correction or a reference."""
    return _ARTICLE.match(text) is not None


def spoken_for(lines: Sequence[Line], view: View) -> frozenset[int]:
    """The numbers of the lines that rules which are left out would claim: bylines, dates, and what `--keep` names."""
    if not lines:
        return frozenset()
    options = view.options
    rules = spared(options.language or view.article.language, options.rules, options.keep, options.drop)
    texts = [composed(line.text).strip() for line in lines]
    heard = rules.heard(texts)
    claims = (line_rule(text, rules, heard.get(n, NOTHING_HEARD).lines) for n, text in enumerate(texts))
    return frozenset(line.number for line, claim in zip(lines, claims, strict=True) if claim)
