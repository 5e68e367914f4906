"""Images: where they lie, and what stands for them in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from cleaner.read.html.tables import integer

Attributes = Mapping[str, str | None]

# Where an image lies that is loaded as one scrolls; `src` then holds a placeholder.
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-url")
_SMALL = 32  # pixels: icons, and the invisible images that count readers
_EMOJI = re.compile(r"(?:^|\s)(?:emoji|wp-smiley|twemoji|emojione)(?:\s|$)", re.IGNORECASE)
_LONGEST_EMOJI = 12  # characters


def is_emoji(attributes: Attributes) -> bool:
    """Whether an image only draws the character that is its alternative text."""
    alt = attributes.get("alt")
    return bool(alt) and len(alt or "") <= _LONGEST_EMOJI and _EMOJI.search(attributes.get("class") or "") is not None


def address(attributes: Attributes) -> str:
    """Where an image lies; "" for one that is too small to show anything, or that is part of the page's own data."""
    sizes = (integer((attributes.get(side) or "").removesuffix("px")) for side in ("width", "height"))
    if any(size is not None and 0 <= size <= _SMALL for size in sizes):
        return ""
    found = (attributes.get(name) for name in (*_LAZY, "src"))
    return next((place.strip() for place in found if place and not place.lstrip().startswith("data:")), "")


def words(attributes: Attributes) -> str:
    """An image's alternative text, else its title, else the name of its file."""
    for name in ("alt", "title", "aria-label"):
        if text := (attributes.get(name) or "").strip():
            return text
    try:
        path = urlsplit(address(attributes)).path
    except ValueError:  # an unclosed bracket
        return "image"
    return unquote(path.rstrip("/").rpartition("/")[2]) or "image"
