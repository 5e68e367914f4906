"""The key under which replay tools look a URI up: host reversed, case and what seldom matters left out.

It must be what pywb and cdxj-indexer make of the same URI, or they would not find it ("Sort-friendly URI Reordering
Transform"; a test compares the two).
"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

_URI = re.compile(rb"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?", re.DOTALL)
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_PORTS = {b"http": b"80", b"https": b"443"}
_WWW = re.compile(rb"www\d*\.")
# Arguments that tell one visit from another, not one page from another.
_SESSIONS = tuple(
    re.compile(rb"(.*)(?:" + pattern + rb")(?:&(.*))?", re.IGNORECASE | re.DOTALL)
    for pattern in (
        rb"jsessionid=[0-9a-z]{32}",
        rb"phpsessid=[0-9a-z]{32}",
        rb"sid=[0-9a-z]{32}",
        rb"aspsessionid[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)


def surt(uri: str) -> str:
    """The key of a URI.

    >>> surt("https://www.Example.org:443/News/?b=2&a=1#top")
    'org,example)/news?a=1&b=2'
    >>> surt("urn:x-cleaner:http://example.org/A/")
    'urn:x-cleaner:http://example.org/a'
    """
    match = _URI.match(uri.strip().encode("utf-8", "replace"))
    scheme, authority, path, query = match.groups() if match else (None, None, b"", None)
    host = _host(authority or b"", (scheme or b"").lower())
    key = host + b")" if host else (scheme or b"http").lower() + b":"
    return (key + _path(path, is_place=bool(host)) + _query(query)).decode("utf-8", "replace")


def _host(authority: bytes, scheme: bytes) -> bytes:
    name, colon, port = authority.rpartition(b"@")[2].partition(b":")
    name = _WWW.sub(b"", _escaped(_unescaped(_ascii(name)).strip(b".").lower()), count=1)
    place = b",".join(reversed(name.split(b".")))
    return place + colon + port if port and port != _PORTS.get(scheme) else place


def _ascii(name: bytes) -> bytes:
    if name.isascii():
        return name
    try:
        return name.decode("utf-8", "ignore").encode("idna")
    except UnicodeError:
        return name


def _path(path: bytes, *, is_place: bool) -> bytes:
    path = _unescaped(path)
    if is_place:
        path = _normal(path)
    path = _escaped(path).lower()
    return path[:-1] if path.endswith(b"/") and len(path) > 1 else path


def _normal(path: bytes) -> bytes:
    """A path of a place, without dot segments and empty ones."""
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    return b"/" + b"/".join([*filter(None, kept[:-1]), *kept[-1:]])


def _query(query: bytes | None) -> bytes:
    if not query:
        return b""
    query = _escaped(_unescaped(query))
    for pattern in _SESSIONS:
        if match := pattern.fullmatch(query):
            query = match[1] + (match[2] or b"")
    arguments = sorted(argument.split(b"=", 1) for argument in query.lower().split(b"&"))
    joined = b"&".join(map(b"=".join, arguments))
    return b"?" + joined if joined else b""


def _unescaped(text: bytes) -> bytes:
    while (once := unquote_to_bytes(text)) != text:
        text = once
    return text


def _escaped(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_SAFE).encode("ascii")
