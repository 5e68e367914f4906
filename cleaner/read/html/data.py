"""Text that a page holds as data for its scripts alone, as a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import TYPE_CHECKING

from cleaner.read.html import scripts

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_BODIES = frozenset(("articleBody", "reviewBody", "text"))
_LEAST_PROSE = 80  # characters of a framework's string that may be prose
_MOST_CODE = 0.02  # of its characters braces and semicolons
_CODE = re.compile(r"[{};]")
_MARKUP = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|blockquote|section|article|table|pre|a|em|strong)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_NO_LETTERS = re.compile(r"[\W_]+")
_LEAST_BODY = 400  # letters of an article that is worth adding
_PROBES, _PROBE, _MOST_SEEN = 12, 40, 1  # places of it that are looked for, letters of each, and how many may be there
_LINE_BREAK = re.compile(r"[\r\n]+")


def page_data(tree: LexborHTMLParser) -> tuple[str, str]:
    """The bodies in a page's JSON-LD, else the prose in its framework's JSON, as HTML; "" where there is neither.

    With it its origin, "json-ld" or "json". Broken data gives nothing.
    """
    if html := _html(value for name, value in _linked(tree) if name in _BODIES):
        return html, "json-ld"
    given = (pair for document in scripts.given(tree) for pair in scripts.strings(document))
    return _html(value for _, value in given if _is_prose(value)), "json"


def unshown_body(tree: LexborHTMLParser, shown: str) -> str:
    """The body of the one article in a page's JSON-LD, as HTML, where the page shows hardly any of it; else "".

    `shown` is the text that the page shows. Letters alone are compared: a page's quotation marks and spaces are often
    others than its data's.
    """
    bodies = list(dict.fromkeys(value for name, value in _linked(tree) if name == "articleBody"))
    if len(bodies) != 1:  # none, or those of a list of articles
        return ""
    html = _html(bodies)
    body = _letters(_TAG.sub(" ", unescape(html)))
    if len(body) < _LEAST_BODY:
        return ""
    page = _letters(shown)
    step = (len(body) - _PROBE) // (_PROBES - 1)
    seen = sum(body[at : at + _PROBE] in page for at in range(0, step * _PROBES, step))
    return html if seen <= _MOST_SEEN else ""


def _linked(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """The names and values of all strings in a page's JSON-LD."""
    return (pair for document in scripts.linked(tree) for pair in scripts.strings(document))


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text).casefold()


def _is_prose(value: str) -> bool:
    """Whether a string is no address, code, markup of a framework, or list of names."""
    spaced = value.count(" ") > len(value) / 20
    if not spaced or len(value) < _LEAST_PROSE or value[0] in "{[" or "://" in value[:12]:
        return False
    return len(_CODE.findall(value)) <= len(value) * _MOST_CODE


def _html(values: Iterable[str]) -> str:
    """Each text once: marked-up ones as they are, of others each line a paragraph."""
    return "\n".join(f"<div>{part}</div>" for value in dict.fromkeys(values) for part in _parts(unescape(value)))


def _parts(value: str) -> Iterator[str]:
    if _MARKUP.search(value):
        yield value
        return
    for text in _LINE_BREAK.split(value):
        if text.strip():
            yield f"<p>{escape(unescape(text))}</p>"
