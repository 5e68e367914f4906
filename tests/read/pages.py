"""Pages made up by hypothesis, with the words that a reader of them must find."""

from __future__ import annotations

from hypothesis import strategies as st

from cleaner.model import Article, Source
from cleaner.read.html import read

_BLOCK_NAMES = (
    "p div section h1 h3 ul ol li blockquote pre dl dt dd figure figcaption"
    " table tr td th caption article button details"
)
BLOCKS = (*_BLOCK_NAMES.split(), "x-card")
INLINES = ("a href=/x", "b", "em", "code", "span", "sub", "s", "i", "strong", "a href='http://[bad'", "q", "mark")
UNSEEN = (
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "select",
    "div hidden",
    "div style='color:red;display:none'",
)
SPACES = st.sampled_from(("", " ", "\n", "\t ", "\xa0", "\r\n  "))

words = st.from_regex(r"[a-zé字]{1,6}", fullmatch=True)


def page(html: str, url: str | None = None) -> Article:
    """The reading of a page given as text."""
    return read(Source("page.html", html.encode(), media_type="text/html", url=url))


@st.composite
def well_formed(draw: st.DrawFn, depth: int = 4) -> tuple[str, list[str]]:
    """A tree of divs, headings, quotes and inline elements, and its visible words in order."""
    html, seen = "", []
    for _ in range(draw(st.integers(1, 4))):
        choice = draw(st.integers(0, 4 if depth else 1))
        if choice <= 1:
            word = draw(words)
            html += f" {word}{draw(SPACES)} "
            seen.append(word)
        elif choice == 2:
            unseen = draw(st.sampled_from(UNSEEN))
            html += f"<{unseen}> unseen </{unseen.split()[0]}>"
        else:
            tag = draw(
                st.sampled_from(("div", "section", "blockquote", "figure", "article", "b", "em", "span", "code"))
            )
            inner, inner_words = draw(well_formed(depth - 1))
            html += f"<{tag}>{inner}</{tag}>"
            seen += inner_words
    return html, seen


_START_TAGS = [f"<{tag}>" for tag in (*BLOCKS, *INLINES, *UNSEEN, "br", "hr", "img alt=x", "ol start=-3")]
_END_TAGS = [f"</{tag}>" for tag in (*BLOCKS, "a", "b", "em", "code", "span", "i", "script", "svg", "select")]
_ODDITIES = ("\0", "&amp;", "&#0;", "&nbsp;", "<!--", "-->", "<![CDATA[", "<", "<td rowspan=9 colspan=x>")

tag_soup = st.lists(
    st.one_of(words, SPACES, *map(st.sampled_from, (_START_TAGS, _END_TAGS, _ODDITIES))), max_size=40
).map("".join)
