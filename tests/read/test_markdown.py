"""Markdown to lines, and law 3: our own markdown, read and written without detectors, is the same bytes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import structure
from cleaner.model import Article, Block, Line, Mark, Role, Source
from cleaner.read.markdown import read
from cleaner.write.markdown import render
from tests import strategies


def article(text: str) -> Article:
    return read(Source("a.md", text.encode(), media_type="text/markdown", charset="utf-8"))


def lines(text: str) -> tuple[Line, ...]:
    return article(text).lines


def blocks(text: str) -> tuple[Block, ...]:
    return structure.blocks(article(text), (), ())


def shape(text: str) -> list[tuple[object, ...]]:
    return [(block.kind, block.level, block.quote, block.text) for block in blocks(text)]


# Law 3


@given(strategies.documents)
def test_our_own_markdown_is_read_and_written_as_the_same_bytes(document):
    written = render(document)
    assert render(blocks(written)) == written


@given(strategies.marked_texts())
def test_a_paragraph_comes_back_whole(marked):
    text, marks = marked
    written = render([Block("paragraph", text, marks=marks)])
    read_back = blocks(written)
    assert [block.kind for block in read_back] == (["paragraph"] if written else [])
    assert render(read_back) == written


@given(st.text("ab (*_~`[]!\\字」\n", max_size=14), st.data())
def test_marks_come_back_among_delimiters(text, data):
    written = render([Block("paragraph", text, marks=data.draw(strategies.marks_over(text)))])
    assert render(blocks(written)) == written


@st.composite
def outlines(draw: st.DrawFn) -> list[Block]:
    """A document whose depths are such as markdown can say: each item is at most one deeper than what stands before."""
    outline = [Block("title", "T", level=1)] if draw(st.booleans()) else []
    depth = 0
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(("paragraph", "list_item", "list_item", "code", "heading", "quote")))
        if kind == "heading":
            outline.append(Block(kind, f"w{number}", level=draw(st.integers(2, 6))))
            depth = 0
            continue
        depth = draw(st.integers(1, min(depth + 1, 5)) if kind == "list_item" else st.integers(0, depth))
        outline.append(Block(kind, f"w{number}", level=depth, quote=int(kind == "quote"), group=depth))
    return outline


@given(outlines())
def test_kinds_and_depths_come_back(outline):
    assert shape(render(outline)) == [(block.kind, block.level, block.quote, block.text) for block in outline]


# Lines


def test_each_line_of_the_source_is_a_line_without_its_markup():
    text = (
        "# Title\n\nSome *soft\nwrapped* text,\\\nbroken [here](u).\n\n- one\n  two\n\n  more\n  1. inner\n\n> quoted\n"
        "\n```py\n  code\n\n```\n\n| a | *b* |\n|---|---|\n| c | d |\n\n---\n\nUnder [x]\n=====\n\n[x]: http://a.b\n"
    )
    found = lines(text)
    assert [line.number for line in found] == list(range(1, len(text.split("\n"))))
    assert {line.number: line.text for line in found if line.text} == {
        1: "Title",
        3: "Some soft",
        4: "wrapped text,",
        5: "broken here.",
        7: "one",
        8: "two",
        10: "more",
        11: "inner",
        13: "quoted",
        16: "  code",
        20: "a\tb",
        22: "c\td",
        26: "Under x",
    }
    by_number = {line.number: line for line in found}
    assert by_number[3].marks == (Mark(5, 9, "emphasis"),)
    assert by_number[4].marks == (Mark(0, 7, "emphasis"),)
    assert by_number[5].marks == (Mark(7, 11, "link", "u"),)
    assert by_number[20].marks == (Mark(2, 3, "emphasis"),)
    assert (by_number[4].role.soft, by_number[5].role.soft, by_number[8].role.soft) == (True, False, True)
    assert by_number[1].role == Role("title", level=1, group=1)
    assert by_number[26].role.kind == "heading"
    assert by_number[24].role.kind == "rule"
    assert (by_number[20].role.header, by_number[22].role.header) == (True, False)
    assert by_number[17].role.kind == "code"  # a blank line of it


def test_soft_breaks_are_spaces_and_hard_breaks_newlines():
    assert shape("a\nb\\\nc  \nd\n") == [("paragraph", 0, 0, "a b\nc\nd")]


def test_lists():
    found = blocks("3. a\n7. b\n   - c\n\n     d\n\n1) e\n\n- f\n\n* g\n")
    assert [(block.kind, block.level, block.ordered, block.number, block.text) for block in found] == [
        ("list_item", 1, True, 3, "a"),
        ("list_item", 1, True, 7, "b"),
        ("list_item", 2, False, None, "c"),
        ("paragraph", 2, False, None, "d"),
        ("list_item", 1, True, 1, "e"),
        ("list_item", 1, False, None, "f"),
        ("list_item", 1, False, None, "g"),
    ]
    groups = [block.group for block in found]
    assert groups[0] == groups[1]
    assert len({groups[0], groups[2], groups[4], groups[5], groups[6]}) == 5


def test_an_items_first_text_is_the_item_whatever_it_is():
    assert shape("- # a\n- > b\n") == [("list_item", 1, 0, "a"), ("list_item", 1, 0, "b")]


def test_quotes_and_what_stands_in_them():
    assert shape("> a\nlazy\n>\n> - b\n>\n>   c\n>\n> > d\n") == [
        ("quote", 0, 1, "a lazy"),
        ("list_item", 1, 1, "b"),
        ("paragraph", 1, 1, "c"),
        ("quote", 0, 2, "d"),
    ]


def test_only_a_heading_that_opens_the_document_is_its_title():
    assert [block.kind for block in blocks("# a\n\n# b\n")] == ["title", "heading"]
    assert [block.kind for block in blocks("a\n\n# b\n")] == ["paragraph", "heading"]
    assert [block.kind for block in blocks("> # b\n")] == ["heading"]


def test_html_is_text_but_for_sub_and_sup():
    (line,) = lines("H<sub>2</sub>O <b>x</b> </sub> <sup>\n")
    assert line.text == "H2O <b>x</b> </sub> <sup>"
    assert line.marks == (Mark(1, 2, "subscript"),)
    assert [line.text for line in lines("<div>\n*a*\n</div>\n")] == ["<div>", "a", "</div>"]


def test_marks_of_all_kinds_nest_outer_first():
    (line,) = lines("***a*** ~~b~~ `c` ![d *e*](i.png) <http://f.g> [**h**](u)\n")
    assert line.text == "a b c d e http://f.g h"
    assert [(mark.kind, mark.target) for mark in line.marks] == [
        ("emphasis", ""), ("strong", ""), ("strikethrough", ""), ("code", ""), ("image", "i.png"),
        ("link", "http://f.g"), ("link", "u"), ("strong", ""),
    ]  # fmt: skip


def test_line_breaks_inside_code_and_addresses_shift_no_line():
    found = lines("a `b\nc` d\ne [f](\nu) g\nh\n")
    assert [line.text for line in found] == ["a b c d", "", "e f g", "", "h"]
    assert blocks("a `b\nc` d\ne [f](\nu) g\nh\n")[0].text == "a b c d e f g h"


def test_a_definition_that_nothing_uses_is_a_line_of_its_own():
    found = lines("[a]: u\n[a]: v\n\n[a] b\n\n[//]: # (a note\n  to myself)\n")
    assert [(line.text, line.origin) for line in found] == [
        ("", ""),
        ("[a]: v", "definition"),
        ("", ""),
        ("a b", ""),
        ("", ""),
        ("[//]: # (a note", "definition"),
        ("to myself)", "definition"),
    ]


def test_a_table_keeps_empty_cells_and_has_no_row_for_an_empty_header():
    (table,) = blocks("|  |  |\n|---|---|\n| a |  |\n|  | b |\n")
    assert (table.kind, table.text, table.header) == ("table", "a\t\n\tb", 0)


def test_carriage_returns():
    assert [line.text for line in lines("a\r\nb\rc\r\n")] == ["a", "b c"]


def test_what_is_nested_too_deep_is_still_read():
    deep = "".join(f"{'  ' * depth}- w{depth}\n" for depth in range(60))
    text = " ".join(line.text for line in lines(deep))
    assert all(f"w{depth}" in text for depth in range(60))


HOSTILE = {
    "quotes": lambda size: ">" * size + " a",
    "quoted lines": lambda size: (">" * 40 + " a\n") * (size // 41),
    "lists": lambda size: "- " * (size // 2) + "a",
    "nested lists": lambda size: "".join("  " * depth + "- a\n" for depth in range(int(size**0.5))),
    "brackets": lambda size: "[" * size,
    "images": lambda size: "![a" * (size // 3),
    "backticks": lambda size: " ".join("`" * length for length in range(1, int((2 * size) ** 0.5))),
    "stars": lambda size: "*a **b " * (size // 7),
    "tags": lambda size: "<a " * (size // 3),
    "table": lambda size: "|a" * (size // 8) + "\n" + "|-" * (size // 8) + "\n" + "|x\n" * (size // 8),
    "lines": lambda size: "a\n" * (size // 2),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_take_bounded_time(make):
    text = make(6_000)
    start = time.perf_counter()
    assert len(lines(text)) == text.rstrip("\n").count("\n") + 1
    assert time.perf_counter() - start < 15  # seconds; it is under one


def test_a_definition_that_is_used_for_ever_gives_no_more_links_than_a_document_holds():
    text = f"[a]: {'u' * 50_000}\n\n" + "[a] b\n" * 5_000
    assert sum(len(mark.target) for line in lines(text) for mark in line.marks) < len(text) + 200_000
