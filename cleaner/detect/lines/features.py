"""Numbers and tokens that describe a text's lines to the line model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner import language

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

HEAD = 400  # characters of a line that are looked at one by one
LONG = 15  # words of a line that counts as running text

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[.!?。！？…؟।][\"'”’»)\]]*(?:\s|$)")
_DATE = re.compile(
    r"\b(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zé]*\.? \d|\d{4}-\d\d-\d\d"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\b\d+ (?:hour|day|minute|week|month|year|min)s? ago|\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?[$€£]|\b(?:USD|EUR)\b")
_RUN = re.compile(r"(?P<upper>[^\W\d_a-z]+)|(?P<lower>[^\W\d_]+)|(?P<digit>\d+)|(?P<space>\s+)|(?P<other>[\W_])")
_CLOSERS = "\"'”’)]»*"
_ENDS = frozenset(".!?。！？…؟।")
_SHAPE = {"upper": "A", "lower": "a", "digit": "0", "space": " "}

# A line by itself, then its place: the columns of `Described.numbers`.
OWN = (
    "words", "chars", "ends", "common", "sentences", "commas", "digits", "uppers", "capital", "colon", "bullet",
    "pipes", "copyright", "date", "price", "address", "small", "quote", "word_length", "capitals", "symbols",
)  # fmt: skip
PLACE = (
    "indent", "gap_before", "gap_after", "copies", "first", "place", "words_before", "since_long", "until_long",
    "same_shape", "group_lines", "group_words", "group_ends",
)  # fmt: skip


class TextLine(NamedTuple):
    """A non-blank line: its text with single spaces, the blank lines before it, and its indentation in characters."""

    text: str
    gap: int
    indent: int


class Described(NamedTuple):
    """n lines as the model sees them.

    numbers  n by len(OWN) + len(PLACE), as log(1 + x)
    tokens   n lists of word tokens
    groups   k arrays of n group numbers: lines between blank lines, lines of one shape
    weights  n word counts
    """

    numbers: Floats
    tokens: list[list[str]]
    groups: tuple[Ints, ...]
    weights: Floats


def text_lines(texts: Sequence[str]) -> tuple[list[TextLine], list[int]]:
    """The non-blank lines of a text, and their indices."""
    lines: list[TextLine] = []
    indices: list[int] = []
    gap = 0
    for index, text in enumerate(texts):
        stripped = " ".join(text.split())
        if not stripped:
            gap += 1
            continue
        lines.append(TextLine(stripped, min(gap, 5), min(len(text) - len(text.lstrip()), 40)))
        indices.append(index)
        gap = 0
    return lines, indices


def describe(lines: Sequence[TextLine]) -> Described:
    """Describe the lines of one text; at least one."""
    words = [_WORD.findall(line.text.lower()) for line in lines]
    shapes = _numbered(shape(line.text) for line in lines)
    groups = np.cumsum([line.gap > 0 for line in lines])
    counts = np.array([len(line) for line in words], np.float32)
    rows = [_row(line.text, tokens) for line, tokens in zip(lines, words, strict=True)]
    numbers = np.concatenate((np.array(rows, np.float32), _placed(lines, counts, shapes, groups, rows)), axis=1)
    return Described(np.log1p(numbers), list(_tokens(words, shapes, lines)), (groups, shapes), counts)


def _row(text: str, words: Sequence[str]) -> tuple[float, ...]:
    """What a line says by itself: OWN."""
    head = text[:HEAD]
    length = len(head)
    last = text.rstrip(_CLOSERS)[-1:] or text[-1]
    parts = head.split()
    common = _common()
    short = len(text) < 200
    letters = sum(map(str.isalnum, head)) + len(parts) - 1
    return (
        len(words),
        len(text),
        last in _ENDS,
        sum(word in common for word in words) / (len(words) + 1),
        len(_SENTENCE.findall(text)),
        text.count(","),
        sum(map(str.isdigit, head)) / length,
        sum(map(str.isupper, head)) / length,
        head[0].isupper(),
        last == ":",
        head[0] in "-–—•·*▪●",
        text.count("|"),
        "©" in text,
        short and _DATE.search(text) is not None,
        short and _PRICE.search(text) is not None,
        "@" in text or "http" in text or "www." in text,
        head[0].islower(),
        head[0] in "\"“‘'«„",
        length / len(parts),
        sum(part[0].isupper() for part in parts) / len(parts),
        1 - letters / length,
    )


def _placed(
    lines: Sequence[TextLine], counts: Floats, shapes: Ints, groups: Ints, rows: Sequence[tuple[float, ...]]
) -> Floats:
    """What a line's place says: PLACE."""
    size = len(lines)
    index = np.arange(size)
    gaps = np.array([line.gap for line in lines] + [6], np.float32)
    texts = Counter(line.text for line in lines)
    seen: set[str] = set()
    first = [line.text not in seen and not seen.add(line.text) for line in lines]  # type: ignore[func-returns-value]
    before = np.cumsum(counts) - counts
    long = np.flatnonzero(counts >= LONG)
    since = index - long[np.searchsorted(long, index, "right") - 1] if len(long) else np.full(size, 200)
    until = long[np.searchsorted(long, index) % len(long)] - index if len(long) else np.full(size, 200)
    columns = (
        [line.indent for line in lines],
        gaps[:-1],
        gaps[1:],
        [texts[line.text] for line in lines],
        first,
        index / size,
        before / max(counts.sum(), 1),
        np.where(since < 0, 200, np.minimum(since, 200)),
        np.where(until < 0, 200, np.minimum(until, 200)),
        np.bincount(shapes)[shapes],
        np.bincount(groups)[groups],
        np.bincount(groups, counts)[groups],
        np.bincount(groups, [row[2] for row in rows])[groups] / np.bincount(groups)[groups],
    )
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _tokens(words: Sequence[list[str]], shapes: Ints, lines: Sequence[TextLine]) -> Iterator[list[str]]:
    """Word tokens of each line and of its neighbours: "w:" own, "b:" pairs, "e:" last, "p:" before, "n:" after."""
    for index, own in enumerate(words):
        found = [f"s:{shape(lines[index].text)}"]
        if len(own) <= 12:
            found += [f"w:{word}" for word in own]
            found += [f"b:{left}_{right}" for left, right in pairwise(own)]
            found.append("a:" + "_".join(own[:5]))
        else:
            found += [f"l:{word}" for word in own[:3]] + [f"e:{word}" for word in own[-2:]]
            found += [f"z:{word}" for word in own[:60]]
        for distance, prefix in ((-2, "P:"), (-1, "p:"), (1, "n:"), (2, "N:")):
            if 0 <= index + distance < len(words):
                other = words[index + distance]
                found += [prefix + word for word in (other if len(other) <= 5 else other[:3])]
        yield list(dict.fromkeys(found))  # each once, in an order that does not change


def shape(text: str) -> str:
    """The pattern of a line's first 60 characters: "Photo: Jane Doe" is "Aa: Aa Aa"."""
    runs = (_SHAPE.get(match.lastgroup or "", match.group()) for match in _RUN.finditer(text[:60]))
    pieces: list[str] = []
    for run in runs:
        if not pieces or pieces[-1] != run:
            pieces.append(run)
    return "".join(pieces)[:12]


def _numbered(values: Iterator[str]) -> Ints:
    table: dict[str, int] = {}
    return np.array([table.setdefault(value, len(table)) for value in values], np.int64)


@cache
def _common() -> frozenset[str]:
    """The commonest words of all languages that we know."""
    return frozenset(language.common_words())
