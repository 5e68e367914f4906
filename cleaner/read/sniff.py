"""What bytes are: text, markdown, HTML, a container of documents, or a binary format."""

from __future__ import annotations

import re
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from urllib.parse import urlsplit

from cleaner.model import Source
from cleaner.read.magic import binary_type

HEAD = 4096  # bytes that are looked at

_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml", ".xht", ".shtml")
_NDJSON = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz")
_WARC = (".warc", ".warc.gz", ".warc.zst")

_PREAMBLE = re.compile(r"(?:\s+|<!--.*?-->|<\?xml\b[^>]*>)*+", re.DOTALL)
_DOCUMENT = re.compile(r"<!doctype\s+html\b|<(?:html|head|body)(?=[\s>])", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|br|button|center|code|div|dl|dt|dd|em|figure|font|footer|form|h[1-6]|header|hr"
    r"|i|img|li|link|main|meta|nav|ol|p|pre|script|section|small|span|strong|style|table|tbody|td|th|title|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FEW_TAGS = 4
_MANY_TAGS = 10
_LEAST_MARKUP = 12  # one character in so many belongs to a tag
_BLOCK_ENDS = frozenset(("</p>", "</div>", "</li>", "</td>", "</h2>", "</h3>"))


def media_type(source: Source) -> str:
    """The media type of a document's bytes: a binary format's, text/html, text/markdown or text/plain.

    Markdown is known by its name alone. HTML is known by its content: a doctype or root element, or tags all through
    its beginning, fewer where the name says HTML.
    """
    binary = binary_type(source.data)
    if binary is not None:
        return binary
    name = _name(source)
    if name.endswith(_MARKDOWN):
        return "text/markdown"
    text = _head(source.data)
    if name.endswith(_HTML):
        return "text/html" if _DOCUMENT.search(text) or _TAG.search(text) else "text/plain"
    return "text/html" if _is_html(text) else "text/plain"


def container(name: str, head: bytes) -> str | None:
    """The media type of a container of documents, by its name or its first bytes; None for a document.

    `head` is the beginning of the file, a few hundred bytes at least.
    """
    name = name.lower()
    if name.endswith(_NDJSON):
        return "application/x-ndjson"
    if name.endswith(_WARC) or _inflated(head).startswith(b"WARC/1."):
        return "application/warc"
    return None


def _name(source: Source) -> str:
    name = source.path or source.uri
    if "://" in name:
        try:
            name = urlsplit(name).path
        except ValueError:  # an address that is none has no extension either
            return ""
    return name.lower()


def _head(data: bytes) -> str:
    """The beginning as text, good enough to see tags in."""
    head = data[:HEAD]
    if head.startswith((BOM_UTF16_LE, b"<\x00")):
        return head.decode("utf-16-le", "replace").lstrip("\ufeff")
    if head.startswith((BOM_UTF16_BE, b"\x00<")):
        return head.decode("utf-16-be", "replace").lstrip("\ufeff")
    return head.removeprefix(BOM_UTF8).decode("latin-1")


def _is_html(text: str) -> bool:
    """A document's opening, or tags all through the text. Prose that speaks of tags has few of them, inside."""
    opening = _PREAMBLE.match(text)
    start = opening.end() if opening else 0
    if _DOCUMENT.match(text, start):
        return True
    found = [match[0].lower() for match in _TAG.finditer(text, start)]
    if sum(map(len, found)) * _LEAST_MARKUP < len(text) - start:
        return False
    if _TAG.match(text, start):
        return len(found) >= _FEW_TAGS and any(tag.startswith("</") for tag in found)
    return len(found) >= _MANY_TAGS and sum(tag in _BLOCK_ENDS for tag in found) >= _FEW_TAGS


def _inflated(head: bytes) -> bytes:
    """The first bytes of a gzip member's content; other bytes as they are."""
    if not head.startswith(b"\x1f\x8b\x08"):
        return head
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 64)
    except zlib.error:  # not gzip after all
        return b""
