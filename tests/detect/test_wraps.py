"""Line breaks that a width explains are undone; those of verse, lists and addresses are meant."""

from __future__ import annotations

from textwrap import wrap

from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from tests.detect.articles import PROSE, repaired

VERSE = """\
The river runs by day and night,
the boats lie still, the moon is bright,
and he who rows
to where it flows
shall not be seen till morning light,
nor later"""


def unwrapped(text: str) -> list[str]:
    return [block.text for block in clean(text).blocks]


@given(st.integers(45, 100))
def test_wrapped_paragraphs_become_what_they_were(width: int) -> None:
    text = "\n\n".join("\n".join(wrap(" ".join((prose, prose)), width)) for prose in PROSE)
    assert unwrapped(text) == [f"{prose} {prose}" for prose in PROSE]


def test_each_join_is_a_listed_repair_that_can_be_switched_off() -> None:
    lines = wrap(" ".join(PROSE), 60)
    assert repaired(*lines) == [("wrap.line", "", " ")] * (len(lines) - 1)


def test_items_keep_their_wrapped_lines() -> None:
    items = [f"* {prose} {prose}" for prose in PROSE]
    text = "\n".join("\n".join(wrap(item, 60, subsequent_indent="  ")) for item in items)
    result = clean(text)
    assert [block.kind for block in result.blocks] == ["list_item"] * len(items)
    assert [block.text for block in result.blocks] == [item[2:] for item in items]


def test_verse_stays_broken() -> None:
    assert unwrapped(VERSE) == [VERSE]


def test_single_spaced_paragraphs_stay_apart() -> None:
    assert unwrapped("\n".join(PROSE * 3)) == list(PROSE * 3)
