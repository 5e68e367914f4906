"""The forms of markdown that options ask for: links, front matter."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given

import cleaner
from cleaner.model import Block, Mark
from cleaner.write.links import shown
from cleaner.write.markdown import render
from tests import strategies
from tests.write.test_markdown import words_seen

LINKED = Block("paragraph", "See here and there.", marks=(Mark(4, 8, "link", "http://a.b"), Mark(13, 18, "link", "/c")))


def test_links_as_their_text_alone() -> None:
    assert render(shown([LINKED], "text")) == "See here and there.\n"


def test_links_as_footnotes_one_for_each_address() -> None:
    again = Block("list_item", "here", level=1, marks=(Mark(0, 4, "link", "http://a.b"),))
    assert render(shown([LINKED, again], "footnotes")) == (
        "See here[^1] and there[^2].\n\n- here[^1]\n\n[^1]: <http://a.b>\n\n[^2]: [/c](/c)\n"
    )


def test_emphasis_around_a_link_goes_on_around_its_footnote() -> None:
    block = Block("paragraph", "see here now", marks=(Mark(0, 12, "emphasis"), Mark(4, 8, "link", "/c")))
    assert render(shown([block], "footnotes")) == "*see here[^1] now*\n\n[^1]: [/c](/c)\n"


def test_footnotes_for_links_leave_the_page_s_own_their_labels() -> None:
    own = Block("paragraph", "a1 here", marks=(Mark(1, 2, "footnote", "1"), Mark(3, 7, "link", "/c")))
    note = Block("footnote", "n", label="1")
    assert render(shown([own, note], "footnotes")) == "a[^1] here[^2]\n\n[^1]: n\n\n[^2]: [/c](/c)\n"


@given(strategies.documents)
def test_without_links_the_words_are_the_same(blocks: tuple[Block, ...]) -> None:
    blocks = tuple(block for block in blocks if block.kind != "table")
    assert words_seen(render(shown(blocks, "text"))) == words_seen(render(blocks))


@given(strategies.documents)
def test_as_footnotes_no_link_is_left_in_the_text(blocks: tuple[Block, ...]) -> None:
    written = shown(blocks, "footnotes")
    own = len(blocks)
    assert not any(mark.kind == "link" for block in written[:own] for mark in block.marks)
    labels = [block.label for block in written if block.kind == "footnote"]
    assert {mark.target for block in written for mark in block.marks if mark.kind == "footnote"} >= set(
        labels[len([block for block in blocks if block.kind == "footnote"]) :]
    )


PAGE = """<html lang=en><title>A "quoted": title</title><meta name=author content="Jane Doe"><body><article>
<h1>A "quoted": title</h1>
<p>The last ferry left at nine, and nobody on the pier knew that it would not be back for a week.</p>
</article>"""


def test_front_matter_is_yaml_of_the_metadata() -> None:
    result = cleaner.clean(PAGE, media_type="text/html", options=cleaner.Options(front_matter=True))
    _, front, body = result.markdown.split("---\n", 2)
    assert yaml.safe_load(front) == {name: value for name, value in result.metadata.items() if name != "sources"}
    assert body.startswith('\n# A "quoted": title\n')


def test_front_matter_is_read_back_and_not_written_twice() -> None:
    options = cleaner.Options(front_matter=True)
    once = cleaner.clean(PAGE, media_type="text/html", options=options).markdown
    again = cleaner.clean(once, media_type="text/markdown", options=options)
    assert again.markdown == once
    assert again.metadata["authors"] == ["Jane Doe"]
    assert again.metadata["sources"]["authors"] == "front-matter"
    assert cleaner.clean(once, media_type="text/markdown").markdown == once


def test_the_input_s_own_front_matter_is_no_text_and_is_not_lost() -> None:
    text = "---\ntitle: x: y\ndraft: true\ntags:\n- a\n---\n\nText.\n"
    result = cleaner.clean(text, media_type="text/markdown")
    assert result.markdown == text
    assert result.text == "Text.\n"
    assert not result.removals


@pytest.mark.parametrize(
    "text",
    [
        "---\nProse under a rule.\n---\n\nText.\n",
        "---\n\n---\n\nText.\n",
        "---\nkey: never closed\n",
        "----\na: b\n---\n",
    ],
)
def test_a_rule_that_opens_a_text_is_no_front_matter(text: str) -> None:
    assert not cleaner.clean(text, media_type="text/markdown").article.front_matter


@pytest.mark.parametrize(
    "yaml_text",
    [
        "title: [",
        "title: &a [*a]",
        "a: 2024-99-99",
        "? x",
        "title: !!python/object:os.system x",
        "x: !!bool foo",
        'x: !!int ""',
        "x: !!float ''",
        "x: !!timestamp foo",
    ],
)
def test_front_matter_that_is_no_yaml_says_nothing_and_stays(yaml_text: str) -> None:
    text = f"---\nkey: value\n{yaml_text}\n---\n\nText.\n"
    result = cleaner.clean(text, media_type="text/markdown")
    assert "front-matter" not in result.metadata.get("sources", {}).values()
    assert result.markdown.endswith("Text.\n")


def test_an_empty_page_stays_empty() -> None:
    result = cleaner.clean("<title></title>", media_type="text/html", options=cleaner.Options(front_matter=True))
    assert (result.status, result.markdown) == ("empty", "")
