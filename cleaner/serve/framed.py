"""An HTML original as a page of its own, to be shown in a sandboxed frame: nothing in it runs, loads or leads away."""

from __future__ import annotations

import re
from html import escape

from cleaner.archive import Document
from cleaner.errors import ReadError
from cleaner.read.decode import decode

MAX_PAGE = 4_000_000  # characters that are sanitised
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_NOT_SHOWN = {
    "script", "noscript", "template", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "meta",
    "base", "title", "svg", "math", "audio", "video", "source", "track", "canvas", "portal",
}  # fmt: skip
_TAGS = {
    "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "center",
    "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "dialog", "div", "dl", "dt", "em", "fieldset",
    "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i",
    "img", "ins", "kbd", "label", "legend", "li", "main", "map", "mark", "menu", "nav", "ol", "p", "picture", "pre",
    "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong", "style", "sub", "summary",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"align", "class", "dir", "height", "hidden", "id", "lang", "style", "title", "valign", "width"},
    "img": {"alt", "src"},
    "col": {"span"},
    "colgroup": {"span"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
}
_STYLES = re.compile(r"(<style[^>]*>)(.*?)(?=</style>)", re.DOTALL | re.IGNORECASE)
_IMPORT = re.compile(r"@import[^;]*;?", re.IGNORECASE)
_URL = re.compile(r"""url\(\s*(?!["']?data:)[^)]*\)?""", re.IGNORECASE)
_STYLE = "body{margin:1rem;font:16px/1.5 system-ui,sans-serif;color:#111;background:#fff}img{max-width:100%}"


def is_html(document: Document) -> bool:
    """Whether the original was read as a page."""
    return document.ledger.media_type in HTML_TYPES


def framed(document: Document) -> str:
    """The page, sanitised. Links have no address, images only what the page itself holds.

    Raises ReadError where the original is not text.
    """
    if not is_html(document):
        raise ReadError(f"{document.uri}: no HTML page")
    return page(decode(document.source).text[:MAX_PAGE])


def page(html: str) -> str:
    """HTML that is safe in a sandboxed frame, with its policy in itself, for frames that no server sends."""
    import nh3

    body = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_NOT_SHOWN,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"data"},
        link_rel=None,
    )
    body = _STYLES.sub(lambda match: f"{match[1]}{_still(match[2])}", body)
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    head += f"<title>Original page</title><style>{_STYLE}</style>"
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def _still(css: str) -> str:
    """A style without what it would load. The policy blocks all of it; this keeps browsers from trying."""
    return _URL.sub("none", _IMPORT.sub("", css))


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if value.lower().startswith("data:image/") else None
    return _still(value) if name == "style" else value
