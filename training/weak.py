"""Pages of which only a few passages are known to belong to the article or not: weak labels."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Marked:
    """One page: its address, its bytes, and passages that its article has and has not."""

    url: str
    html: bytes
    has: tuple[str, ...]
    has_not: tuple[str, ...]

    @property
    def site(self) -> str:
        """The host without "www."; the address itself where it names none."""
        return urlsplit(self.url).netloc.removeprefix("www.") or self.url


def snippets(data: Path) -> Iterator[Marked]:
    """The pages under `data`/snippets."""
    for url, item in json.loads((data / "snippets/annotations.json").read_text(encoding="utf-8")).items():
        html = gzip.decompress((data / "snippets" / item["file"]).read_bytes())
        yield Marked(url, html, tuple(item["with"]), tuple(item["without"]))


def normal(text: str) -> str:
    """Single spaces, as the benchmark compares texts."""
    return _SPACE.sub(" ", text).strip()


def weak_labels(lines: Sequence[str], page: Marked) -> list[int]:
    """For each line 1 where it holds a passage of the article, 0 where it holds one that is not, -1 where nobody knows.

    A passage marks a line where it lies in it, or it in the passage (a line of three words or more).
    """
    texts = [normal(line) for line in lines]
    labels = [-1] * len(texts)
    for passages, label in ((page.has_not, 0), (page.has, 1)):
        for passage in map(normal, passages):
            for index, text in enumerate(texts):
                if passage and (passage in text or (text.count(" ") > 2 and text in passage)):
                    labels[index] = label
    return labels
