"""What is no article by its kind: the images, stylesheets, data and error pages of a crawl or a folder."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from cleaner.model import Source
from cleaner.read import READERS

if TYPE_CHECKING:
    from mimetypes import MimeTypes

# Media of other senses, and the texts that are not prose. All of application/ is data, but for what READERS names and
# what servers call a file that they know nothing of.
OTHER_KINDS = ("image/", "audio/", "video/", "font/", "model/", "application/")
OTHER_TEXTS = frozenset(
    {"text/css", "text/javascript", "text/csv", "text/calendar", "text/vtt", "text/vcard", "text/xml"}
)
UNKNOWN = "application/octet-stream"
STATUS = ":status"


@cache
def _types() -> MimeTypes:
    """Python's own table, the same on every machine."""
    from mimetypes import MimeTypes  # a document that was named itself is not told by its name

    return MimeTypes(filenames=())


def reason(source: Source) -> str:
    """Why a document is skipped; empty where it is not."""
    if source.record and source.record.type == "revisit":
        return "skipped: a revisit, whose bytes are in another record"
    status = next((value for name, value in source.headers if name == STATUS), "200")
    if not status.startswith("2"):
        return f"skipped: an answer with HTTP status {status}"
    return other_kind(source.media_type)


def other_kind(media_type: str | None) -> str:
    """Why documents of a media type are skipped; empty where they are not."""
    if media_type is None or media_type in READERS or media_type == UNKNOWN:
        return ""
    other = media_type.startswith(OTHER_KINDS) or media_type in OTHER_TEXTS
    return f"skipped: {media_type} holds no article" if other else ""


def guessed_type(path: str) -> str | None:
    """The media type that a file's extension stands for, a compression's before its content's; None for unknown."""
    media_type, encoding = _types().guess_type(path)
    return f"application/{encoding}" if encoding else media_type


def without_unknown(source: Source) -> Source:
    """The source, with "some bytes" for a media type taken as no statement, so that its content tells."""
    return replace(source, media_type=None) if source.media_type == UNKNOWN else source
