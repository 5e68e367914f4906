"""A unified diff from the reading to the markdown, as `patch` applies it.

A search for the shortest edit is quadratic. Here both texts run in the same order and the removals say which lines are
gone, so lines that say the same and are unique in both texts are matched first (the "patience" diff of Bram Cohen),
then what lies between two of them is walked once, looking a bounded number of lines ahead: O(n log n) in all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.model import Article, Result
from cleaner.write.markdown import markdown

CONTEXT = 3  # unchanged lines around a change, as diff -u has them
AHEAD = 40  # lines to look ahead for where the texts meet again

_UNSAID = re.compile(r"\W+")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """Lines `old_start:old_end` of the old text are lines `new_start:new_end` of the new one, counted from 0."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def diff(result: Result) -> str:
    """A unified diff from a result's reading to its markdown; empty where they are equal."""
    return diff_to(result.article, markdown(result), _gone(result))


def diff_to(article: Article, cleaned: str, gone: frozenset[int] = frozenset()) -> str:
    """A unified diff from a reading's lines to a text. `gone` are lines, from 0, that are known to be in it no more.

    A plain text's reading is its own lines, so the diff applies to the file; a page's is its visible text.
    """
    old = _lines([line.text for line in article.lines], ended=_ends_with_newline(article))
    new = _lines(cleaned.removesuffix("\n").split("\n"))
    return unified(old, new, label(article.source.uri), gone)


def label(uri: str) -> str:
    """A file name as a diff's header can hold it: printable, so that no newline or tab ends it."""
    return "".join(character if character.isprintable() else "?" for character in uri)


def unified(old: Sequence[str], new: Sequence[str], name: str, gone: frozenset[int] = frozenset()) -> str:
    """A unified diff of two texts, given as lines with their endings; `gone` are old lines, from 0, that match none."""
    groups = list(_grouped(changes(old, new, gone)))
    if not groups:
        return ""
    header = f"--- {name}\toriginal\n+++ {name}\tcleaned\n"
    return header + "".join(_hunk(old, new, group) for group in groups)


def changes(old: Sequence[str], new: Sequence[str], gone: frozenset[int] = frozenset()) -> Iterator[Change]:
    """What differs, in order: what lies between lines that say the same, and these where they are spelt differently."""
    left = [at for at, line in enumerate(old) if at not in gone and line.strip()]
    right = [at for at, line in enumerate(new) if line.strip()]
    pairs = _common([_said(old[at]) for at in left], [_said(new[at]) for at in right])
    old_at = new_at = 0
    for old_next, new_next in [*((left[i], right[j]) for i, j in pairs), (len(old), len(new))]:
        if old_at < old_next or new_at < new_next:
            yield from _trimmed(old, new, Change(old_at, old_next, new_at, new_next))
        old_at, new_at = old_next + 1, new_next + 1
        if old[old_next:old_at] != new[new_next:new_at]:
            yield Change(old_next, old_at, new_next, new_at)


def _said(line: str) -> str:
    """A line's letters and digits: what it says, however it is indented, marked and spaced."""
    return _UNSAID.sub("", line) or line.strip()


def _gone(result: Result) -> frozenset[int]:
    """The lines, from 0, of which nothing is left."""
    texts = {line.number: line.text for line in result.article.lines}
    return frozenset(
        removal.line - 1
        for removal in result.removals
        if not texts[removal.line][: removal.start].strip() and not texts[removal.line][removal.end :].strip()
    )


def _common(left: Sequence[str], right: Sequence[str]) -> Iterator[Pair]:
    """Positions of equal lines, rising in both texts."""
    i = j = 0
    for anchor in [*_anchors(left, right), (len(left), len(right))]:
        yield from _walk(left, right, (i, j), anchor)
        if anchor[0] < len(left):
            yield anchor
        i, j = anchor[0] + 1, anchor[1] + 1


def _anchors(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """The longest rising run of lines that occur once in each text (patience sorting)."""
    in_left, in_right = Counter(left), Counter(right)
    place = {line: j for j, line in enumerate(right) if in_left[line] == in_right[line] == 1}
    pairs = [(i, place[line]) for i, line in enumerate(left) if line in place]
    tops: list[int] = []  # the lowest end of a rising run of each length, and which pair it is
    ends: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        length = bisect_left(tops, j)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [j]
        ends[length : length + 1] = [at]
    run: list[Pair] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _walk(left: Sequence[str], right: Sequence[str], start: Pair, end: Pair) -> Iterator[Pair]:
    """Equal lines between two anchors, found by looking a bounded number of lines ahead."""
    (i, j), (i_end, j_end) = start, end
    while i < i_end and j < j_end:
        if left[i] != right[j]:
            skip = _meeting(left[i : min(i + AHEAD, i_end)], right[j : min(j + AHEAD, j_end)])
            i, j = i + skip[0], j + skip[1]
        else:
            yield i, j
            i, j = i + 1, j + 1


def _meeting(left: Sequence[str], right: Sequence[str]) -> Pair:
    """How many lines to skip on each side so that the texts meet again with the fewest skipped."""
    first: dict[str, int] = {}
    for at, line in enumerate(right):
        first.setdefault(line, at)
    meetings = ((i + first[line], i, first[line]) for i, line in enumerate(left) if line in first)
    _, skip_left, skip_right = min(meetings, default=(0, len(left), len(right)))
    return skip_left, skip_right


def _trimmed(old: Sequence[str], new: Sequence[str], change: Change) -> Iterator[Change]:
    """A change without the (blank) lines that both its sides begin or end with."""
    old_start, old_end, new_start, new_end = change.old_start, change.old_end, change.new_start, change.new_end
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        old_start, new_start = old_start + 1, new_start + 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    if old_start < old_end or new_start < new_end:
        yield Change(old_start, old_end, new_start, new_end)


def _grouped(found: Iterable[Change]) -> Iterator[list[Change]]:
    """Changes whose contexts touch share a hunk."""
    group: list[Change] = []
    for change in found:
        if group and change.old_start - group[-1].old_end > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(old: Sequence[str], new: Sequence[str], group: Sequence[Change]) -> str:
    before = min(CONTEXT, group[0].old_start)
    after = min(CONTEXT, len(old) - group[-1].old_end)
    old_start, old_end = group[0].old_start - before, group[-1].old_end + after
    new_start, new_end = group[0].new_start - before, group[-1].new_end + after
    body: list[str] = []
    at = old_start
    for change in group:
        body += [_line(" ", line) for line in old[at : change.old_start]]
        body += [_line("-", line) for line in old[change.old_start : change.old_end]]
        body += [_line("+", line) for line in new[change.new_start : change.new_end]]
        at = change.old_end
    body += [_line(" ", line) for line in old[at:old_end]]
    return f"@@ -{_range(old_start, old_end)} +{_range(new_start, new_end)} @@\n" + "".join(body)


def _line(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _range(start: int, end: int) -> str:
    """Lines from 1; an empty range names the line before it."""
    length = end - start
    return f"{start + 1 if length else start},{length}"


def _lines(texts: Sequence[str], *, ended: bool = True) -> list[str]:
    """Texts with line endings; `ended` says whether the last one has one."""
    lines = [text + "\n" for text in texts]
    if lines and not ended:
        lines[-1] = texts[-1]
    return lines if lines != ["\n"] else []


def _ends_with_newline(article: Article) -> bool:
    """Whether the reading's last line is ended; a page has no lines of its own, so its reading always is."""
    return article.media_type == "text/html" or article.source.data.rstrip(b"\0").endswith(b"\n")
