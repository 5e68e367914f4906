"""Words that lost the space between them: "PresidentDonald"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from cleaner.detect.view import View
from cleaner.model import Line, Repair

FEW = 16  # pairs of words that are sought one by one
REACH = 60  # characters before a word in which the word before it is looked for

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HUMP = re.compile(r"[A-Z](?<=[^\W\d_A-Z].)[^\W\d_A-Z]")  # a cheap first look, which skips to capitals
_BEFORE = re.compile(r"([^\W\d_]+) $")
_AFTER = re.compile(r" ([^\W\d_]+)")
_PAIR = re.compile(r"(?<![^\W\d_])([^\W\d_]+) (?=([^\W\d_]+))")
_JOINT = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
# Handles, hashtags and addresses are written without spaces.
_CAMEL = re.compile(r"(?<![\w@#/.&-])[A-Z]?[^\W\d_A-Z]{2,}[A-Z][^\W\d_A-Z]{2,}\b(?![./@]\w)")

Pair = tuple[str, str]


class Joined(NamedTuple):
    """A word like `aB`: its halves, and the pairs of words that show a half beside the word that it stands beside."""

    line: int
    start: int
    halves: Pair
    company: tuple[Pair, ...]


def find(view: View) -> Iterator[Repair]:
    """Yield a repair for each word like `aB` whose halves both stand alone elsewhere while the joined form occurs once.

    One half must also stand elsewhere beside the word that it stands beside here: "PresidentDonald Trump", where
    "Donald Trump" occurs. That keeps names such as WikiLeaks, MillerCoors or HealthCare.
    """
    lines = view.lines
    text = "\n".join([line.text for line in lines])
    found = [joined for line in _humped(lines, text) for joined in _joined(line)]
    if not found:
        return
    together = _side_by_side({pair for joined in found for pair in joined.company}, text)
    found = [joined for joined in found if not together.isdisjoint(joined.company)]
    if not found:
        return
    words = Counter(_WORD.findall(text))
    folded = Counter(word.casefold() for word in words)
    for line, start, (left, right), _ in found:
        if words[left] and words[right] and words[left + right] == folded[(left + right).casefold()] == 1:
            yield Repair(line, start, start + len(left + right), "glue.camel", f"{left} {right}")


def _humped(lines: Sequence[Line], text: str) -> Iterator[Line]:
    """The lines with a capital after a small letter; `text` is all of them, which is searched faster than each."""
    index = start = 0
    last = -1
    for match in _HUMP.finditer(text):
        index += text.count("\n", start, match.start())
        start = match.start()
        if index != last:
            yield lines[index]
        last = index


def _joined(line: Line) -> Iterator[Joined]:
    for match in _CAMEL.finditer(line.text):
        left, right = _JOINT.split(match.group(), maxsplit=1)
        before = _BEFORE.search(line.text, max(0, match.start() - REACH), match.start())
        after = _AFTER.match(line.text, match.end())
        company = [(before[1], left)] if before else []
        company += [(right, after[1])] if after else []
        yield Joined(line.number, match.start(), (left, right), tuple(company))


def _side_by_side(pairs: Collection[Pair], text: str) -> frozenset[Pair]:
    """Those of the pairs whose words stand side by side in the text; many are sought in one pass."""
    if len(pairs) <= FEW:
        return frozenset(pair for pair in pairs if _stands(" ".join(pair), text))
    return frozenset((match[1], match[2]) for match in _PAIR.finditer(text)).intersection(pairs)


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text, and not as parts of others."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()):
            return True
        start = text.find(words, end)
    return False
