"""Which language a text is in: by its script, by the commonest words of each language, and by letters of its own.

Function words make up a third or more of running text in most languages, and few are shared, so that counting them
tells languages written in one script apart (Grefenstette 1995, "Comparing two language identification schemes").
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from unicodedata import normalize

from cleaner.model import Article

SAMPLE = 6000  # characters
LEAST_HITS = 3

_WORD = re.compile(r"[^\W\d_]+")
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


def guess(article: Article) -> str:
    """The ISO 639-1 code of the article's language, or "" where it cannot be told."""
    longest = sorted((line.text for line in article.lines[:400]), key=len, reverse=True)[:40]
    return of_text("\n".join(longest)[:SAMPLE])


def of_text(text: str) -> str:
    """The ISO 639-1 code of a text's language, or "" where it cannot be told.

    >>> of_text("The cat sat on the mat, and it was not amused.")
    'en'
    """
    letters = sum(map(str.isalpha, text)) if not text.isascii() else 0
    for language, script in _SCRIPTS if letters else ():
        if len(script.findall(text)) > letters * _SCRIPT_SHARE:
            return language
    hits: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(normalize("NFC", text.casefold()))).items():
        for language in _hints(word):
            hits[language] += count
    ranked = hits.most_common(1)
    return ranked[0][0] if ranked and ranked[0][1] >= LEAST_HITS else ""


def _hints(word: str) -> Iterator[str]:
    """The languages that a word speaks for, once for being common there and once for each letter of their own."""
    yield from common_words().get(word, ())
    if not word.isascii():
        own = own_letters()
        yield from (own[letter] for letter in own.keys() & set(word))


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
    for language, words in _table("common_words").items():
        for word in words.split():
            languages[word] = (*languages.get(word, ()), language)
    return languages
