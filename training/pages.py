"""WCXB pages, their gold texts, their folds by domain, and dumps of their text."""

from __future__ import annotations

import gzip
import json
import warnings
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

FOLDS = 5
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "edu", "ac"})


@dataclass(frozen=True)
class Page:
    """One page: its file's name, address, type, bytes and gold text."""

    name: str
    url: str
    kind: str
    html: bytes
    gold: str

    @property
    def domain(self) -> str:
        """The registered domain, roughly: the last two labels, or three under a second-level suffix such as co.uk."""
        return domain_of(self.url, self.name)

    @property
    def fold(self) -> int:
        """0 to 4; pages of one domain share a fold."""
        return zlib.crc32(self.domain.encode()) % FOLDS


def domain_of(url: str, name: str) -> str:
    """The registered domain of an address, roughly; that of `name` where it has no host."""
    labels = (urlsplit(url).hostname or name).split(".")
    count = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-count:])


def wcxb(data: Path) -> Iterator[Page]:
    """The pages of WCXB's dev half under `data`/wcxb/dev, sorted by name."""
    for truth in sorted((data / "wcxb/dev/ground-truth").glob("*.json")):
        entry = json.loads(truth.read_text(encoding="utf-8"))
        kind = ((entry.get("_internal") or {}).get("page_type") or {}).get("primary", "article")
        html = gzip.decompress((data / f"wcxb/dev/html/{truth.stem}.html.gz").read_bytes())
        gold = (entry.get("ground_truth") or {}).get("main_content") or ""
        yield Page(truth.stem, entry.get("url") or "", "collection" if kind == "category" else kind, html, gold)


def dumper(kind: str) -> Callable[[bytes], str]:
    """A function from a page's bytes to its whole text: "inscriptis" (laid out) or "bs4" (a string a line)."""
    if kind == "inscriptis":
        from inscriptis import get_text

        return lambda html: get_text(html.decode("utf-8", "replace"))
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)

    def dump(html: bytes) -> str:
        soup = BeautifulSoup(html, "lxml")
        for tag in soup(["script", "style", "noscript", "template"]):
            tag.decompose()
        return soup.get_text("\n")

    return dump
