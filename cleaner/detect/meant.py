"""Lines that look little like the article but are meant to stay, whatever their company and place say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from cleaner import words
from cleaner.detect.keys import composed
from cleaner.detect.phrases import line_rule
from cleaner.detect.rulefile import spared
from cleaner.detect.ruleset import NOTHING_HEARD, Rule
from cleaner.detect.view import View
from cleaner.model import Line

# What somebody says, what corrects the text, and what it refers to.
_SPEECH = re.compile(r"[\"'“”‘’«»„‹]|[-–—]{1,2}\s?\w|[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,3}\s?:\s")
_NOTE = re.compile(
    r"[*†‡]\s?\w|.*\d\s?%$|[\[(]?\d{1,3}[\]).]|(?:editor|correction|clarification|update|note)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[*+] (?=\S)")  # as dumps of pages mark items; a dash opens speech too
LEAST_TITLE_WORDS, TITLE_OVERLAP = 2, 0.5
LEAST_LISTED = 4  # items: a text has fewer notes that begin with a star


def is_meant(text: str, listed: bool = False) -> bool:
    """Whether a stripped line has the shape of speech, a note, a correction, a reference or a share in per cent.

    Where it is `listed`, its sign is that of a list and says nothing.
    """
    return is_speech(text, listed) or _NOTE.match(_unlisted(text, listed)) is not None


def is_speech(text: str, listed: bool = False) -> bool:
    """Whether a stripped line has the shape of speech, which titles may have too: "Doe: We wait"."""
    return _SPEECH.match(_unlisted(text, listed)) is not None


def _unlisted(text: str, listed: bool) -> str:
    return _ITEM.sub("", text, count=1) if listed else text


def are_listed(texts: Sequence[str]) -> list[bool]:
    """Whether each stripped line begins with a sign that so many lines begin with as only a list's do."""
    signs = [match[0] if (match := _ITEM.match(text)) else "" for text in texts]
    often = {sign for sign, count in Counter(signs).items() if sign and count >= LEAST_LISTED}
    return [sign in often for sign in signs]


def is_title_of(text: str, overlap: float) -> bool:
    """Whether a stripped line above an article, which speaks so far of the same, may be its title or standfirst."""
    return overlap >= TITLE_OVERLAP and words.word_count(text) >= LEAST_TITLE_WORDS


def spoken(lines: Sequence[Line], view: View) -> Mapping[int, Rule]:
    """Which of the lines rules that are left out would claim (bylines, dates, what `--keep` names), by number."""
    if not lines:
        return {}
    options = view.options
    rules = spared(options.language or view.article.language, options.rules, options.keep, options.drop)
    texts = [composed(line.text).strip() for line in lines]
    heard = rules.heard(texts)
    claims = (line_rule(text, rules, heard.get(n, NOTHING_HEARD).lines) for n, text in enumerate(texts))
    return {line.number: claim for line, claim in zip(lines, claims, strict=True) if claim}
