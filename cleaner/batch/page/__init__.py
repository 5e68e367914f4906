"""A run's figures as a single page: no other file, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources

from cleaner.batch.figures import STATUSES, Figures, Shown, Tally, first
from cleaner.batch.page.charts import Bar, bars

MOST_BARS = 20
MOST_SITES = 500  # rows of the table
MOST_DIFF = 20_000  # characters of a difference that are shown


@dataclass(frozen=True, slots=True)
class Heading:
    """What a page says of its run.

    title    what was cleaned
    date     ISO 8601, when it ended
    seconds  that it took
    version  of the program
    """

    title: str
    date: str
    seconds: float
    version: str


def page(figures: Figures, heading: Heading) -> str:
    """The page, as HTML."""
    style = (resources.files("cleaner.batch.page") / "page.css").read_text(encoding="utf-8")
    body = "\n".join(_body(figures, heading))
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{_text(heading.title)}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>\n{style}</style>\n'
        f"<main>\n{body}\n</main>\n</html>\n"
    )


def _body(figures: Figures, heading: Heading) -> Iterator[str]:
    total = figures.total
    yield f"<h1>{_text(heading.title)}</h1>"
    yield f'<p class="dim">{_text(heading.date)} · {_text(heading.version)}</p>'
    yield _cards(figures, heading.seconds)
    if total.removed:
        yield _section(
            "Removals by rule",
            bars([Bar(name, number) for name, number in first(total.removed, MOST_BARS)]),
        )
    if total.repaired:
        yield _section(
            "Repairs by rule",
            bars([Bar(name, number) for name, number in first(total.repaired, MOST_BARS)]),
        )
    by_site = {name: tally.removed.total() for name, tally in figures.sites.items() if tally.removed}
    if len(figures.sites) > 1 and by_site:
        yield _section("Removals by site", bars([Bar(name, number) for name, number in first(by_site, MOST_BARS)]))
    yield _section("Sites", _sites(figures.ranked_sites))
    if figures.slowest:
        yield _section("Slowest documents", *map(_slow, figures.slow_first))
    if figures.most_cut:
        yield _section("Most cut documents", *map(_cut, figures.cut_first))
    if figures.skipped:
        yield _section("Skipped documents", _skipped(figures))
    if figures.failures:
        yield _section("Failed documents", _failures(figures))


def _cards(figures: Figures, seconds: float) -> str:
    total = figures.total
    rate = total.documents / seconds if seconds else 0
    facts = [
        (f"{total.documents:,}", "documents"),
        *((f"{total.statuses[status]:,}", status) for status in STATUSES if total.statuses[status]),
        (f"{total.changed:,}", "changed"),
        (f"{total.share:.1%}", "of the characters removed"),
        (f"{total.size / 1e6:,.1f} MB", "read"),
        (f"{rate:,.1f}", "documents a second"),
        (f"{seconds:,.1f} s", "in all"),
    ]
    return '<div class="cards">' + "".join(f"<div><b>{value}</b>{name}</div>" for value, name in facts) + "</div>"


def _section(title: str, *parts: str) -> str:
    return f"<section><h2>{title}</h2>\n" + "\n".join(parts) + "</section>"


def _sites(ranked: Sequence[tuple[str, Tally]]) -> str:
    rows = "\n".join(_site(name, tally) for name, tally in ranked[:MOST_SITES])
    rest = len(ranked) - MOST_SITES
    more = f'<p class="dim">and {rest:,} more</p>' if rest > 0 else ""
    names = ("Site", "Documents", "Failed", "MB", "Removed", "Most of all")
    return f"<table><tr>{''.join(f'<th>{name}' for name in names)}</tr>\n{rows}</table>{more}"


def _site(name: str, tally: Tally) -> str:
    most = ", ".join(f"{rule} {number:,}" for rule, number in tally.removed.most_common(3))
    return (
        f"<tr><td>{_text(name)}<td>{tally.documents:,}<td>{tally.statuses['failed']:,}<td>{tally.size / 1e6:,.1f}"
        f"<td>{tally.share:.1%}<td>{_text(most)}</tr>"
    )


def _slow(shown: Shown) -> str:
    return _document(shown, f"{shown.measure:.2f} s, {shown.facts.size / 1e3:,.0f} kB")


def _cut(shown: Shown) -> str:
    return _document(shown, f"{shown.measure:.0%} of {shown.facts.characters:,} characters removed")


def _document(shown: Shown, told: str) -> str:
    lines = "".join(map(_line, shown.diff[:MOST_DIFF].splitlines()))
    more = '<span class="dim">… and more</span>' if len(shown.diff) > MOST_DIFF else ""
    return (
        f"<details><summary>{_text(shown.name)} <span class=dim>{told}</span></summary>"
        f"<pre>{lines or 'nothing changes'}{more}</pre></details>"
    )


def _skipped(figures: Figures) -> str:
    rows = "\n".join(f"<tr><td>{_text(why)}<td>{number:,}</tr>" for why, number in first(figures.skipped, MOST_BARS))
    return f"<table><tr><th>Why<th>Documents</tr>\n{rows}</table>"


def _line(line: str) -> str:
    name = {"-": "del", "+": "ins"}.get(line[:1])
    return f"<{name}>{_text(line)}\n</{name}>" if name else f"{_text(line)}\n"


def _failures(figures: Figures) -> str:
    rows = "\n".join(f"<tr><td>{_text(name)}<td>{_text(error)}</tr>" for name, error in figures.failures)
    rest = figures.total.statuses["failed"] - len(figures.failures)
    more = f'<p class="dim">and {rest:,} more; the manifest has all of them</p>' if rest > 0 else ""
    return f'<table class="failures"><tr><th>Document<th>Why</tr>\n{rows}</table>{more}'


def _text(text: str) -> str:
    """Text of a document or a file's name, safe in a page."""
    shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
    return escape(shown)
