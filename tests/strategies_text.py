"""Articles made up by hypothesis: prose of few words, markers, bullets, odd characters; as text, markdown and HTML."""

from __future__ import annotations

from html import escape

from hypothesis import strategies as st

WORDS = (
    "the", "a", "of", "harbour", "Harbour", "ferry", "mayor", "said", "Monday", "bridge", "advertisement", "shares",
    "photo", "related", "President", "Anna", "PresidentAnna", "YouTube", "it’s", "“no,”", "(AP)", "12", "—", "&amp;",
    "&nbsp;", "visi\u00adted", "two\u00a0words", "zero\u200bwidth", "2*3*4", "snake_case", "<b>", "海", "نامه",
    "end (opens in new window)start",
)  # fmt: skip
MARKERS = (
    "ADVERTISEMENT", "Advertisement", "- Advertisement -", "AD", "Story continues below advertisement", "RELATED:",
    "Photo: Jane Doe", "Image credits: Jane Doe/Getty Images", "Read More", "More from The Example", "Facebook",
    "Related: Ferry line closes", "Sign up for our daily newsletter.", "Twitter", "Share this article", "8,422 SHARES",
    "View image in fullscreen", "© 2020 The Example. All rights reserved.", "Terms of Use", "By Jane Doe",
    "24 Comments", "Updated at 8 p.m.", "“Subscribe now!”", "— Listen.", "Highlights", "Q: Why?", "14:05", "***", "---",
    "[Editor's note: It was a Tuesday.]",
)  # fmt: skip
TAILS = (
    " (Photo: Jane Doe/AFP)",
    " REUTERS/Jane Doe",
    " | AP Photo",
    ", opens new tab",
    " (opens in new window)",
    " (AP)",
)
PREFIXES = ("", "", "", "", "    ", "• ", "- ", "* ", "1. ", "2) ", "– ", "> ", "## ", "\t", "\u00a0", "\u200b", "◦ ")
ODD = (
    "", "", "", " ", "\t", "\u00a0", "\u200b", "\ufeff", "&nbsp;", "\x0c", "\u2028", "\x85", "\u3000", "|", "•", "- ",
    "&#8203;",
)  # fmt: skip

sentences = st.builds(
    lambda words, end: " ".join(words).capitalize() + end, st.lists(st.sampled_from(WORDS), min_size=1, max_size=16),
    st.sampled_from((".", ".", ".", "?", "!”", ":", "", "…")),
)  # fmt: skip
bodies = st.one_of(
    sentences,
    st.sampled_from(MARKERS),
    st.builds(str.__add__, sentences, st.sampled_from(TAILS)),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20),
)
lines = st.builds(str.__add__, st.sampled_from(PREFIXES), bodies)
plain_texts = st.lists(lines, max_size=14).map("\n".join)

_BLOCKS = (
    "p", "p", "p", "h1", "h2", "li", "blockquote", "pre", "figcaption", "td", "div", "article", "ul", "ol", "table",
    "nav", "span",
)  # fmt: skip
elements = st.recursive(
    lines.map(escape),
    lambda inner: st.builds(
        lambda tag, children: f"<{tag}>{''.join(children)}</{tag}>",
        st.sampled_from(_BLOCKS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)
pages = st.lists(elements, max_size=6).map(lambda parts: f"<!doctype html><title>A page</title><body>{''.join(parts)}")
