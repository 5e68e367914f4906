"""What the index knows of a document, out of its conversion and its ledger; the original is not read for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from cleaner.archive import Document

MAX_TITLE = 160  # characters
NO_SITE = "(no site)"
_HOST = re.compile(r"https?://([\w.-]+)(?:[/?#]|$)", re.ASCII)  # the common case, in a tenth of the time
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKERS = re.compile(r"[#>*+\-\s]+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is listed, sorted, filtered and searched.

    kept, removed  characters of the cleaned version, and of what was removed
    counted        for each rule: how many findings, how many characters
    cleaned        the cleaned version, `residue` what was removed or repaired, line by line
    """

    uri: str
    site: str
    title: str
    date: str
    status: str
    original_size: int
    cleaned_size: int | None
    findings: int
    repairs: int
    kept: int
    removed: int
    counted: Mapping[str, tuple[int, int]]
    cleaned: str
    residue: str

    @property
    def share(self) -> float:
        """How much of the reading was removed, 0 to 1."""
        return self.removed / (self.removed + self.kept) if self.removed else 0.0


def facts(document: Document) -> Facts:
    """The facts of a document."""
    ledger, uri = document.ledger, document.uri
    cleaned = document.markdown or ""
    counted = _counted(ledger.removed)
    return Facts(
        uri=uri,
        site=site(uri),
        title=title(cleaned) or last_step(uri),
        date=document.date,
        status=ledger.status,
        original_size=len(document.payload.block),
        cleaned_size=len(document.group.conversion.block) if document.group.conversion else None,
        findings=len(ledger.removed),
        repairs=len(ledger.repaired),
        kept=len(cleaned),
        removed=sum(characters for _, characters in counted.values()),
        counted=counted,
        cleaned=cleaned,
        residue=residue(ledger.removed, ledger.repaired),
    )


def residue(removed: tuple[Mapping[str, Any], ...], repaired: tuple[Mapping[str, Any], ...]) -> str:
    """The texts of a ledger's findings, one a line."""
    return "\n".join(str(found.get("text", "")) for found in (*removed, *repaired))


def site(uri: str) -> str:
    """The site that a document is of: its host, without "www."; for files, the first folder.

    >>> site("https://www.example.org/a"), site("file:///news/a.txt"), site("file:///a.txt")
    ('example.org', 'news/', '(no site)')
    """
    if match := _HOST.match(uri):
        return match[1].lower().removeprefix("www.")
    try:
        parts = urlsplit(uri)
        host = parts.hostname
    except ValueError:  # such as an unclosed bracket
        return NO_SITE
    if host:
        return host.removeprefix("www.")
    steps = parts.path.lstrip("/").split("/")
    return f"{unquote(steps[0])}/" if parts.scheme == "file" and len(steps) > 1 else NO_SITE


def title(markdown: str) -> str:
    """A cleaned version's first line that says something, without its markers; front matter aside."""
    _, body = front_matter(markdown)
    for line in body[:4000].split("\n"):
        text = _ESCAPED.sub(r"\1", _LINK.sub(r"\1", _MARKERS.sub(" ", line, count=1) if line[:1] in "#>*+-" else line))
        if any(map(str.isalnum, text)):
            return shortened(text.strip(), MAX_TITLE)
    return ""


def front_matter(text: str) -> tuple[str, str]:
    """The front matter that a markdown text opens with, "" for none, and the rest."""
    if text.startswith("---\n"):
        front, closed, rest = text[4:].partition("\n---\n")
        if closed:
            return f"---\n{front}\n---\n", rest
    return "", text


def last_step(uri: str) -> str:
    """The end of a URI, for a document that has no words."""
    step = unquote(uri.rstrip("/").rpartition("/")[2], errors="replace")
    return shortened(step or uri, MAX_TITLE)


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _counted(removed: tuple[Mapping[str, Any], ...]) -> Mapping[str, tuple[int, int]]:
    number: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for found in removed:
        rule = str(found.get("rule", ""))
        number[rule] += 1
        characters[rule] += len(str(found.get("text", "")))
    return {rule: (count, characters[rule]) for rule, count in number.items()}
