"""Documents made up by hypothesis: texts full of what markdown could mistake, marks over them, blocks of all kinds."""

from __future__ import annotations

from hypothesis import strategies as st

from cleaner.model import Block, Mark

MARK_KINDS = (
    "link", "image", "strong", "emphasis", "code", "strikethrough", "subscript", "superscript", "math", "footnote",
)  # fmt: skip
LABELS = ("1", "2", "a_b", "")

# What markdown takes for markup in some place; pieces of real prose; letters, spaces and signs of other scripts.
PIECES = (
    *"*_~`[]()<>!#&|\\-+=:.1 ", *"a b ", "\xa0", "　", "é", "字", "「", "」", "…", "ａ", "\u200b", "🙂",
    "**", "***", "~~~", "```", "---", "===", "- ", "+ ", "* ", "> ", "# ", "## ", "1. ", "2) ", "10. ", "a_b", "2 * 3",
    "C#", "](", "[x]: ", "![", "<b>", "</sub>", "<sub>", "<!--", "<http://a.b>", "&amp;", "&#35;",
    "| a |", "|---|", ":-:", "word", "Wort", "snake_case", "1984. ", " - ", "\\", "\\\\", "http://a.b/c_d_(e)",
    "#hash", "x", "$", "$$", "$x$", "$$y$$", "$5", "6$ ", "\\$", "[^1]", "[^1]: ", "^[", "[^",
)  # fmt: skip

# Every character but those that cannot be written as UTF-8, the mark U+FEFF, and controls: many make a file binary.
characters = st.one_of(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), st.sampled_from("\t\x0c\r\x85")
)

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), characters), max_size=8).map("".join),
)
broken_texts = st.lists(texts, min_size=1, max_size=3).map("\n".join)
targets = st.one_of(
    st.sampled_from(
        ("https://a.b/c", "/x y", "a(b", "a)b(c", "a(b)", "#", "?a=1&copy;=2", "a|b", "javascript:x", "", "a`b\\c<d>")
    ),
    st.text(characters, max_size=8),
)  # fmt: skip

titles = st.one_of(st.just(""), st.just(""), st.sampled_from(PIECES), st.text(characters, max_size=5))


@st.composite
def marks_over(draw: st.DrawFn, text: str) -> tuple[Mark, ...]:
    """Marks anywhere over a text, crossing or not, of all kinds; sorted as the model has them."""
    places = st.integers(0, len(text))
    found = []
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(places), draw(places)))
        kind = draw(st.sampled_from(MARK_KINDS))
        target, title = "", ""
        if kind in ("link", "image"):
            target, title = draw(targets), draw(titles)
        elif kind == "footnote":
            target = draw(st.sampled_from(LABELS))
        found.append(Mark(start, end, kind, target, title))
    return tuple(sorted(found, key=lambda mark: (mark.start, -mark.end)))


@st.composite
def marked_texts(draw: st.DrawFn, of: st.SearchStrategy[str] = broken_texts) -> tuple[str, tuple[Mark, ...]]:
    """A text and marks over it."""
    text = draw(of)
    return text, draw(marks_over(text))


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """Any block, its depths without regard to what stands around it."""
    kind = draw(
        st.sampled_from(
            (
                *("title", "heading", "paragraph", "list_item", "list_item", "table", "quote", "code", "caption"),
                *("rule", "footnote"),
            )
        )
    )
    level = draw(st.integers(1, 6) if kind == "heading" else st.integers(0, 4))
    quote = draw(st.sampled_from((0, 0, 0, 1, 2))) + (kind == "quote")
    group = draw(st.integers(0, 2))
    if kind == "rule":
        return Block(kind, "", level=level, quote=quote)
    if kind == "code":
        language = draw(st.sampled_from(("", "python", "a`b", "c\\*", "x &amp; y")))
        return Block(kind, draw(broken_texts), level=level, quote=quote, language=language)
    if kind == "table":
        return draw(tables(level, quote))
    text, marks = draw(marked_texts())
    if kind == "footnote":
        return Block(kind, text, marks=marks, label=draw(st.sampled_from(LABELS[:3])))
    ordered = kind == "list_item" and draw(st.booleans())
    number = draw(st.one_of(st.none(), st.integers(0, 12))) if ordered else None
    return Block(kind, text, (), level, ordered, number, quote, marks=marks, group=group)


@st.composite
def tables(draw: st.DrawFn, level: int = 0, quote: int = 0) -> Block:
    """A table of up to four rows, some cells empty, some over several rows or columns."""
    cell = texts.map(lambda text: text.replace("\t", " ").replace("\n", " "))
    rows = draw(st.lists(st.lists(cell, min_size=1, max_size=3), min_size=1, max_size=4))
    size = st.integers(1, 3)
    spans = tuple(tuple((draw(size), draw(size)) for _ in row) for row in rows) if draw(st.booleans()) else ()
    text = "\n".join("\t".join(row) for row in rows)
    return Block(
        "table",
        text,
        level=level,
        quote=quote,
        header=draw(st.integers(0, len(rows))),
        spans=spans,
        marks=draw(marks_over(text)),
    )


documents = st.lists(blocks(), max_size=8).map(tuple)
