"""Bullets and numbers of plain text, and the dashes of dialogue."""

from __future__ import annotations

import pytest

from tests.structure.shapes import PROSE, blocks, kinds


@pytest.mark.parametrize("sign", "•◦▪●■‣·►✓")
def test_bullets_make_a_list(sign: str) -> None:
    assert kinds(PROSE[0], f"{sign} One ferry", f"  {sign}Two ferries") == [
        ("paragraph", PROSE[0]),
        ("list_item", "One ferry"),
        ("list_item", "Two ferries"),
    ]


def test_one_bullet_is_enough() -> None:
    assert kinds(PROSE[0], "• One ferry", PROSE[1])[1] == ("list_item", "One ferry")


def test_a_list_may_be_double_spaced() -> None:
    assert [kind for kind, _ in kinds("• One", "", "• Two", "", "• Three")] == ["list_item"] * 3


def test_numbers_make_an_ordered_list() -> None:
    items = blocks("1. Lift the lid.", "2. Look into the well.", "3) Close the lid.")
    assert [(item.ordered, item.number, item.text) for item in items] == [
        (True, 1, "Lift the lid."),
        (True, 2, "Look into the well."),
        (True, 3, "Close the lid."),
    ]


@pytest.mark.parametrize("lines", [("1984. It was a cold day.",), ("3. The third man", PROSE[0], "7. The seventh man")])
def test_lone_numbers_make_no_list(lines: tuple[str, ...]) -> None:
    assert "list_item" not in {kind for kind, _ in kinds(*lines)}


def test_a_list_that_starts_again_is_another_list() -> None:
    items = blocks("1. One", "2. Two", PROSE[0], "1. One", "2. Two")
    assert [item.number for item in items] == [1, 2, None, 1, 2]
    assert items[0].group == items[1].group != items[3].group == items[4].group


def test_indentation_and_inner_signs_nest() -> None:
    items = blocks("• One", "  • One and a half", "    • One and three quarters", "• Two", "◦ Two and a half")
    assert [item.level for item in items] == [1, 2, 3, 1, 2]


@pytest.mark.parametrize("sign", ["-", "*", "+"])
def test_three_plain_signs_or_two_with_an_introduction_make_a_list(sign: str) -> None:
    assert [kind for kind, _ in kinds(f"{sign} bread", f"{sign} salt", f"{sign} soap")] == ["list_item"] * 3
    assert kinds("Bring with you:", f"{sign} bread", f"{sign} salt")[1:] == [
        ("list_item", "bread"),
        ("list_item", "salt"),
    ]
    assert "list_item" not in dict(kinds(PROSE[0], f"{sign} bread", f"{sign} salt"))


@pytest.mark.parametrize(
    "lines",
    [
        ("- You waited.", "- I did.", "- All night?"),
        ("- No!", "- Yes.", "- No."),
        ("- It is late, she said.", "- It is not.", "- Then stay."),
        ("- Come in, - he said.", "- Thank you.", "- Sit down."),
        ("The old man spoke first:", "- Go home, both of you.", "- I would rather stay."),
        ("– Come in.", "– Thank you.", "– Sit down."),
        ("— Come in.", "— Thank you.", "— Sit down."),
    ],
)
def test_dialogue_is_no_list(lines: tuple[str, ...]) -> None:
    assert {kind for kind, _ in kinds(*lines)} == {"paragraph"}
    assert [text for _, text in kinds(*lines)] == list(lines)


@pytest.mark.parametrize("line", ["-5 degrees at noon", "*Conditions apply", "+49 30 1234", "3.15pm", "2.5 million"])
def test_signs_that_belong_to_the_word_are_no_bullets(line: str) -> None:
    assert {kind for kind, _ in kinds(line, line, line)} == {"paragraph"}
