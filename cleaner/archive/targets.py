"""The URI that a document has in an archive: its address, else its place in the input; never one on this machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from cleaner.model import Source
from cleaner.read import ndjson
from cleaner.warc.record import digest

STDIN = "urn:x-cleaner:stdin:"
LONG = "urn:x-cleaner:long:"
MAX_LENGTH = 16 * 1024  # of a URI: it must fit in a header line

_URI_SAFE = "!#$%&'()*+,/:;=?@[]~"  # RFC 3986; escapes that are there stay
_PATH_SAFE = "!$&'()*+,/:;=@~"
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|urn:")
_STDIN = re.compile(r"-(?::\d+)?")  # itself, or a line of NDJSON in it
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_FOLDERS = re.compile(r"""(?<![\w:/.<])(?:[A-Za-z]:[\\/]|[/\\])(?:[^\s/\\'":]+[/\\])+""")


def target_uri(source: Source, base_uri: str) -> str:
    """The WARC-Target-URI of a source.

    Its record's URI, its url, its uri where that is a URI; else `base_uri` and its path below the input folder, with
    `#ID` for an NDJSON object that has an id. What came from standard input is known by its digest.
    """
    if address := source.uri if source.record else source.url:
        return normal(address)
    contained = source.members is not None  # in a line of NDJSON
    if (contained or source.path is None) and _URI.match(source.uri):
        return normal(source.uri)
    if source.path is None and (contained or _STDIN.fullmatch(source.uri)):
        return STDIN + digest(source.data)
    path = _relative(source.uri if source.path is None else source.path)
    return _short(base_uri + quote(_octets(path), safe=_PATH_SAFE) + _fragment(source.members or {}))


def _fragment(members: Mapping[str, Any]) -> str:
    """The part that tells an NDJSON object with an id from the others of its file; the path of others has their line.

    >>> _fragment({"id": "a 7"})
    '#a%207'
    """
    name = ndjson.identifier(members)
    return "#" + quote(_octets(name), safe=_PATH_SAFE) if name else ""


def normal(uri: str) -> str:
    """A URI in the form that archives compare: what no URI may hold is escaped.

    >>> normal("http://example.org/a b?q=ü&p=%20")
    'http://example.org/a%20b?q=%C3%BC&p=%20'
    """
    return _short(quote(_octets(uri), safe=_URI_SAFE))


def without_places(message: str, source: Source, target: str) -> str:
    """A message without this machine's folders: the source's path becomes its URI, others their last part.

    >>> without_places("/home/me/b.txt: torn", Source("a.txt", b""), "file:///a.txt")
    'b.txt: torn'
    """
    if source.uri.startswith("/") or _DRIVE.match(source.uri):
        message = message.replace(source.uri, target)
    return _FOLDERS.sub("", message)


def _relative(path: str) -> str:
    """A path as it may be told: an absolute one by its last part alone, none that leads upwards."""
    if _DRIVE.match(path):
        return PureWindowsPath(path).name
    if path.startswith("/"):
        return PurePosixPath(path).name
    return "/".join(part for part in path.split("/") if part not in {"", ".", ".."})


def _octets(text: str) -> bytes:
    """UTF-8; undecodable bytes of a file name come back as they were."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        return text.encode("utf-8", "surrogatepass")


def _short(uri: str) -> str:
    return uri if len(uri) <= MAX_LENGTH else LONG + digest(uri.encode())
