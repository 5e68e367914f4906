"""Merging findings: one list of removals and one of repairs, sorted, clipped, without overlaps."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
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
        if finding.line not in by_number or {finding.rule, finding.category} & options.keep:
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
    end = min(max(finding.end, start), length)
    return finding if (start, end) == (finding.start, finding.end) else replace(finding, start=start, end=end)


def _removals(text: str, claims: Sequence[Removal]) -> list[Removal]:
    """The spans of one line's claims; the earlier claim wins."""
    taken: list[Removal] = []
    for claim in claims:
        taken.extend(_free(claim, taken))
    if not taken:
        return []
    taken.sort(key=lambda removal: removal.start)
    if _left(text, taken).strip(_SCRAPS):
        return taken
    first = next(claim for claim in claims if claim.end > claim.start)
    return [replace(first, start=0, end=len(text))]


def _free(claim: Removal, taken: Sequence[Removal]) -> Iterable[Removal]:
    """The parts of a claim that no earlier one has taken."""
    position = claim.start
    for other in sorted(taken, key=lambda removal: removal.start):
        if other.start > position and position < claim.end:
            yield replace(claim, start=position, end=min(other.start, claim.end))
        position = max(position, other.end)
    if position < claim.end:
        yield replace(claim, start=position)


def _left(text: str, taken: Sequence[Removal]) -> str:
    position, parts = 0, []
    for removal in taken:
        parts.append(text[position : removal.start])
        position = removal.end
    return "".join((*parts, text[position:]))


def _repairs(claims: Sequence[Repair], removed: Sequence[Removal]) -> list[Repair]:
    """One line's repairs that overlap neither a removal nor an earlier repair."""
    spans = sorted((removal.start, removal.end) for removal in removed)
    taken: list[Repair] = []
    for claim in claims:
        if _is_free(claim, spans):
            insort(spans, (claim.start, claim.end))
            taken.append(claim)
    return sorted(taken, key=lambda repair: (repair.start, repair.end))


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
