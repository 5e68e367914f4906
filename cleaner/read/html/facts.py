"""What a page's head says of the page: short strings, "name=value"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_METAS = 'meta[property="og:type"], meta[name="generator"], meta[name="description"], meta[property="og:description"]'
_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"([A-Za-z:/._#-]{1,60})"')
_LONGEST = 300  # characters of a value
_MOST_DATA = 200_000  # characters of JSON-LD that are looked at
_MOST_TYPES = 40


def facts(tree: LexborHTMLParser) -> tuple[str, ...]:
    """`title`, `og:type`, `generator`, descriptions and the types that JSON-LD names, as far as the page has them."""
    found = []
    title = tree.css_first("head > title, body > title")
    if title is not None:
        found.append("title=" + title.text()[:_LONGEST].strip())
    for meta in tree.css(_METAS):
        attributes = meta.attributes
        name = attributes.get("property") or attributes.get("name") or ""
        found.append(f"{name}={(attributes.get('content') or '')[:_LONGEST]}")
    left = _MOST_DATA
    types: dict[str, None] = {}
    for script in tree.css('script[type="application/ld+json"]'):
        data = script.text()[:left]
        left -= len(data)
        types.update(dict.fromkeys(_TYPE.findall(data)))
        if left <= 0:
            break
    return (*found, *("@type=" + name for name in list(types)[:_MOST_TYPES]))
