"""Blocks to markdown: the words are the same, the kinds too, and nothing that is text is taken for markup."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from cleaner.model import Article, Block, Mark, Result, Source
from cleaner.write.markdown import markdown, render
from cleaner.write.marks import canonical, tidy
from tests import strategies

ORACLE = (
    MarkdownIt("commonmark")
    .enable(["table", "strikethrough"])
    .disable("html_block")
    .use(footnote_plugin, move_to_end=False)
    .use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
)


def paragraph(text: str, *marks: Mark) -> str:
    return render([Block("paragraph", text, marks=marks)])


def over(text: str, part: str, kind: str, target: str = "") -> Mark:
    start = text.index(part)
    return Mark(start, start + len(part), kind, target)


def words_of(tokens: list[Token]) -> str:
    """The text that a reader sees; `<sub>` and `<sup>` are tags to it."""
    parts = []
    for token in tokens:
        if token.type == "inline":
            parts += [words_of(token.children or []), "\n"]
        elif token.type in ("text", "code_inline", "fence"):
            parts += [token.content, "\n" if token.type == "fence" else ""]
        elif token.type == "image":
            parts.append(words_of(token.children or []))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type.startswith("math"):
            parts.append(f"{token.markup}{token.content}{token.markup}")
            parts.append("\n" if token.type == "math_block" else "")
        elif token.type == "footnote_ref":
            parts.append(token.meta["label"])
    return "".join(parts)


def words_seen(written: str) -> list[str]:
    return words_of(ORACLE.parse(written)).split()


# Law 2: what is written reads back with the same words


@given(strategies.marked_texts())
def test_a_paragraph_reads_back_word_for_word(marked):
    text, marks = marked
    # U+FFFD stands for characters that have none; an edge's U+FEFF is no word.
    assert words_seen(paragraph(text, *marks)) == tidy(text, ())[0].split()


@given(strategies.documents)
def test_a_document_reads_back_word_for_word(blocks):
    blocks = [block for block in blocks if block.kind != "table"]
    titles = [block for block in blocks if block.kind == "title" and tidy(block.text, ())[0]][:1]
    in_order = titles + [block for block in blocks if block not in titles]
    seen = words_seen(render(in_order))
    texts = [block.text if block.kind == "code" else tidy(block.text, ())[0] for block in in_order]
    assert seen == " ".join(texts).split()


@given(strategies.tables())
def test_every_cell_reads_back(table):
    written = words_seen(render([table]))
    for cell in table.text.replace("\n", "\t").split("\t"):
        for word in tidy(cell, ())[0].split():
            assert word in written


@given(strategies.tables())
def test_a_table_without_spans_reads_back_word_for_word(table):
    plain = Block("table", table.text, header=table.header, marks=table.marks)
    cells = [tidy(cell, ())[0] for row in plain.text.split("\n") for cell in row.split("\t")]
    assert words_seen(render([plain])) == " ".join(cells).split()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_output_ends_with_one_newline_or_is_empty(text):
    written = render([Block("paragraph", text)])
    assert written == "" or (written.endswith("\n") and not written.endswith("\n\n") and written.strip("\n"))


def test_every_code_point_reads_back_between_letters():
    controls = "\0\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
    for first in range(0, sys.maxunicode, 0x4000):
        points = [chr(point) for point in range(first, first + 0x4000) if not 0xD800 <= point < 0xE000]
        text = "".join(f"a{char}b " for char in points if char not in controls).strip()
        seen = words_of(ORACLE.parse(paragraph(text)))
        assert seen.strip("\n") == text


@pytest.mark.parametrize("char", list("\t\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"))
def test_whitespace_controls_are_single_spaces(char):
    assert paragraph(f"a{char}b") == "a b\n"


# Escapes: only where markdown would see markup

PLAIN = (
    "2 * 3 = 6", "snake_case and file_name_", "C# and F#", "a - b", "In 1984. That year", "5* hotel", "#hash",
    "a < b > c", "AT&T", "if x[0] == y[1]", "[1] a note", "wait! [sic]", "C:\\temp", "~5 to ~6", "the ` key", "a | b",
    "-5 degrees", "+1 555", "a ** and **", "1.5 million", "“*” is a star", "x_1 + x_2", "www.a.b/c_d_e",
)  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_stays_as_it_is(text):
    assert paragraph(text) == f"{text}\n"


ESCAPED = {
    "- a": "\\- a",
    "+ a": "\\+ a",
    "* a": "\\* a",
    "-": "\\-",
    "# a": "\\# a",
    "######": "\\######",
    "> a": "\\> a",
    "1. a": "1\\. a",
    "12) a": "12\\) a",
    "1.": "1\\.",
    "---": "\\---",
    "***": "\\*\\*\\*",
    "___": "\\_\\_\\_",
    "* * *": "\\* \\* \\*",
    "~~~": "\\~\\~\\~",
    "```": "\\`\\`\\`",
    "```py": "\\`\\`\\`py",
    "a\n---": "a\\\n\\---",
    "a\n===": "a\\\n\\===",
    "a | b\n--|--": "a | b\\\n\\--|--",
    "a | b\n:-: | -": "a | b\\\n\\:-: | -",
    "a\n- b": "a\\\n\\- b",
    "<b>bold</b>": "\\<b>bold\\</b>",
    "<!-- a -->": "\\<!-- a -->",
    "<https://a.b>": "\\<https://a.b>",
    "&amp; &#35;": "\\&amp; \\&#35;",
    "a\\*b": "a\\\\*b",
    "a\\": "a\\\\",
    "a\\\nb": "a\\\\\\\nb",
    "[x]: http://a.b": "\\[x]: http://a.b",
    "[a](b)": "[a\\](b)",
    "![a](b)": "![a\\](b)",
    "*a*": "\\*a\\*",
    "_a_": "\\_a\\_",
    "**a**": "\\*\\*a\\*\\*",
    "~~a~~": "\\~\\~a\\~\\~",
    "`a`": "\\`a\\`",
    "    a": "a",
    "\ta": "a",
    "a  \nb": "a\\\nb",
    "\xa0a\xa0": "a",
    "a\n\nb": "a\\\nb",
}


@pytest.mark.parametrize(("text", "written"), ESCAPED.items())
def test_what_markdown_would_take_for_markup_is_escaped(text, written):
    assert paragraph(text) == f"{written}\n"
    assert words_seen(paragraph(text)) == text.split()


def test_hashes_at_a_headings_end_stay():
    assert render([Block("heading", "C #", level=2)]) == "## C \\#\n"
    assert render([Block("heading", "C#", level=2)]) == "## C#\n"


# Marks


def test_marks():
    text = "a link, strong words, emphasis, code, struck, H2O, x2, alt"
    marks = (
        over(text, "link", "link", "https://a.b/c"),
        over(text, "strong words", "strong"),
        over(text, "emphasis", "emphasis"),
        over(text, "code", "code"),
        over(text, "struck", "strikethrough"),
        Mark(text.index("2O"), text.index("2O") + 1, "subscript"),
        Mark(text.index("x2") + 1, text.index("x2") + 2, "superscript"),
        over(text, "alt", "image", "i.png"),
    )
    assert paragraph(text, *marks) == (
        "a [link](https://a.b/c), **strong words**, *emphasis*, `code`, ~~struck~~, H<sub>2</sub>O, x<sup>2</sup>, "
        "![alt](i.png)\n"
    )


@pytest.mark.parametrize(
    ("text", "part", "written"),
    [
        ("Words", "ord", "W**ord**s"),
        ("这是重点内容", "重点", "这是**重点**内容"),
        ("a bold word", " bold ", "a **bold** word"),
        ("a (bold) word", "(bold)", "a **(bold)** word"),
        ("a(bold)word", "(bold)", "a(bold)word"),  # would not open
        ("这是「重点」内容", "「重点」", "这是「重点」内容"),
        ("say “yes”, now", "“yes”,", "say **“yes”,** now"),
        ("5 * 3", "* 3", "5 **\\* 3**"),
        ("a\nb", "a\nb", "**a**\\\n**b**"),
        ("a b", " ", "a b"),
    ],
)
def test_a_mark_is_written_where_it_can_be_read(text, part, written):
    assert paragraph(text, over(text, part, "strong")) == f"{written}\n"


def test_nested_and_neighbouring_emphasis():
    text = "one two three"
    both = (Mark(0, 7, "emphasis"), Mark(4, 7, "strong"))
    assert paragraph(text, *both) == "*one **two*** three\n"
    assert paragraph(text, Mark(0, 3, "strong"), Mark(3, 7, "strong")) == "**one two** three\n"
    assert paragraph("onetwo", Mark(0, 3, "emphasis"), Mark(3, 6, "strong")) == "*one***two**\n"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.b/c_(d)", "https://a.b/c_(d)"),
        ("a b", "a%20b"),
        ("a)b", "a\\)b"),
        ("a<b>c", "a%3Cb%3Ec"),
        ("?a&copy;", "?a\\&copy;"),
        ("?a=1&b=2", "?a=1&b=2"),
        ("a\\b\n", "a%5Cb"),
        ("a`b", "a%60b"),
    ],
)
def test_addresses(url, written):
    assert paragraph("x", Mark(0, 1, "link", url)) == f"[x]({written})\n"


@pytest.mark.parametrize("url", ["", " ", "javascript:a()", "JavaScript:a()", "data:text/html,a", "file:///a"])
def test_addresses_that_readers_refuse_are_left_out(url):
    assert paragraph("x", Mark(0, 1, "link", url)) == "x\n"


def test_brackets_and_exclamation_marks_beside_links():
    assert paragraph("[1]", Mark(0, 3, "link", "#1")) == "[\\[1\\]](#1)\n"
    assert paragraph("Go!here", Mark(3, 7, "link", "u")) == "Go\\![here](u)\n"
    assert paragraph("[a]b", Mark(3, 4, "link", "u")) == "[a][b](u)\n"


def test_an_address_that_is_its_own_text_is_an_autolink():
    assert paragraph("see http://a.b/c", Mark(4, 16, "link", "http://a.b/c")) == "see <http://a.b/c>\n"
    assert paragraph("a.b", Mark(0, 3, "link", "a.b")) == "[a.b](a.b)\n"


def test_titles_of_links_are_kept():
    assert paragraph("x", Mark(0, 1, "link", "u", 'say "so"')) == '[x](u "say \\"so\\"")\n'
    assert paragraph("!`x", Mark(2, 3, "link", "u", "a`b")) == '!`[x](u "a&#96;b")\n'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("costs $5 and $10", "costs $5 and $10"),
        ("US$5bn, A$6bn", "US$5bn, A$6bn"),
        ("one $ alone", "one $ alone"),
        ("$HOME/$USER", "\\$HOME/$USER"),
        ("a $$ b", "a $$ b"),
        ("$a$ and $b$", "\\$a$ and \\$b$"),
        ("$a\nb$", "\\$a\\\nb$"),
    ],
)
def test_dollar_signs_are_escaped_where_they_would_be_a_formula(text, written):
    assert paragraph(text) == f"{written}\n"
    assert words_seen(paragraph(text)) == text.split()


def test_formulas_are_written_as_they_are():
    text = "so $x_1*y*z$, $$\\int$$ and 5$x$"
    marks = [Mark(3, 12, "math"), Mark(14, 22, "math"), Mark(28, 31, "math")]
    assert paragraph(text, *marks) == "so $x_1*y*z$, $$\\int$$ and 5$x$\n"


def note(text: str, label: str) -> Block:
    return Block("footnote", text, label=label)


def test_footnotes():
    refers = Block("paragraph", "a[1] b2", marks=(Mark(1, 4, "footnote", "1"), Mark(6, 7, "footnote", "2")))
    assert render([refers, note("x", "1"), note("y\nz", "1"), note("w", "2")]) == (
        "a[^1] b[^2]\n\n[^1]: x\n\n    y\\\n    z\n\n[^2]: w\n"
    )
    assert render([refers, note("x", "1")]) == "a[^1] b2\n\n[^1]: x\n"
    assert render([Block("paragraph", "a"), note("x", "1"), note("y", "*")]) == "a\n\n1. x\n\ny\n"


def test_a_reference_is_not_read_as_something_else_for_what_stands_beside_it():
    refers = Block("paragraph", "1: a ^1(b)", marks=(Mark(0, 1, "footnote", "1"), Mark(6, 7, "footnote", "1")))
    assert render([refers, note("x", "1")]) == "[^1]\\: a \\^[^1]\\(b)\n\n[^1]: x\n"


def test_code_spans_outdo_the_backticks_inside():
    assert paragraph("a ` b", Mark(0, 5, "code")) == "``a ` b``\n"
    assert paragraph("`a`", Mark(0, 3, "code")) == "`` `a` ``\n"
    assert paragraph("a*b*\\c", Mark(0, 6, "code")) == "`a*b*\\c`\n"


@given(strategies.marked_texts())
def test_canonical_marks_nest_and_do_not_change(marked):
    text, marks = tidy(*marked)
    settled = canonical(text, marks)
    assert canonical(text, settled) == settled
    for outer, inner in pairwise(settled):
        assert inner.end <= outer.end or outer.end <= inner.start or outer.start == inner.start


# Blocks


def test_title_and_headings():
    blocks = [
        Block("paragraph", "a"),
        Block("title", "T"),
        Block("heading", "h1", level=1),
        Block("heading", "h3", level=3),
    ]
    assert render(blocks) == "# T\n\na\n\n## h1\n\n### h3\n"
    assert render([Block("heading", "T", level=1), Block("heading", "h1", level=1)]) == "# T\n\n## h1\n"
    assert render([Block("title", "T\nof two lines"), Block("title", "S")]) == "# T of two lines\n\n## S\n"


def item(text: str, level: int = 1, group: int = 1, **more: object) -> Block:
    return Block("list_item", text, level=level, group=group, **more)


def test_nested_lists_are_tight():
    blocks = [item("a"), item("b", 2, 2), item("c", 3, 3), item("d", 2, 2), item("e")]
    assert render(blocks) == "- a\n  - b\n    - c\n  - d\n- e\n"


def test_numbers_are_kept_and_their_width_indents():
    blocks = [
        item("a", ordered=True, number=9),
        item("b", ordered=True, number=10),
        item("c", 2, 2),
        item("d", ordered=True),
    ]
    assert render(blocks) == "9. a\n10. b\n    - c\n11. d\n"


def test_a_numbered_list_in_an_item_that_begins_elsewhere_stands_off():
    blocks = [item("a"), item("b", 2, 2, ordered=True, number=3)]
    assert render(blocks) == "- a\n\n  3. b\n"


def test_neighbouring_lists_are_kept_apart():
    blocks = [item("a"), item("b", group=2), item("c", group=3), item("d", group=4, ordered=True, number=1)]
    assert render([*blocks, item("e", group=5, ordered=True, number=1)]) == "- a\n\n* b\n\n- c\n\n1. d\n\n1) e\n"


def test_paragraphs_code_tables_and_quotes_go_on_in_an_item():
    blocks = [
        item("a"),
        Block("paragraph", "b\nc", level=1),
        Block("code", "d\n\n  e", level=1, language="py"),
        Block("table", "f\tg", level=1, header=1),
        Block("quote", "h", level=1, quote=1),
        item("i"),
        Block("paragraph", "j"),
    ]
    assert render(blocks) == (
        "- a\n\n  b\\\n  c\n\n  ```py\n  d\n\n    e\n  ```\n\n  | f | g |\n  | --- | --- |\n\n  > h\n\n- i\n\nj\n"
    )


def test_quotes_by_depth_and_group():
    blocks = [
        Block("quote", "a", quote=1, group=1),
        Block("quote", "b", quote=1, group=1),
        Block("quote", "c", quote=2, group=2),
        item("d", quote=1, group=3),
        Block("quote", "e", quote=1, group=4),
    ]
    assert render(blocks) == "> a\n>\n> b\n>\n> > c\n>\n> - d\n\n> e\n"


def test_code_is_fenced_beyond_its_own_fences():
    assert render([Block("code", "```\n  a\t \n````")]) == "`````\n```\n  a\t \n````\n`````\n"
    assert render([Block("code", "a", language="c++ `x`")]) == "```c++ x\na\n```\n"


def test_tables():
    assert render([Block("table", "a|b\tc\nd", header=1)]) == "| a\\|b | c |\n| --- | --- |\n| d |  |\n"
    assert render([Block("table", "a\tb")]) == "|  |  |\n| --- | --- |\n| a | b |\n"
    spanned = Block("table", "a\tb\nc", header=1, spans=(((1, 1), (2, 1)), ((1, 1),)))
    assert render([spanned]) == "| a | b |\n| --- | --- |\n| c | b |\n"
    wide = Block("table", "a\nb\tc", spans=(((1, 2),), ((1, 1), (1, 1))))
    assert render([wide]) == "|  |  |\n| --- | --- |\n| a | a |\n| b | c |\n"


def test_spans_do_not_blow_a_table_up():
    table = Block("table", "\n".join(["a\tb"] * 100), spans=(((100, 1000), (1, 1)),) * 100)
    assert len(render([table])) < 2000


def test_short_rows_do_not_blow_a_table_up():
    table = Block("table", "\n".join(["a"] * 600 + ["\t".join(["b"] * 600)]))
    written = render([table])
    assert len(written) < 500_000
    assert words_seen(written).count("b") == 600


def test_rules_captions_and_blanks():
    blocks = [
        Block("rule", ""),
        Block("caption", "A photo"),
        Block("rule", ""),
        Block("paragraph", " \xa0"),
        Block("code", ""),
        Block("table", "\t\n"),
    ]
    assert render(blocks) == "A photo\n\n---\n"
    assert render([]) == ""


def test_depths_are_bounded_and_no_words_lost():
    blocks = [item(f"w{depth}", depth, depth, quote=depth // 2) for depth in range(1, 40)]
    assert words_seen(render(blocks)) == [f"w{depth}" for depth in range(1, 40)]


@given(strategies.documents)
def test_no_prose_outside_lists_is_indented(blocks):
    flat = [block for block in blocks if block.kind not in ("list_item", "code", "footnote")]
    assert not any(line.startswith("    ") for line in render(flat).split("\n"))


def test_a_results_markdown():
    result = Result(Article(Source("-", b""), ()), blocks=(Block("title", "T"), Block("paragraph", "p")))
    assert markdown(result) == "# T\n\np\n"
