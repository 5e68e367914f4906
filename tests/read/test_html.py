"""What a page's reading promises: all that is visible, in order, each line with its role, marks and path."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser

from cleaner.errors import ReadError
from cleaner.model import Line, Role, Source
from cleaner.read.html import read
from cleaner.read.html.depth import MAX_DEPTH, limited
from tests.read.pages import page, tag_soup, well_formed


def lines(html: str, url: str | None = None) -> list[Line]:
    return list(page(html, url).lines)


def roles(html: str) -> list[tuple[str, str, int]]:
    return [(line.text, line.role.kind, line.role.level) for line in lines(html) if line.role]


def only(html: str, url: str | None = None) -> Line:
    (line,) = lines(html, url)
    return line


def role(line: Line) -> Role:
    assert line.role is not None
    return line.role


@settings(deadline=None)  # the first call imports the parser
@given(well_formed())
def test_every_visible_word_is_read_in_order(made: tuple[str, list[str]]) -> None:
    html, seen = made
    assert " ".join(line.text for line in lines(html) if line.origin != "hidden").split() == seen


@settings(deadline=None)  # the first call imports the parser
@given(tag_soup)
def test_no_soup_of_tags_breaks_the_reading(html: str) -> None:
    article = page(html, "https://example.org/a")
    tree = LexborHTMLParser(html, scripting=True)
    assert [line.number for line in article.lines] == list(range(1, len(article.lines) + 1))
    for line in article.lines:
        assert "\n" not in line.text
        assert line.role
        assert tree.css_first(line.path) is not None
        ends = [len(line.text)]
        for mark in line.marks:
            assert 0 <= mark.start < mark.end <= len(line.text)
            assert not line.text[mark.start].isspace()
            assert not line.text[mark.end - 1].isspace()
            while ends[-1] <= mark.start and len(ends) > 1:
                ends.pop()
            assert mark.end <= ends[-1], "marks nest"
            ends.append(mark.end)


def test_whitespace_collapses_and_no_break_spaces_stay() -> None:
    assert only("<p>\n  a \t b&nbsp; c<b> d </b>e\n</p>").text == "a b\xa0 c d e"


def test_headings_lists_and_quotes_have_their_depths() -> None:
    lists = "<ul><li>a<ol><li>b<p>c</p></ol><li>d</ul>"
    assert roles(f"<h2>H</h2>{lists}<blockquote><p>q<blockquote>r</blockquote></blockquote>") == [
        ("H", "heading", 2),
        ("a", "list_item", 1),
        ("b", "list_item", 2),
        ("c", "paragraph", 2),
        ("d", "list_item", 1),
        ("q", "quote", 0),
        ("r", "quote", 0),
    ]  # fmt: skip


def test_numbers_follow_start_value_and_reversed() -> None:
    html = "<ol start=3><li>a<li value=9>b<li>c</ol><ol reversed><li>d<li>e</ol><ol start=x><li>f</ol><ul><li>g</ul>"
    assert [role(line).number for line in lines(html)] == [3, 9, 10, 2, 1, 1, None]


def test_items_of_one_list_share_its_container_and_not_the_next_list_s() -> None:
    first, second, third = (role(line).container for line in lines("<ul><li>a<li>b</ul><ul><li>c</ul>"))
    assert first == second != third


def test_one_break_goes_on_with_the_paragraph_and_two_begin_another() -> None:
    first, second, third, other = (role(line).group for line in lines("<p>a<br>b<br><br>c</p><p>d"))
    assert first == second
    assert len({second, third, other}) == 3


def test_an_item_that_opens_with_a_heading_is_laid_out_like_no_item() -> None:
    assert roles("<ul><li><h3>Card</h3><p>text</p></ul>") == [("Card", "heading", 3), ("text", "paragraph", 0)]


def test_code_keeps_its_lines_spaces_and_language() -> None:
    html = "<pre><code class='hljs language-python'>def f():\n    <span>return</span>  1\n\n\nx\n</code></pre>"
    code = lines(html)
    assert [line.text for line in code] == ["def f():", "    return  1", "", "", "x"]
    assert {role(line).language for line in code} == {"python"}
    assert len({role(line).group for line in code}) == 1


def test_a_table_gives_a_row_a_line() -> None:
    html = """<table><caption>Cap</caption><tr><th>A<th>B</tr><tr><td> 1\n<b>x</b></td><td>2<br>3</td></tr>
              <tr><td colspan=2 rowspan=99999>wide</td></tr><tr><td></td><td>z</td></tr></table>"""
    caption, head, first, wide, last = lines(html)
    assert role(caption).kind == "caption"
    assert [line.text for line in (head, first, wide, last)] == ["A\tB", "1 x\t2 3", "wide", "\tz"]
    assert [role(line).header for line in (head, first, wide, last)] == [True, False, False, False]
    assert role(wide).spans == ((1000, 2),)
    assert first.text[first.marks[0].start : first.marks[0].end] == "x"


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
        "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
        "<table><tr><td><h4>a</h4></td><td>b</td></tr><tr><td></td></tr></table>",
        "<table role=presentation><tr><td>a<td>b<tr><td></table>",
    ],
)
def test_tables_that_lay_out_a_page_are_unrolled(table: str) -> None:
    read_lines = lines(table)
    assert [line.text for line in read_lines] == ["a", "b"]
    assert all(role(line).kind != "row" for line in read_lines)


def test_links_resolve_against_the_base_and_bad_ones_do_no_harm() -> None:
    html = (
        "<base href='/b/'><p><a href=x>1</a> <a href='/y'>2</a> <a href='#z'>3</a> <a href='https://o.org/../p'>4</a>"
        " <a href=' java\nscript:x()'>5</a> <a href='http://[bad'>6</a> <a href='//h/i'>7</a> <a>8</a>"
    )
    line = only(html, "https://example.org/a/c.html")
    assert [(line.text[mark.start : mark.end], mark.target) for mark in line.marks] == [
        ("1", "https://example.org/b/x"),
        ("2", "https://example.org/y"),
        ("3", "https://example.org/b/#z"),
        ("4", "https://o.org/../p"),
        ("6", "http://[bad"),
        ("7", "https://h/i"),
    ]


def test_a_link_over_two_blocks_is_a_mark_in_each() -> None:
    heading, text = lines("<a href='http://x/'><h3>Card</h3><p> text </p></a>")
    assert [mark.target for mark in (*heading.marks, *text.marks)] == ["http://x/"] * 2
    assert (text.marks[0].start, text.marks[0].end) == (0, 4)


def test_terms_are_strong_and_captions_and_rules_have_their_kinds() -> None:
    term, definition, caption, rule = lines("<dl><dt>T<dd>D</dl><figure><figcaption>C</figcaption></figure><hr>")
    assert [mark.kind for mark in term.marks] == ["strong"]
    assert [role(line).kind for line in (definition, caption, rule)] == ["paragraph", "caption", "rule"]
    assert rule.text == ""


@pytest.mark.parametrize(
    ("html", "title", "others"),
    [
        ("<title>A thing - Site</title><h1>Site</h1><h1>A thing</h1>", "A thing", ["heading"]),
        ("<meta property=og:title content='The thing'><h1>Site</h1><h2>The thing</h2>", "The thing", ["heading"]),
        ("<h1>First</h1><h1>Second</h1>", "First", ["heading"]),
        ("<title>Only\n here</title><p>text", "Only here", ["paragraph"]),
        ("<title>标题在这里_网站</title><h1>网站</h1><h1>标题在这里</h1>", "标题在这里", ["heading"]),
    ],
)  # fmt: skip
def test_the_title_is_the_heading_most_like_the_page_s_name(html: str, title: str, others: list[str]) -> None:
    read_lines = lines(html)
    assert [line.text for line in read_lines if role(line).kind == "title"] == [title]
    assert [role(line).kind for line in read_lines if role(line).kind != "title"] == others


def test_a_title_from_the_head_says_so() -> None:
    assert lines("<title>T</title><p>x")[0].origin == "title"


def test_noscript_is_read_where_a_page_shows_nothing_else() -> None:
    text = "All the text of this page is here. " * 10
    bare = page(f"<body><div id=app></div><noscript><p>{text}</p></noscript>")
    assert [(line.text, line.origin) for line in bare.lines] == [(text.strip(), "noscript")]
    assert bare.notes == ("text from noscript",)
    shown = page(f"<p>{text}</p><noscript><p>Turn on scripts</p></noscript>")
    assert [line.text for line in shown.lines] == [text.strip()]


def test_paths_lead_to_their_elements() -> None:
    html = "<div>a</div><div class='x y'><p>b</p><p id=p:1>c</p><o:p>d</o:p></div><div id=m>e</div>"
    tree = LexborHTMLParser(html)
    for line in lines(html):
        element = tree.css_first(line.path)
        assert element is not None
        assert line.text in element.text(deep=False) or line.text == "d"


@pytest.mark.parametrize(
    "soup", ["<div>w ", "<ul><li>w ", "<b><div>w </b>", "<x-y>w ", "<span>w<br>", "<table><tr><td>w ", "<blockquote>w "]
)
def test_nesting_is_limited_and_loses_no_word(soup: str) -> None:
    html, changed = limited(soup * 15_000)
    depth = deepest = 0
    node = LexborHTMLParser(html, scripting=True).root
    while node is not None:
        deepest = max(deepest, depth)
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None else None
    assert changed
    assert deepest < 3 * MAX_DEPTH
    assert sum(line.text.count("w") for line in lines(soup * 15_000)) == 15_000


@pytest.mark.parametrize(
    "part",
    [
        "<li>a<p>b<svg><path d=x></svg><script>'<div>'</script>",
        "<table><tr><td>a<td>b<tr><td>c</table>",
        "<dt>a<dd><p>b<p>c",
    ],
)
def test_pages_of_usual_depth_are_left_as_they_are(part: str) -> None:
    html = "<ul>" + part * 4000
    assert limited(html) == (html, False)


def calls(action: Callable[[], object]) -> int:
    """How many Python functions an action calls."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "part",
    ["<p>w</p>", "<div>w", "<b><p>w</p>", "<table><tr><td>w<td>w", "w<br>", "<span>w<br>", "<a href=x><div>w</div>"],
)
def test_work_grows_with_the_page_and_no_faster(part: str) -> None:
    small, large = (calls(lambda: lines(part * size)) for size in (1500, 6000))  # noqa: B023  # called at once
    assert large < 5 * small


def test_one_huge_attribute_is_no_trouble() -> None:
    assert only(f"<p title='{'a' * 5_000_000}'>hi</p>").text == "hi"


def test_binary_data_called_html_is_refused_by_name() -> None:
    with pytest.raises(ReadError, match=r"photo\.html: not text but image/png"):
        read(Source("photo.html", b"\x89PNG\r\n\x1a\n" + bytes(100), media_type="text/html"))


@pytest.mark.parametrize(
    "html", ["", "<", "<frameset><frame src=x></frameset>", "\0", "<!--", "<table", "<base href='http://['>"]
)
def test_next_to_nothing_is_an_empty_reading(html: str) -> None:
    assert all(len(line.text) < 3 for line in lines(html))


def test_words_for_screen_readers_alone_are_not_read_within_a_line() -> None:
    html = '<p><span class="u-visually-hidden">Now</span>$9 <a href=/x>Map<span class=sr-only> (PDF)</span></a>'
    assert only(html).text == "$9 Map"
    assert only('<p class="screen-reader-text">Whole lines are left to the detectors.</p>').text.startswith("Whole")
    assert only("<p><span class=visually-hiddenness>Shown</span></p>").text == "Shown"
