"""Which language a text is in: by its script, by the commonest words of each language, and by letters of its own.

Function words make up a third or more of running text in most languages, and few are shared, so that counting them
tells languages written in one script apart (Grefenstette 1995, "Comparing two language identification schemes").
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from itertools import filterfalse
from unicodedata import normalize

from cleaner import words
from cleaner.model import Article

SAMPLE = 3000  # characters
LEAST_HITS = 3
# Pieces of the sample are enough where they speak clearly.
PIECE, PIECES_APART = 350, 1000  # characters
CLEAR_HITS, CLEAR_LEAD = 20, 2

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),  # before Chinese: Japanese has Han characters too
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
_SCRIPT_SHARE = 0.1
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2e80-\ud7a3]")  # than Latin; signs aside


def guess(article: Article) -> str:
    """The ISO 639-1 code of the article's language, or "" where it cannot be told."""
    longest = sorted((line.text for line in article.lines[:400]), key=len, reverse=True)[:40]
    return of_text("\n".join(longest)[:SAMPLE])


def of_text(text: str) -> str:
    """The ISO 639-1 code of a text's language, or "" where it cannot be told.

    >>> of_text("The cat sat on the mat, and it was not amused.")
    'en'
    """
    if _OTHER_SCRIPT.search(text) and (language := _by_script(text)):
        return language
    pieces = " ".join(text[start : start + PIECE] for start in range(0, len(text), PIECES_APART))
    (first, hits), (_, seconds) = _likeliest(pieces)
    if hits < CLEAR_HITS or hits < CLEAR_LEAD * seconds:
        first, hits = _likeliest(text)[0]
    return first if hits >= LEAST_HITS else ""


def _likeliest(text: str) -> list[tuple[str, int]]:
    """The two languages that most words and letters speak for, and how many do."""
    return [*_hits(text).most_common(2), ("", 0), ("", 0)][:2]


def _hits(text: str) -> Counter[str]:
    """How many words and letters speak for each language."""
    common, own = common_words(), own_letters()
    counts = words.word_counts(normalize("NFC", text))
    hits: Counter[str] = Counter()
    for word in filter(common.__contains__, counts):
        for language in common[word]:
            hits[language] += counts[word]
    for word in filterfalse(str.isascii, counts):
        for letter in filter(own.__contains__, dict.fromkeys(word)):
            hits[own[letter]] += counts[word]
    return hits


def _by_script(text: str) -> str:
    """The language that alone, of those known here, is written in a script of which the text has enough letters."""
    letters = sum(map(str.isalpha, text))
    shares = ((language, len(script.findall(text))) for language, script in _SCRIPTS)
    return next((language for language, count in shares if count > letters * _SCRIPT_SHARE), "")


def known() -> frozenset[str]:
    """The codes of the languages that can be told."""
    scripts = {language for language, _ in _SCRIPTS}
    return frozenset(scripts.union(own_letters().values(), *common_words().values()))


@cache
def own_letters() -> Mapping[str, str]:
    """Letter -> the language whose texts it marks."""
    letters = _table("own_letters")
    return {letter: language for language, own in letters.items() for letter in own}


def _table(name: str) -> Mapping[str, str]:
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (resources.files("cleaner") / "languages.toml").read_text(encoding="utf-8")
    )
    return table[name]


@cache
def common_words() -> Mapping[str, tuple[str, ...]]:
    """Common word -> the languages that it is common in."""
    languages: dict[str, tuple[str, ...]] = {}
    for language, listed in _table("common_words").items():
        for word in listed.split():
            languages[word] = (*languages.get(word, ()), language)
    return languages
