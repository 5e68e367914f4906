"""Merging findings: one list of removals and one of repairs, sorted, clipped, without overlaps."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple, TypeVar

from cleaner.detect.keys import DECORATION
from cleaner.detect.view import INVISIBLE
from cleaner.model import Line, Options, Removal, Repair

Finding = TypeVar("Finding", Removal, Repair)

# What may be left of a line beside its removals without being worth keeping: no letters, no digits.
_SCRAPS = DECORATION + INVISIBLE


class Findings(NamedTuple):
    """What the detectors found, settled."""

    removals: tuple[Removal, ...]
    repairs: tuple[Repair, ...]


def settle(lines: Sequence[Line], found: Iterable[Removal | Repair], options: Options) -> Findings:
    """Merge, veto and clip findings.

    In: findings in the order of the detectors' table, each detector's in any order. Out: removals and repairs sorted by
    line and start, which lie within their lines and do not overlap. Where two claim the same characters the earlier one
    has them; a line of which nothing but scraps is left is removed whole, under the first rule that claimed part of it.
    `options.keep` vetoes by category or by rule.
    """
    by_number = {line.number: line for line in lines}
    removals: dict[int, list[Removal]] = defaultdict(list)
    repairs: dict[int, list[Repair]] = defaultdict(list)
    for finding in found:
        if finding.line not in by_number or (options.keep and {finding.rule, finding.category} & options.keep):
            continue
        length = len(by_number[finding.line].text)
        if isinstance(finding, Removal):
            removals[finding.line].append(_clip(finding, length))
        else:
            repairs[finding.line].append(_clip(finding, length))
    settled = {number: _removals(by_number[number].text, claims) for number, claims in removals.items()}
    mended = {number: _repairs(claims, settled.get(number, [])) for number, claims in repairs.items()}
    return Findings(
        tuple(removal for number in sorted(settled) for removal in settled[number]),
        tuple(repair for number in sorted(mended) for repair in mended[number]),
    )


def _clip(finding: Finding, length: int) -> Finding:
    start = min(max(finding.start, 0), length)
    return _span(finding, start, min(max(finding.end, start), length))


def _span(finding: Finding, start: int, end: int) -> Finding:
    return finding if (start, end) == (finding.start, finding.end) else replace(finding, start=start, end=end)


def _removals(text: str, claims: Sequence[Removal]) -> list[Removal]:
    """The spans of one line's claims; the earlier claim wins."""
    if text and claims[0].start == 0 and claims[0].end == len(text):
        return [claims[0]]
    taken = _disjoint(claims)
    if not taken:
        return []
    if _left(text, taken).strip(_SCRAPS):
        return taken
    first = next(claim for claim in claims if claim.end > claim.start)
    return [replace(first, start=0, end=len(text))]


def _disjoint(claims: Sequence[Removal]) -> list[Removal]:
    """The claims cut to what no earlier one has, sorted: a sweep over their edges, with a heap of those that lie there.

    It takes n log n steps for n claims.
    """
    claims = [claim for claim in claims if claim.start < claim.end]
    if all(before.end <= claim.start for before, claim in pairwise(claims)):
        return claims  # nearly always
    by_start = deque(sorted(range(len(claims)), key=lambda number: claims[number].start))
    edges = sorted({edge for claim in claims for edge in (claim.start, claim.end)})
    found: list[tuple[int, int, int]] = []  # claim, start, end
    waiting: list[int] = []
    for start, end in pairwise(edges):
        while by_start and claims[by_start[0]].start <= start:
            heappush(waiting, by_start.popleft())
        while waiting and claims[waiting[0]].end <= start:
            heappop(waiting)
        if waiting and found and found[-1][0] == waiting[0] and found[-1][2] == start:
            found[-1] = (waiting[0], found[-1][1], end)
        elif waiting:
            found.append((waiting[0], start, end))
    return [_span(claims[number], start, end) for number, start, end in found]


def _left(text: str, taken: Sequence[Removal]) -> str:
    position, parts = 0, []
    for removal in taken:
        parts.append(text[position : removal.start])
        position = removal.end
    return "".join((*parts, text[position:]))


def _repairs(claims: Sequence[Repair], removed: Sequence[Removal]) -> list[Repair]:
    """One line's repairs that overlap neither a removal nor an earlier repair, sorted."""
    taken: list[Repair] = []
    for cluster in _clusters(claims, removed):
        taken += cluster if len(cluster) == 1 else _first_come(cluster)
    return sorted(taken, key=lambda repair: (repair.start, repair.end))


def _clusters(claims: Sequence[Repair], removed: Sequence[Removal]) -> Iterator[list[Repair]]:
    """The claims in clusters that overlap nothing of each other, in the order they came in; none that a removal covers.

    Nearly every cluster is a single claim; comparing within clusters alone keeps the time in proportion.
    """
    spans = sorted((claim.start, claim.end, number) for number, claim in enumerate(claims))
    cut = sorted((removal.start, removal.end) for removal in removed)
    passed, end, cluster = 0, -1, list[int]()
    for start, stop, number in spans:
        while passed < len(cut) and cut[passed][1] <= start:
            passed += 1
        if passed < len(cut) and cut[passed][0] < stop:
            continue  # also where a claim of no width stands within the removal
        if cluster and start >= end:
            yield [claims[index] for index in sorted(cluster)]
            cluster = []
        cluster.append(number)
        end = max(end, stop)
    if cluster:
        yield [claims[index] for index in sorted(cluster)]


def _first_come(claims: Sequence[Repair]) -> list[Repair]:
    """The claims that overlap no earlier one of them."""
    spans: list[tuple[int, int]] = []
    taken: list[Repair] = []
    for claim in claims:
        if _is_free(claim, spans):
            insort(spans, (claim.start, claim.end))
            taken.append(claim)
    return taken


def _is_free(claim: Repair, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a claim overlaps none of these spans, which are sorted and do not overlap each other."""
    place = bisect_left(spans, (claim.start, claim.start))
    if place and spans[place - 1][1] > claim.start:
        return False
    while place < len(spans) and spans[place][0] < claim.end:
        if spans[place][1] > claim.start:
            return False
        place += 1
    return True
