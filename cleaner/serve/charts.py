"""Numbers as bars: what a template needs to draw them, with no library and no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.serve.catalogue import Tally
from cleaner.serve.kinds import hue

MOST_BARS = 15
MOST_COLUMNS = 60
_UNITS = {"day": 10, "month": 7, "year": 4}  # and how many characters of a date name them


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its value in words, its length in percent of the longest, and the number of its colour."""

    name: str
    value: str
    percent: float
    hue: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart over time: kept and removed stand on each other, in percent of the highest."""

    name: str
    documents: int
    kept: float
    removed: float
    share: float


def by_rule(rules: Sequence[Tally]) -> list[Bar]:
    """Characters removed by each rule, the most first."""
    shown = rules[:MOST_BARS]
    most = max((rule.removed for rule in shown), default=0) or 1
    return [
        Bar(
            rule.name,
            f"{_short(rule.removed)} characters, {_documents(rule.documents)}",
            100 * rule.removed / most,
            hue(rule.name),
        )
        for rule in shown
    ]


def by_site(sites: Sequence[Tally]) -> list[Bar]:
    """The share removed of each site, those with the most documents first."""
    return [
        Bar(site.name, f"{percent(site.share)} of {_documents(site.documents)}", 100 * site.share)
        for site in sites[:MOST_BARS]
    ]


def over_time(days: Sequence[Tally]) -> tuple[str, list[Column]]:
    """Characters read over time, by day, month or year, whichever gives a few dozen columns; and which that is."""
    merged_by = {unit: _merged(days, length) for unit, length in _UNITS.items()}
    unit = next((unit for unit, merged in merged_by.items() if len(merged) <= MOST_COLUMNS), "year")
    merged = merged_by[unit][-MOST_COLUMNS:]
    most = max((tally.kept + tally.removed for tally in merged), default=0) or 1
    columns = [
        Column(tally.name, tally.documents, 100 * tally.kept / most, 100 * tally.removed / most, tally.share)
        for tally in merged
    ]
    return unit, columns


def percent(share: float) -> str:
    """A share as a person says it: neither nothing nor everything unless it is.

    >>> percent(0), percent(0.001), percent(0.25), percent(0.999), percent(1)
    ('0 %', '< 1 %', '25 %', '> 99 %', '100 %')
    """
    if 0 < share < 0.005:
        return "< 1 %"
    if 0.995 < share < 1:
        return "> 99 %"
    return f"{share:.0%}".replace("%", " %")


def _documents(number: int) -> str:
    return f"{number:,} document{'' if number == 1 else 's'}"


def _merged(days: Sequence[Tally], length: int) -> list[Tally]:
    """Days whose names begin alike, as one."""
    merged: dict[str, Tally] = {}
    for day in days:
        name = day.name[:length] or "without a date"
        before = merged.get(name, Tally(name, 0))
        merged[name] = Tally(
            name, before.documents + day.documents, 0, before.kept + day.kept, before.removed + day.removed
        )
    return list(merged.values())


def _short(number: int) -> str:
    """A number in three digits or so.

    >>> _short(1234567), _short(4321), _short(7)
    ('1.2 M', '4.3 k', '7')
    """
    for size, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return str(number)
