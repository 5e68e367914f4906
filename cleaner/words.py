"""Words, stems and the shape of a line: what several detectors ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import filterfalse

LONG = 100_000  # characters of a text that is counted, not searched
MOST_SEARCHES = 64  # of a text: about as many take as long as to count all

STEM, SHORTEST = 5, 4  # letters of a stem, and of the words that have one

_WORD = re.compile(r"[^\W\d_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
# ASCII: letters are lowered, all else parts words. Beyond ASCII bytes stay as they are.
_PARTED = bytes(ord(chr(code).lower()) if chr(code).isalpha() else ord(" ") for code in range(0x80)) + bytes(
    range(0x80, 0x100)
)
_UNSPACED = re.compile(r"[々぀-ヿ㐀-鿿ກ-໿฀-๿]")
_EAST_ASIAN = re.compile(r"[々぀-ヿ㐀-鿿가-힣]")
_OTHER_LEADS = bytes({*range(0x100)} - {*range(0xE3, 0xEE)})  # than those of characters from U+3000 to U+DFFF
_IDEOGRAPHS = re.compile(r"[々㐀-鿿]+")
_KATAKANA = re.compile(r"[ァ-ヿ]{3,}")
_HANGUL = re.compile(r"(?<![가-힣])[가-힣]{2}")
_ARTICLE = re.compile(r"\b[وفبك]?ال(?=\w{3})|\bلل(?=\w{3})")  # the Arabic article and what is written as one with it
_CLOSERS = r"['\"”’“‘»›)\]】」』）］〉》*]*"
_FULL_STOPS = frozenset(".!?…")
_SENTENCE_END = re.compile(rf"[.!?…。｡．！？؟۔।]{_CLOSERS}(?:\[\d+\])?\s*$")
# A title may close with ? or !, or hold an abbreviation, but not close like a statement.
_STATEMENT_END = re.compile(rf"[.,;:…。｡．，；：、،؛۔]{_CLOSERS}\s*$")

LEAST_PROSE, LEAST_LONG_PROSE = 12, 30  # words of running text: where it closes as a sentence, and where it does not


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
    if _has_articles(text):
        text = _ARTICLE.sub("", text)
    return found + [word[:STEM] for word in _LONG_WORD.findall(text)]


def word_counts(text: str) -> Counter[str]:
    """How often each run of letters occurs in a text, casefolded.

    A table parts and folds words many times as fast as a regular expression, as far as they are ASCII.
    """
    parts = text.encode("utf-8", "surrogatepass").translate(_PARTED).decode("utf-8", "surrogatepass").split()
    counts = Counter(parts)
    for part in list(filterfalse(str.isascii, counts)):
        times = counts.pop(part)
        for word in _WORD.findall(part.casefold()):
            counts[word] += times
    return counts


def _may_be_east_asian(text: str) -> bool:
    """Whether a text may hold what _EAST_ASIAN finds: the lead bytes of UTF-8 tell it faster than the pattern."""
    return bool(text.encode("utf-8", "surrogatepass").translate(None, _OTHER_LEADS))


def _has_articles(text: str) -> bool:
    """Whether words may have the Arabic article."""
    return "ال" in text or "لل" in text


def pairs(text: str) -> list[str]:
    """All pairs of neighbouring ideographs."""
    return [run[i : i + 2] for run in _IDEOGRAPHS.findall(text) for i in range(len(run) - 1)]


class Body:
    """The words of an article's body.

    A few questions about a short text are answered by searching it; for more, all its stems are counted once.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._searches = 0

    @cached_property
    def text(self) -> str:
        """The whole body, casefolded."""
        return "\n".join([text.casefold() for text in self._texts])  # ASCII, as most lines are, is folded faster

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each stem occurs."""
        if not self._is_plain:
            return Counter(stems(self.text))
        counts: Counter[str] = Counter()
        for word, times in word_counts(self.text).items():
            if len(word) >= SHORTEST:
                counts[word[:STEM]] += times
        return counts

    @cached_property
    def _is_plain(self) -> bool:
        """Whether the stems are the beginnings of the words."""
        return self.text.isascii() or not (_may_be_east_asian(self.text) or _has_articles(self.text))

    def overlap(self, text: str, beside: Sequence[str] = ()) -> float:
        """The share of the stems of a line of the body that occur elsewhere in the body, 0 to 1.

        Other lines of the body that stand `beside` it, as links stand in one list, do not count as elsewhere.
        Related links have a median of 0.33, section headings 0.83. Every second pair of ideographs lies across two
        words, which says nothing; so half of the pairs are as good as all.
        """
        own = Counter(stems(text))
        others: Mapping[str, int] = Counter(stems("\n".join(beside))) if beside else {}
        known = sum(n for stem, n in own.items() if self.has(stem, n + others.get(stem, 0) + 1))
        halves = 0 if text.isascii() else len(pairs(text)) // 2
        return min(1.0, known / ((own.total() - halves) or 1))

    def speaks_of(self, beginnings: tuple[str, ...]) -> int:
        """How many words have stems with one of these beginnings."""
        return sum(n for stem, n in self.counts.items() if stem.startswith(beginnings))

    def has(self, stem: str, times: int = 1) -> bool:
        """Whether a stem occurs at least so often."""
        if self._searches == MOST_SEARCHES or len(self.text) > LONG or not self._is_plain:
            return self.counts[stem] >= times
        self._searches += 1
        return _occurs(stem, self.text, times)


def _occurs(stem: str, text: str, times: int) -> bool:
    """Whether at least so many words of a casefolded text have the stem."""
    short = len(stem) < STEM
    start = text.find(stem)
    while start >= 0:
        end = start + len(stem)
        if not (_is_letter(text[start - 1 : start]) or (short and _is_letter(text[end : end + 1]))):
            times -= 1
            if not times:
                return True
        start = text.find(stem, end)
    return False


def _is_letter(character: str) -> bool:
    """Whether a pattern such as _WORD takes it for a letter."""
    return character.isalnum() and not character.isdecimal()


def ends_sentence(text: str) -> bool:
    """Whether the line closes like a sentence, closing quotes and brackets aside."""
    last = text[-1:]
    if last in _FULL_STOPS or last.isalnum():  # most lines; they need no closer look
        return last in _FULL_STOPS
    return _SENTENCE_END.search(text[-40:]) is not None


def is_prose(text: str) -> bool:
    """Whether the line is running text: twelve words that close as a sentence, or thirty words."""
    if len(text) < 12:
        return False
    words = word_count(text)
    return words >= LEAST_PROSE and is_prose_of(words, ends_sentence(text))


def is_prose_of(words: int, closed: bool) -> bool:
    """Whether a line of so many words is running text, where it is known whether it closes like a sentence."""
    return words >= LEAST_LONG_PROSE or (words >= LEAST_PROSE and closed)


def is_title(text: str) -> bool:
    """Whether the line has a title's shape: up to twenty words, a capital, no closing full stop, comma or colon."""
    if not text or len(text) > 160 or (not text[-1].isalnum() and _STATEMENT_END.search(text)):
        return False
    first = next((c for c in text if c.isalnum()), "")
    return bool(first) and not first.islower() and word_count(text) <= 20
