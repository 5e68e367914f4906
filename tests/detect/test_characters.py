"""Characters that nobody sees or meant."""

from __future__ import annotations

import pytest

from cleaner.model import Role
from tests.detect.articles import PROSE, found, removed, repaired


@pytest.mark.parametrize(
    "line", ["\u200b", "\ufeff", " \u200c\u200d ", "\u00ad\t", "&nbsp;", "&#8203;\xa0", "\u200b\x0c", "\x01"]
)
def test_a_line_that_says_nothing_goes(line: str) -> None:
    assert removed(PROSE[0], line, PROSE[1]) == [("invisible.line", line)]


@pytest.mark.parametrize("line", ["", " ", "\t", "\xa0\xa0", "\u3000", "\x0c"])
def test_a_blank_line_is_no_finding(line: str) -> None:
    assert found(PROSE[0], line, PROSE[1]) == ((), ())


@pytest.mark.parametrize(
    ("line", "repair"),
    [
        ("zero\u200bwidth", ("invisible.character", "\u200b", "")),
        ("soft\u00adhyphen", ("invisible.character", "\u00ad", "")),
        ("\ufeffmark", ("invisible.character", "\ufeff", "")),
        ("no\u00a0break", ("space.no-break", "\u00a0", " ")),
        ("5\u202f000", ("space.no-break", "\u202f", " ")),
        ("con\x07trol", ("invisible.control", "\x07", "")),
        ("this &amp; that", ("entity.literal", "&amp;", "&")),
        ("this&nbsp;that", ("entity.literal", "&nbsp;", " ")),
        ("caf&eacute;", ("entity.literal", "&eacute;", "é")),
        ("it&#8217;s", ("entity.literal", "&#8217;", "’")),
        ("it&#x2019;s", ("entity.literal", "&#x2019;", "’")),
        ("zero&#8203;width", ("entity.literal", "&#8203;", "")),
    ],
)
def test_an_odd_character_is_repaired(line: str, repair: tuple[str, str, str]) -> None:
    assert repaired(line) == [repair]


@pytest.mark.parametrize(
    "line",
    [
        "می‌نویسم",  # a zero-width non-joiner is spelling here
        "🏳️‍🌈 and 👩‍👩‍👧",  # a joiner makes one sign of several
        "&lt;b&gt;",  # how a text speaks of markup
        "AT&T, R&D; &c.",
        "&nosuchentity;",
        "a tab\tinside",
    ],
)
def test_what_is_meant_stays(line: str) -> None:
    assert repaired(line) == []


def test_no_break_spaces_at_the_ends_need_no_repair() -> None:
    assert repaired("\xa0\xa0the end\xa0") == []


def test_code_is_not_touched() -> None:
    assert found("a\xa0b &amp; c", role=Role("code")) == ((), ())
