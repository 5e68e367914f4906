"""Text that a page holds as data for its scripts alone: JSON-LD, and the JSON that frameworks start from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

#: Bounds against data bombs: characters of all scripts, values that are looked at, and depth.
MAX_CHARACTERS, MAX_VALUES, MAX_DEPTH = 5_000_000, 100_000, 64

_BODIES = frozenset(("articleBody", "reviewBody", "text"))
_LEAST_PROSE = 80  # characters of a framework's string that may be prose
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?h[1-6]|/?ul|/?ol)\b[^<>]*>|[\r\n]+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,500}>")
_SPACE = re.compile(r"\s+")


def page_data(html: str) -> tuple[list[str], str]:
    """The paragraphs of the bodies in a page's JSON-LD, else those of the prose in its framework's JSON.

    With them their origin, "json-ld" or "json". Broken data and none give no paragraphs.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    linked = _values(tree, 'script[type="application/ld+json"]')
    if texts := list(_paragraphs(value for name, value in linked if name in _BODIES)):
        return texts, "json-ld"
    given = _values(tree, 'script[type="application/json"], script#__NEXT_DATA__')
    return list(_paragraphs(value for _, value in given if _is_prose(value))), "json"


def _is_prose(value: str) -> bool:
    """Whether a string is no address, markup of a framework, or list of names."""
    spaced = value.count(" ") > len(value) / 20
    return spaced and len(value) >= _LEAST_PROSE and value[0] not in "{[" and "://" not in value[:12]


def _paragraphs(values: Iterator[str]) -> Iterator[str]:
    """Each text once, without tags, cut where a block ends."""
    seen: set[str] = set()
    for value in values:
        for part in _BREAK.split(unescape(value)):
            text = _SPACE.sub(" ", unescape(_TAG.sub("", part))).strip()
            if text and text not in seen:
                seen.add(text)
                yield text


def _values(tree: LexborHTMLParser, selector: str) -> Iterator[tuple[str, str]]:
    """The names and values of all strings in the JSON of scripts, in order."""
    left = MAX_CHARACTERS
    for script in tree.css(selector):
        data = script.text()
        left -= len(data)
        if left < 0:
            return
        try:
            parsed = json.loads(data, strict=False)
        except (ValueError, RecursionError):  # broken, or nested too deep
            continue
        yield from _strings(parsed)


def _strings(parsed: Any) -> Iterator[tuple[str, str]]:
    stack: list[tuple[str, Any, int]] = [("", parsed, 0)]
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
