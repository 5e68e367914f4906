"""Readers' verdicts overrule the rules when an archive is cleaned anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.archive import Archive, settings, verify
from cleaner.archive.again import cleans_the_same
from cleaner.archive.judged import MISSED, overruled
from cleaner.archive.reclean import reclean
from cleaner.verdicts import Verdict

TEXT = """\
ADVERTISEMENT

The ferry was late on Monday, and the mail came with it.

Printed on recycled nets

Photo: Jane Doe/AFP

The second boat was on time, which nobody had expected.
"""
LINES = TEXT.split("\n")


def verdict(kind: str, line: int) -> Verdict:
    text = LINES[line - 1]
    return Verdict(kind, "u", "", "", line, 0, len(text), text, whole=text)  # type: ignore[arg-type]


def test_what_should_stay_stays_and_what_should_go_goes() -> None:
    result = overruled(cleaner.clean(TEXT), [verdict("wrong", 1), verdict("missed", 5)])
    assert "ADVERTISEMENT" in result.text
    assert "recycled" not in result.text
    assert [(removal.line, removal.rule) for removal in result.removals] == [(5, MISSED), (7, "credit.line")]


def test_verdicts_on_another_text_change_nothing() -> None:
    result = cleaner.clean(TEXT)
    assert overruled(result, []) is result
    assert overruled(result, [replace(verdict("wrong", 1), text="Another")]) is result
    assert overruled(result, [replace(verdict("wrong", 1), line=99)]) is result


@given(
    st.lists(st.tuples(st.sampled_from(["wrong", "missed"]), st.integers(1, 9), st.integers(0, 20), st.integers(0, 20)))
)
def test_every_line_is_still_kept_or_removed(given_: list[tuple[str, int, int, int]]) -> None:
    verdicts = [
        Verdict(kind, "u", "", "", line, min(a, b), max(a, b), LINES[line - 1][min(a, b) : max(a, b)])  # type: ignore[arg-type]
        for kind, line, a, b in given_
    ]
    result = overruled(cleaner.clean(TEXT), verdicts)
    kept = {line for block in result.blocks for line in block.lines}
    for line in result.article.lines:
        spans = [(found.start, found.end) for found in result.removals if found.line == line.number]
        assert spans == sorted(spans)
        whole = (
            bool(spans)
            and not "".join(
                char for at, char in enumerate(line.text) if not any(start <= at < end for start, end in spans)
            ).strip()
        )
        assert not line.text.strip() or (line.number in kept) != whole


def test_reclean(tmp_path: Path) -> None:
    path = tmp_path / "kept.warc.gz"
    with Archive.open(path, "a", settings=settings("2025-06-15")) as archive:
        archive.add(cleaner.clean(cleaner.Source("a.txt", TEXT.encode(), media_type="text/plain", path="a.txt")))
    (document,) = Archive.open(path).documents()
    about = {"uri": document.uri, "source_digest": document.ledger.source_digest}
    verdicts = [replace(verdict("wrong", 1), **about), replace(verdict("missed", 5), **about)]
    elsewhere = [replace(verdict("wrong", 7), uri=document.uri, source_digest="sha256:another")]
    (change,) = reclean(path, {}, settings("2025-06-16"), [*verdicts, *elsewhere])
    assert change.added
    assert change.after is not None
    assert "ADVERTISEMENT" in change.after
    assert "recycled" not in change.after
    assert "Photo" not in change.after
    # The ledger replays, and nobody takes it for what the rules alone give.
    assert [finding for finding in verify(path) if finding.damage] == []
    told = [finding.message for finding in verify(path, (cleans_the_same,))]
    assert len(told) == 1
    assert "not compared" in told[0]
