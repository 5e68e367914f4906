"""A result's plain text."""

from __future__ import annotations

from hypothesis import given

from cleaner.model import Article, Block, Mark, Result, Source
from cleaner.write.text import text
from tests import strategies


def written(*blocks: Block) -> str:
    return text(Result(Article(Source("-", b""), ()), blocks=blocks))


def test_words_without_title_markers_escapes_and_targets():
    assert (
        written(
            Block("title", "T"),
            Block("paragraph", "*a* [b", marks=(Mark(4, 6, "link", "http://x"),)),
            Block("list_item", "c", level=1),
            Block("list_item", "d\ne", level=2),
            Block("rule", ""),
            Block("table", "f\tg\nh\ti", header=1),
            Block("code", "  k\n"),
        )
        == "*a* [b\n\nc\nd\ne\n\nf\tg\nh\ti\n\n  k\n"
    )


def test_nothing_to_say_is_empty():
    assert written(Block("title", "T"), Block("paragraph", " ")) == ""


@given(strategies.documents)
def test_all_words_in_order(blocks):
    texts = [block.text for block in blocks if block.kind != "title"]
    assert written(*blocks).split() == " ".join(texts).split()
