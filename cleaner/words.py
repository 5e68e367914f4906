"""Words, stems and the shape of a line: what several detectors ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_UNSPACED = re.compile(r"[々぀-ヿ㐀-鿿ກ-໿฀-๿]")
_EAST_ASIAN = re.compile(r"[々぀-ヿ㐀-鿿가-힣]")
_IDEOGRAPHS = re.compile(r"[々㐀-鿿]+")
_KATAKANA = re.compile(r"[ァ-ヿ]{3,}")
_HANGUL = re.compile(r"(?<![가-힣])[가-힣]{2}")
_ARTICLE = re.compile(r"\b[وفبك]?ال(?=\w{3})|\bلل(?=\w{3})")  # the Arabic article and what is written as one with it
_CLOSERS = r"['\"”’“‘»›)\]】」』）］〉》*]*"
_SENTENCE_END = re.compile(rf"[.!?…。｡．！？؟۔।]{_CLOSERS}(?:\[\d+\])?\s*$")
# A title may close with ? or !, or hold an abbreviation, but not close like a statement.
_STATEMENT_END = re.compile(rf"[.,;:…。｡．，；：、،؛۔]{_CLOSERS}\s*$")


def word_count(text: str) -> int:
    """How many words; in scripts written without spaces, two characters count as one."""
    spaced = len(text.split())
    return spaced if text.isascii() else spaced + len(_UNSPACED.findall(text)) // 2


def stems(text: str) -> list[str]:
    """What stands for each long word: its first five letters, where it has four or more.

    Chinese and Japanese show no words: each pair of ideographs stands for one, as is common in their retrieval (Nie
    and Ren 1999, "Chinese information retrieval: using characters or words?"), and each run of katakana. Korean words
    are told by their first two syllables, Arabic ones without the article.
    """
    text = text.casefold()
    found: list[str] = []
    if not text.isascii() and _EAST_ASIAN.search(text):
        found = pairs(text) + _HANGUL.findall(text) + [word[:5] for word in _KATAKANA.findall(text)]
        text = _EAST_ASIAN.sub(" ", text)
    if "ال" in text or "لل" in text:
        text = _ARTICLE.sub("", text)
    return found + [word[:5] for word in _LONG_WORD.findall(text)]


def pairs(text: str) -> list[str]:
    """All pairs of neighbouring ideographs."""
    return [run[i : i + 2] for run in _IDEOGRAPHS.findall(text) for i in range(len(run) - 1)]


class Body:
    """The words of an article's body; counted when first asked for, since most lines never ask."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each stem occurs."""
        return Counter(stems("\n".join(self._texts)))

    def overlap(self, text: str, beside: Iterable[str] = ()) -> float:
        """The share of the stems of a line of the body that occur elsewhere in the body, 0 to 1.

        Other lines of the body that stand `beside` it, as links stand in one list, do not count as elsewhere.
        Related links have a median of 0.33, section headings 0.83. Every second pair of ideographs lies across two
        words, which says nothing; so half of the pairs are as good as all.
        """
        own = Counter(stems(text))
        others = Counter(stems("\n".join(beside)))
        known = sum(n for stem, n in own.items() if self.counts[stem] > n + others[stem])
        return min(1.0, known / ((own.total() - len(pairs(text)) // 2) or 1))

    def speaks_of(self, beginnings: tuple[str, ...]) -> int:
        """How many words have stems with one of these beginnings."""
        return sum(n for stem, n in self.counts.items() if stem.startswith(beginnings))


def ends_sentence(text: str) -> bool:
    """Whether the line closes like a sentence, closing quotes and brackets aside."""
    return _SENTENCE_END.search(text[-40:]) is not None


def is_prose(text: str) -> bool:
    """Whether the line is running text: twelve words that close as a sentence, or thirty words."""
    if len(text) < 12:
        return False
    words = word_count(text)
    return words >= 30 or (words >= 12 and ends_sentence(text))


def is_title(text: str) -> bool:
    """Whether the line has a title's shape: up to twenty words, a capital, no closing full stop, comma or colon."""
    if not text or len(text) > 160 or _STATEMENT_END.search(text):
        return False
    first = next((c for c in text if c.isalnum()), "")
    return bool(first) and not first.islower() and word_count(text) <= 20
