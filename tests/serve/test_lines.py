"""A reading as it is shown: nothing of it is lost, whatever was found in it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.archive import Archive, settings
from cleaner.archive.reader import Document
from cleaner.model import Article, Line, Options, Removal, Repair, Source
from cleaner.serve.lines import WINDOW, window
from cleaner.serve.replay import Replayed, replay

TEXTS = st.lists(st.text("ab \t", max_size=6), min_size=1, max_size=6)


@st.composite
def replayed(draw: st.DrawFn) -> Replayed:
    """A reading with findings that do not overlap."""
    lines = tuple(Line(number, text) for number, text in enumerate(draw(TEXTS), 1))
    removals, repairs = [], []
    for line in lines:
        cuts = sorted(draw(st.sets(st.integers(0, len(line.text)), max_size=4)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            if draw(st.booleans()):
                removals.append(Removal(line.number, start, end, draw(st.sampled_from(["ad.a", "nav.b"])), "x"))
            else:
                repairs.append(Repair(line.number, start, end, "glue.camel", "y"))
    return Replayed(Article(Source("-", b""), lines), tuple(removals), tuple(repairs))


@given(replayed())
def test_every_character_is_shown_once(found: Replayed) -> None:
    shown = window(found, 1)
    for line, seen in zip(found.article.lines, shown.lines, strict=True):
        text = "".join(piece.text for piece in seen.pieces)
        assert text.strip() == line.text.strip()
        if seen.state == "gone":
            assert any(removal.line == line.number for removal in found.removals)
    numbers = [run.number for run in shown.runs]
    assert numbers == list(range(1, len(numbers) + 1))
    opened = [piece.run.number for line in shown.lines for piece in line.pieces if piece.run and piece.opens]
    assert opened == numbers


def test_long_readings_come_in_windows() -> None:
    lines = tuple(Line(number, f"line {number}") for number in range(1, 2 * WINDOW + 11))
    found = Replayed(Article(Source("-", b""), lines))
    seen, first = [], 1
    while first:
        shown = window(found, first)
        seen += [line.number for line in shown.lines]
        first = shown.after or 0
    assert seen == [line.number for line in lines]
    assert window(found, 10**9).first == len(lines)
    assert window(found, -5).first == 1


def document(tmp_path, removed: list[dict[str, object]]) -> Document:  # type: ignore[no-untyped-def]
    """A document with a ledger of one's own."""
    tmp_path.mkdir(exist_ok=True)
    path = tmp_path / "x.warc.gz"
    with Archive.open(path, "a", settings=settings("2024-01-01")) as made:
        made.add(cleaner.clean("ADVERTISEMENT\n\nThe ferry was late on Monday, and the mail with it.\n"))
    (found,) = Archive.open(path).documents()
    ledger = replace(found.ledger, removed=tuple(removed))
    return replace(found, group=replace(found.group, ledger=ledger))


def test_a_ledger_that_does_not_fit_is_told(tmp_path) -> None:  # type: ignore[no-untyped-def]
    fitting = {"line": 1, "start": 0, "end": 13, "rule": "ad.marker", "text": "ADVERTISEMENT"}
    astray = [
        fitting | {"text": "OTHER"},
        fitting | {"line": 99},
        fitting | {"start": -4},
        fitting | {"end": 10**9},
        fitting | {"line": "1"},
        fitting | {"start": None, "end": [1]},
        {},
        fitting,  # again: it overlaps
    ]
    found = replay(document(tmp_path, [fitting, *astray]))
    assert [(removal.rule, removal.reason) for removal in found.removals] == [("ad.marker", "an advertisement marker")]
    assert found.astray == len(astray)
    assert window(found, 1).lines[0].state == "gone"


def test_a_page_with_images_is_read_as_it_was(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """The archive's own check and the viewer lay a ledger over the same reading."""
    page = "<h1>Harbour</h1><p><img src='b.jpg' alt='A boat'></p><p>It was closed on Monday.</p><p>ADVERTISEMENT</p>"
    path = tmp_path / "x.warc.gz"
    with Archive.open(path, "a", settings=settings("2024-01-01")) as made:
        made.add(cleaner.clean(Source("a.html", page.encode()), options=Options(images=True)))
    (found,) = Archive.open(path).documents()
    replayed = replay(found)
    assert replayed.astray == 0
    assert [removal.line for removal in replayed.removals] == [4]


def test_findings_without_a_rule_are_shown(tmp_path) -> None:  # type: ignore[no-untyped-def]
    nameless = {"line": 1, "start": 0, "end": 13, "text": "ADVERTISEMENT"}
    for rule in ({}, {"rule": ""}):
        (run,) = window(replay(document(tmp_path / str(len(rule)), [nameless | rule])), 1).runs
        assert (run.rule, run.first, run.text) == ("", 1, "ADVERTISEMENT")
