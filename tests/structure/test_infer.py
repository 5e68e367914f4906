"""Stanzas, rules, indentation: what else plain lines become."""

from __future__ import annotations

import pytest
from hypothesis import given

from cleaner.detect.view import blank
from cleaner.model import Line
from tests.strategies_text import plain_texts
from tests.structure.shapes import PROSE, blocks, kinds, structured

VERSE = ("Winter came in by the kitchen door", "and set its boots in a row", "and asked for bread")


def test_short_lines_that_stand_together_keep_their_breaks() -> None:
    assert kinds(PROSE[0], "", *VERSE, "", PROSE[1])[1] == ("paragraph", "\n".join(VERSE))


def test_two_do_between_blank_lines() -> None:
    assert kinds(PROSE[0], "", *VERSE[:2], "", PROSE[1])[1] == ("paragraph", "\n".join(VERSE[:2]))
    assert kinds(PROSE[0], *VERSE[:2], PROSE[1])[1] == ("paragraph", VERSE[0])


def test_blank_and_removed_lines_part_stanzas() -> None:
    stanzas = [("paragraph", "\n".join(VERSE))] * 2
    assert kinds(*VERSE, "", *VERSE) == stanzas
    assert kinds(*VERSE, "ADVERTISEMENT", *VERSE, gone=[4]) == stanzas


def test_prose_and_speech_are_no_verse() -> None:
    assert len(kinds(*PROSE)) == 3
    assert len(kinds("– Come in.", "– Thank you.", "– Sit down.")) == 3


@pytest.mark.parametrize("line", ["***", "* * *", "---", "___", "—", "———", "~~~~"])
def test_a_line_of_signs_is_a_rule(line: str) -> None:
    kind = kinds(PROSE[0], line, PROSE[1])[1]
    assert kind == (("paragraph", "—") if line == "—" else ("rule", ""))


def test_indentation_goes() -> None:
    assert kinds(f"    {PROSE[0]}\xa0", f"\t{PROSE[1]}") == [("paragraph", PROSE[0]), ("paragraph", PROSE[1])]


def test_blocks_know_their_lines() -> None:
    found = blocks("", PROSE[0], "", *VERSE, "", PROSE[1])
    assert [block.lines for block in found] == [(2,), (4, 5, 6), (8,)]


@given(plain_texts)
def test_each_line_is_in_one_block_in_the_order_of_the_text(text: str) -> None:
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    numbers = [number for block in structured(lines) for number in block.lines]
    assert numbers == [line.number for line in lines if not blank(line)]
