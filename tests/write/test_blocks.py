"""Law 2: parsed back by markdown-it-py with its plugins, a page's markdown has the page's blocks."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from cleaner import structure
from cleaner.model import Source
from cleaner.read.markdown import read
from cleaner.write.markdown import render
from tests.read.pages import page, tag_soup, words
from tests.write.test_markdown import ORACLE

TAGS = {"h1": "heading", "h2": "heading", "h3": "heading", "p": "paragraph", "pre": "code", "hr": "rule"}


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[tuple[object, ...]]]:
    """A page of headings, paragraphs, lists, quotes, code, tables and rules, and the blocks that it must give."""
    html, blocks = "<title>T</title>", [("heading", 1, "T")]
    for _ in range(draw(st.integers(1, 6))):
        text = draw(words)
        made = {
            "h2": (f"<h2>{text}</h2>", [("heading", 2, text)]),
            "h4": (f"<h4>{text}</h4>", [("heading", 4, text)]),
            "p": (f"<p>{text} * <i>x</i></p>", [("paragraph", f"{text} * x")]),
            "ul": (f"<ul><li>{text}<ol start=3><li>b<li>c</ol><li>d</ul>", [
                ("list", "ul"), ("item", text), ("list", "ol"), ("item", "b"), ("item", "c"), ("item", "d"),
            ]),
            "dl": (f"<dl><dt>{text}<dd>meaning</dl>", [("list", "ul"), ("item", text), ("paragraph", "meaning")]),
            "blockquote": (f"<blockquote><p>{text}</p><p>b</p></blockquote>", [
                ("quote",), ("paragraph", text), ("paragraph", "b"),
            ]),
            "pre": (f"<pre>{text}\n  *b*</pre>", [("code", f"{text}\n  *b*\n")]),
            "table": (f"<table><tr><th>{text}<th>b<tr><td colspan=2>c</table>", [("table", text, "b", "c", "c")]),
            "math": (f"<p><math alttext='x_{text}'></math></p>", [("paragraph", f"$x_{text}$")]),
        }  # fmt: skip
        part, expected = made[draw(st.sampled_from(sorted(made)))]
        if blocks[-1][0] in ("item", "paragraph") and expected[0][0] in ("list", "quote"):
            html, blocks = html + "<h3>between</h3>", [*blocks, ("heading", 3, "between")]
        html, blocks = html + part, [*blocks, *expected]
    return html, blocks


def shown(token: Token) -> str:
    parts = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(
        parts.get(child.type, f"{child.markup}{child.content}{child.markup}" if "math" in child.type else child.content)
        for child in token.children or ()
    )


def parsed(tokens: Sequence[Token]) -> list[tuple[object, ...]]:
    """The blocks that a reader of markdown sees."""
    found: list[tuple[object, ...]] = []
    for index, token in enumerate(tokens):
        inside = tokens[index + 1] if index + 1 < len(tokens) else token
        match token.type:
            case "heading_open":
                found.append(("heading", int(token.tag[1:]), shown(inside)))
            case "paragraph_open" if tokens[index - 1].type == "list_item_open":
                found.append(("item", shown(inside)))
            case "paragraph_open":
                found.append(("paragraph", shown(inside)))
            case "bullet_list_open" | "ordered_list_open":
                found.append(("list", token.tag))
            case "blockquote_open":
                found.append(("quote",))
            case "fence":
                found.append(("code", token.content))
            case "table_open":
                found.append(("table",))
            case "th_open" | "td_open":
                found[-1] += (shown(inside),)
    return found


@settings(deadline=None)
@given(documents())
def test_a_page_s_blocks_come_back_from_its_markdown(made: tuple[str, list[tuple[object, ...]]]) -> None:
    html, expected = made
    written = render(structure.blocks(page(html), (), ()))
    assert parsed(ORACLE.parse(written)) == expected


@settings(deadline=None)
@given(tag_soup)
def test_the_markdown_of_any_soup_is_one_that_reads_back(soup: str) -> None:
    assume(soup.strip("\0"))  # NUL alone is refused as binary data
    written = render(structure.blocks(page(soup), (), ()))
    again = read(Source("a.md", written.encode("utf-8", "replace"), media_type="text/markdown", charset="utf-8"))
    assert render(structure.blocks(again, (), ())) == written
