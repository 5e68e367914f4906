"""Bar charts as inline SVG (SVG 1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, ROW, BAR = 720, 24, 16  # of the chart, of a row, of the bar in it; in user units
NAMES, NUMBERS = 220, 70  # what names and numbers take of the width
MOST_NAME = 34  # characters of a name


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name and how long it is."""

    name: str
    number: int


def bars(rows: Sequence[Bar]) -> str:
    """Horizontal bars, the longest as long as there is room."""
    longest = max((bar.number for bar in rows), default=1) or 1
    height = ROW * len(rows)
    drawn = "".join(_row(index, bar, longest) for index, bar in enumerate(rows))
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" width="{WIDTH}" height="{height}">{drawn}</svg>'


def _row(index: int, bar: Bar, longest: int) -> str:
    top = index * ROW
    base = top + ROW / 2 + 4
    length = max(1.0, (WIDTH - NAMES - NUMBERS) * bar.number / longest)
    name = bar.name if len(bar.name) <= MOST_NAME else bar.name[: MOST_NAME - 1] + "…"
    return (
        f'<text x="{NAMES - 8}" y="{base:g}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{NAMES}" y="{top + (ROW - BAR) / 2:g}" width="{length:.1f}" height="{BAR}" rx="2">'
        f"<title>{escape(bar.name)}: {bar.number:,}</title></rect>"
        f'<text x="{NAMES + length + 6:.1f}" y="{base:g}" class="number">{bar.number:,}</text>'
    )
