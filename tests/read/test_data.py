"""Pages that show nothing: their text is in the data of their scripts."""

from __future__ import annotations

import json

import pytest

import cleaner

STORY = (
    "The last ferry left at nine. Nobody on the pier knew that it would not be back for a week, least of all its crew.",
    "By morning the fog had come down on the sound, and with it a silence that the islanders had forgotten they knew.",
)


def page(data: object, kind: str = "application/ld+json", name: str = "") -> str:
    return f'<title>Fog</title><script type="{kind}" id="{name}">{json.dumps(data)}</script><div id="root"></div>'


def test_the_body_in_json_ld_is_the_text_and_a_note_says_so() -> None:
    data = {"@graph": [{"@type": "NewsArticle", "headline": "Fog", "articleBody": "\n".join(STORY)}]}
    result = cleaner.clean(page(data), media_type="text/html")
    assert result.text == "\n\n".join(STORY) + "\n"
    assert "text from json-ld" in result.notes
    assert {line.origin for line in result.article.lines} == {"title", "json-ld"}


def test_prose_in_a_frameworks_json_is_the_text() -> None:
    data = {"props": {"slug": "fog-on-the-sound", "body": f"<p>{STORY[0]}</p><p>{STORY[1]} &amp; more</p>"}}
    result = cleaner.clean(page(data, "application/json", "__NEXT_DATA__"), media_type="text/html")
    assert result.text == f"{STORY[0]}\n\n{STORY[1]} & more\n"


ROWS = (
    f'1:"$Sreact.fragment"\n2:["$","p",null,{{"children":{json.dumps(STORY[0])}}}]\n'
    f"3:T{len(STORY[1]) + 7:x},<p>{STORY[1]}</p>4:null\n"
)


@pytest.mark.parametrize(
    "script",
    [
        f"window.__INITIAL_STATE__ = {json.dumps({'post': {'body': STORY[0], 'more': STORY[1]}})};",
        f"window.__APOLLO_STATE__={json.dumps({'a': STORY[0], 'b': STORY[1]})}",
        f"var data = JSON.parse({json.dumps(json.dumps([STORY[0], STORY[1]]))});",
        "".join(f"self.__next_f.push([1,{json.dumps(piece)}])\n" for piece in (ROWS[:90], ROWS[90:])),
    ],
)
def test_what_frameworks_start_from_is_found_in_plain_scripts(script: str) -> None:
    result = cleaner.clean(f"<title>Fog</title><div id=root></div><script>{script}</script>", media_type="text/html")
    assert [line.text for line in result.article.lines if line.origin == "json"] == [*STORY]
    assert "text from json" in result.notes


def test_markup_in_data_keeps_its_structure() -> None:
    body = f"<h2>Head</h2><p>{STORY[0]} <a href='/x'>link</a></p><ul><li>one</li></ul><pre>  code</pre>"
    result = cleaner.clean(page({"articleBody": body}), media_type="text/html", url="https://e.org/")
    assert result.markdown == (f"# Fog\n\n## Head\n\n{STORY[0]} [link](https://e.org/x)\n\n- one\n\n```\n  code\n```\n")


LONG = [f"{text} {number} {text[::-1]}" for number, text in enumerate((*STORY, *STORY), 1)]
OTHER = (
    "<ul>" + "".join(f"<li><a href=/{n}>What else the island talks of, part {n}</a></li>" for n in range(9)) + "</ul>"
)


def test_an_article_that_a_page_does_not_show_is_added_from_its_json_ld() -> None:
    result = cleaner.clean(page({"articleBody": "\n".join(LONG)}) + OTHER, media_type="text/html")
    assert [line.text for line in result.article.lines if line.origin == "json-ld"] == LONG
    assert "text from json-ld" in result.notes
    assert all(text in result.text for text in LONG)


@pytest.mark.parametrize(
    ("bodies", "shown"),
    [
        (["\n".join(LONG)], [text.replace(",", "&nbsp;–").replace(" ", "  ") for text in LONG]),  # in other spelling
        (["\n".join(LONG)], LONG[:1]),  # its beginning
        (["\n".join(LONG), "\n".join(reversed(LONG))], []),  # a list of articles
        ([STORY[0]], []),  # hardly an article
    ],
)
def test_what_a_page_shows_is_not_added_again(bodies: list[str], shown: list[str]) -> None:
    data = [{"articleBody": body} for body in bodies]
    html = page(data) + OTHER + "".join(f"<p>{text}</p>" for text in shown)
    assert {line.origin for line in cleaner.clean(html, media_type="text/html").article.lines} == {"title", ""}


def test_hidden_text_that_is_kept_is_told_of() -> None:
    tabs = "".join(f"<div role=tabpanel hidden><p>{text}</p></div>" for text in STORY)
    html = f"<title>Fog</title><main><h1>Fog</h1><p>{STORY[0]} And more.</p>{tabs}</main>"
    result = cleaner.clean(html, media_type="text/html", options=cleaner.Options(keep=frozenset({"html"})))
    assert "text from hidden elements" in result.notes
    article = cleaner.clean(html, media_type="text/html", profile="article")
    assert "text from hidden elements" not in article.notes


def test_data_is_not_read_where_the_page_shows_its_text() -> None:
    shown = "".join(f"<p>{text}</p>" for text in STORY * 2)
    result = cleaner.clean(page({"articleBody": "Another text"}) + shown, media_type="text/html")
    assert "Another text" not in [line.text for line in result.article.lines]


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[" * 100_000,
        '{"articleBody": 1}',
        '{"articleBody": ""}',
        '{"a":' * 5_000 + "1" + "}" * 5_000,
        "\0",
        "null",
    ],
)
def test_broken_data_gives_an_empty_result(data: str) -> None:
    html = f'<script type="application/ld+json">{data}</script>'
    assert cleaner.clean(html, media_type="text/html").status == "empty"
