from __future__ import annotations

from .conftest import DIRTY, Run


def test_every_removal_is_shown_with_its_rule(run: Run) -> None:
    ended = run("explain", "-", stdin=DIRTY)
    assert ended.code == 0
    first, rule, *_, last = ended.out.splitlines()
    assert first == "1 - ADVERTISEMENT"
    assert rule.startswith("    ^ ad.marker: ")
    assert last == "-: ok; 1 ad"
    assert "\x1b" not in ended.out


def test_what_cannot_be_read_is_explained_on_stderr(run: Run) -> None:
    ended = run("explain", "-", stdin=b"\x7fELF\x00\x01\x02\x03")
    assert (ended.code, ended.out) == (4, "")
    assert ended.err.startswith("cleaner: -: ")
