"""The JSON that a page's scripts hold: JSON-LD, and what frameworks start from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

#: Bounds against data bombs: characters of all scripts, values that are looked at, and depth.
MAX_CHARACTERS, MAX_VALUES, MAX_DEPTH = 5_000_000, 100_000, 64
_MOST_ATTEMPTS = 40  # assignments that are tried; each may be read to the script's end

_LINKED = 'script[type="application/ld+json"]'
_DATA = 'script[type="application/json"], script#__NEXT_DATA__'
# `window.__STATE__ = {…}`, `var data = […]`, `window["x"] = JSON.parse("…")`
_ASSIGNED = re.compile(r"""[\w$'"\])]\s{0,9}=\s{0,9}(JSON\.parse\(\s{0,9}(?=["'])|(?=[{\[]))""")
_STREAMED = re.compile(r'__next_f\.push\(\s*\[\s*\d+\s*,\s*("(?:[^"\\]|\\.)*+")\s*\]')
_ROW = re.compile(r"[0-9a-f]{0,8}:(?:T([0-9a-f]{1,6}),)?")
_DECODER = json.JSONDecoder(strict=False)


def linked(tree: LexborHTMLParser) -> Iterator[Any]:
    """The documents of a page's JSON-LD, in order; broken ones are passed over."""
    return _parsed(_texts(tree, _LINKED))


def given(tree: LexborHTMLParser) -> Iterator[Any]:
    """The documents of the JSON that frameworks start from: in scripts of their own, assigned, or streamed."""
    yield from _parsed(_texts(tree, _DATA))
    scripts = [text for text in _texts(tree, "script:not([src]):not([type])") if len(text) > MAX_DEPTH]
    yield from _assigned(scripts)
    yield from _rows("".join(_pieces(scripts)))


def strings(document: Any) -> Iterator[tuple[str, str]]:
    """The names and values of all strings in a document, in order, within bounds."""
    stack: list[tuple[str, Any, int]] = [("", document, 0)]
    for _ in range(MAX_VALUES):
        if not stack:
            return
        name, value, depth = stack.pop()
        if isinstance(value, str):
            yield name, value
        elif depth < MAX_DEPTH and isinstance(value, dict):
            stack += [(key, member, depth + 1) for key, member in reversed(value.items())]
        elif depth < MAX_DEPTH and isinstance(value, list):
            stack += [(name, item, depth + 1) for item in reversed(value)]


def _texts(tree: LexborHTMLParser, selector: str) -> Iterator[str]:
    left = MAX_CHARACTERS
    for script in tree.css(selector):
        text = script.text()
        left -= len(text)
        if left < 0:
            return
        yield text


def _parsed(texts: Iterator[str]) -> Iterator[Any]:
    for text in texts:
        try:
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):  # broken, or nested too deep
            continue


def _assigned(scripts: list[str]) -> Iterator[Any]:
    attempts = ((text, match) for text in scripts for match in _ASSIGNED.finditer(text))
    for text, match in islice(attempts, _MOST_ATTEMPTS):
        try:
            value, _ = _DECODER.raw_decode(text, match.end())
            yield json.loads(value, strict=False) if isinstance(value, str) else value
        except (ValueError, RecursionError):  # no JSON after all, but JavaScript
            continue


def _pieces(scripts: list[str]) -> Iterator[str]:
    """What Next.js streams, put together: it cuts rows wherever a packet ended."""
    for text in scripts:
        for match in _STREAMED.finditer(text):
            try:
                yield json.loads(match[1], strict=False)
            except ValueError:  # an escape that JSON does not have
                continue


def _rows(text: str) -> Iterator[Any]:
    """The rows of React's stream: `1a:{…}`, a line each, or `1b:T4f2,` and so many bytes of text."""
    at = 0
    while at < len(text) and (row := _ROW.match(text, at)):
        if row[1]:
            size = int(row[1], 16)
            body = text[row.end() : row.end() + size].encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
            at = row.end() + len(body)
            yield body
            continue
        end = text.find("\n", row.end())
        end = len(text) if end < 0 else end
        yield from _parsed(iter((text[row.end() : end].lstrip("IHDE"),)))
        at = end + 1
