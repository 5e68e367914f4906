"""Whatever is called a page ends in a result or an explained failure, in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

import cleaner
from cleaner.errors import ReadError
from cleaner.model import Source
from cleaner.pipeline import Cleaned

MIB = 1024 * 1024


def cleaned(data: str | bytes, charset: str | None = None) -> Cleaned:
    raw = data.encode() if isinstance(data, str) else data
    return cleaner.clean(Source("page.html", raw, media_type="text/html", charset=charset, url="https://e.org/a"))


@pytest.mark.parametrize("data", [b"", b" \n", b"\0\0\0", b"<", b"<!doctype html>", b"<html><body></body></html>"])
def test_nothing_is_empty(data: bytes) -> None:
    try:
        result = cleaned(data)
    except ReadError as error:  # zeros alone are no text
        assert str(error).startswith("page.html: not text but")
    else:
        assert (result.status, result.markdown) == ("empty", "")


def test_a_picture_called_html_is_refused_by_its_name_and_kind() -> None:
    with pytest.raises(ReadError, match=r"^page\.html: not text but image/png; "):
        cleaned(b"\x89PNG\r\n\x1a\n" + bytes(1000))


def test_unclosed_everything_keeps_its_words() -> None:
    html = (
        "<html><body><article><h1>Title<p>One <b>two <i>three <a href='/x'>four<ul><li>five<table><tr><td>six"
        "<blockquote>seven<pre>eight<!-- nine"
    )
    words = " ".join(line.text for line in cleaned(html).article.lines).split()
    assert words == ["Title", "One", "two", "three", "four", "five", "six", "seven", "eight"]


def test_null_bytes_among_text_do_no_harm() -> None:
    result = cleaned(b"<p>The last ferry\0 left at\0 nine, and nobody knew.</p>" * 20, charset="utf-8")
    assert "\0" not in result.markdown
    assert "ferry" in result.article.lines[0].text


@pytest.mark.parametrize(
    ("charset", "meta"), [("utf-8", "shift_jis"), ("shift_jis", "utf-8"), ("gbk", "utf-16"), ("nonsense", "koi8-r")]
)
def test_contradictory_charsets_are_settled_by_the_bytes(charset: str, meta: str) -> None:
    text = "朝の駅前はまだ静かで、パン屋だけが明かりをつけていた。"
    html = f"<meta charset={meta}><meta http-equiv=content-type content='text/html; charset=big5'><p>{text * 3}</p>"
    assert text in cleaned(html.encode(), charset=charset).article.lines[0].text


HUGE = {
    "an attribute of 100 MB": "'<p title=\"' + 'a' * 100_000_000 + '\">The last ferry left.</p>'",
    "10,000 nested divs": "'<div>w ' * 10_000",
    "100,000 nested elements": "'<div>w ' * 100_000",
    "100,000 nested lists": "'<ul><li>w ' * 50_000",
    "30,000 siblings": "'<p>w</p>' * 30_000",
    "30,000 line breaks": "'w<br>' * 30_000",
    "30,000 lines of code": "'<pre>' + 'w\\n' * 30_000",
    "30,000 links": "'<a href=/x>w</a> ' * 30_000",
    "20,000 cells": "'<table><tr>' + '<td rowspan=999 colspan=99>w' * 20_000",
    "30,000 unclosed formulas": "'<script src=mathjax.js></script>' + '\\\\( $ $$ ' * 30_000",
    "a formula in each of 5,000 words": "'<p><math alttext=x></math> ' * 5_000",
    "footnotes to and fro": "'<p id=fn1><a href=#fn1>1</a> <a href=#fn2>2</a> ' * 10_000",
    "10,000 scripts of JSON-LD": '\'<script type=application/ld+json>{"@graph":[{"text":"w"}]}</script>\' * 10_000',
    "JSON-LD nested deep": "'<script type=application/ld+json>' + '[' * 1_000_000 + '</script>'",
    "JSON-LD of a million values": "'<script type=application/ld+json>[' + '{},' * 1_000_000 + '{}]</script>'",
    "assignments that are no JSON": "'<script>' + 'a={b:[' * 200_000 + '</script>'",
}


@pytest.mark.parametrize("make", HUGE.values(), ids=HUGE)
def test_huge_pages_take_bounded_time_and_memory(make: str) -> None:
    """In a process of its own, whose peak counts; the bounds are several times what is needed."""
    code = (
        f"import resource, time, cleaner; html = {make}; start = time.process_time();"
        "r = cleaner.clean(html.encode(), media_type='text/html', url='https://e.org/');"
        "size = len(r.markdown) + len(r.metadata); took = time.process_time() - start;"
        "print(r.status, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(html), size)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    status, took, mib, size, written = done.stdout.split()
    assert status in ("ok", "empty")
    assert float(took) < 60, f"{took} s"
    assert int(mib) < 400 + 12 * int(size) // MIB + 400, f"{mib} MiB"
    assert int(written) < 3 * int(size) + MIB


def test_time_is_linear_in_the_number_of_siblings() -> None:
    def took(count: int) -> float:
        html = "<p>Some words here, and more.</p>" * count
        start = time.process_time()
        cleaned(html).markdown  # noqa: B018 - it is written when it is looked at
        return time.process_time() - start

    took(100)
    assert took(8_000) < 12 * took(2_000)


def test_a_bomb_in_json_ld_is_cut_off() -> None:
    nested: object = "The last ferry left at nine, and nobody on the pier knew that it would not be back again."
    for _ in range(60):
        nested = [nested, nested] if len(json.dumps(nested)) < 200_000 else [nested]
    html = f'<script type="application/ld+json">{json.dumps({"articleBody": nested})}</script>'
    assert len(cleaned(html).markdown) < 1000
