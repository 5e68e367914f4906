"""Plain text's lines are the decoded text's own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Source
from cleaner.read.text import read


def texts(text: str) -> list[str]:
    return [line.text for line in read(Source("a", text.encode(), media_type="text/plain")).lines]


def test_only_newlines_end_lines() -> None:
    assert texts("a\r\nb\rc\n\n\u2028d\x0ce\n") == ["a", "b\rc", "", "\u2028d\x0ce"]
    assert texts("") == []
    assert texts("\n") == [""]


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")),
    st.sampled_from(("\n", "\r\n")),
)
def test_lines_are_numbered_as_editors_do(line: str, ending: str) -> None:
    article = read(Source("a", (f"{line}x{ending}" * 3).encode(), media_type="text/plain"))
    assert [(n.number, n.text, n.role) for n in article.lines] == [(n, f"{line}x", None) for n in (1, 2, 3)]
