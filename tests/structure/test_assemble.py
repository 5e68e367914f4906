"""Lines of one element become one block."""

from __future__ import annotations

from cleaner.model import Line, Mark, Removal, Role
from tests.structure.shapes import structured


def test_lines_of_one_group_are_one_block() -> None:
    paragraph = Role("paragraph", group=1)
    (block,) = structured([Line(1, "one", paragraph), Line(2, "two", paragraph)])
    assert (block.text, block.lines) == ("one\ntwo", (1, 2))


def test_soft_breaks_are_spaces() -> None:
    wrapped = Role("paragraph", group=1, soft=True)
    (block,) = structured([Line(1, "one", Role("paragraph", group=1)), Line(2, "two", wrapped)])
    assert block.text == "one two"


def test_another_group_kind_level_or_quote_is_another_block() -> None:
    roles = [
        Role("paragraph", group=1),
        Role("paragraph", group=2),
        Role("caption", group=2),
        Role("caption", level=1, group=2),
        Role("caption", level=1, quote=1, group=2),
    ]
    assert len(structured([Line(number, "text", role) for number, role in enumerate(roles)])) == 5


def test_lines_without_a_group_stand_alone() -> None:
    assert len(structured([Line(1, "one", Role("paragraph")), Line(2, "two", Role("paragraph"))])) == 2


def test_a_mark_over_a_break_goes_on_as_one() -> None:
    role = Role("paragraph", group=1)
    lines = [
        Line(1, "a link", role, (Mark(2, 6, "link", "/x"),)),
        Line(2, "goes on", role, (Mark(0, 4, "link", "/x"), Mark(5, 7, "strong"))),
    ]
    (block,) = structured(lines)
    assert block.text == "a link\ngoes on"
    assert block.marks == (Mark(2, 11, "link", "/x"), Mark(12, 14, "strong"))


def test_two_links_are_two() -> None:
    role = Role("paragraph", group=1)
    lines = [Line(1, "one", role, (Mark(0, 3, "link", "/1"),)), Line(2, "two", role, (Mark(0, 3, "link", "/2"),))]
    assert structured(lines)[0].marks == (Mark(0, 3, "link", "/1"), Mark(4, 7, "link", "/2"))


def test_marks_of_table_cells_and_code_stay_on_their_lines() -> None:
    for kind in ("row", "code"):
        role = Role(kind, group=1)  # type: ignore[arg-type]
        lines = [Line(number, "one", role, (Mark(0, 3, "strong"),)) for number in (1, 2)]
        assert structured(lines)[0].marks == (Mark(0, 3, "strong"), Mark(4, 7, "strong"))


def test_a_mark_follows_its_text_when_the_line_is_trimmed_and_cut() -> None:
    line = Line(1, "    see the report (AP)", Role("paragraph", group=1), (Mark(8, 18, "link", "/x"),))
    (block,) = structured([line], Removal(1, 18, 23, "credit.tail", "why"))
    assert (block.text, block.marks) == ("see the report", (Mark(4, 14, "link", "/x"),))


def test_rows_make_a_table_with_its_head() -> None:
    rows = [Line(1, "Year\tLoss", Role("row", group=1, header=True)), Line(2, "1700\t", Role("row", group=1))]
    (table,) = structured(rows)
    assert (table.kind, table.text, table.header) == ("table", "Year\tLoss\n1700\t", 1)


def test_code_keeps_its_blank_lines_and_indentation() -> None:
    code = Role("code", group=1, language="python")
    (block,) = structured([Line(1, "if x:", code), Line(2, "", code), Line(3, "    y()", code)])
    assert (block.text, block.language) == ("if x:\n\n    y()", "python")


def test_code_of_nothing_is_nothing() -> None:
    assert structured([Line(1, "", Role("code", group=1)), Line(2, " ", Role("code", group=1))]) == ()


def test_rules_do_not_join() -> None:
    assert len(structured([Line(1, "", Role("rule", group=1)), Line(2, "", Role("rule", group=1))])) == 2
