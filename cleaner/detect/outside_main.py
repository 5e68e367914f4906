"""What of a page is outside its main content, as trafilatura sees it.

trafilatura gives the main content's text, not where it stood; its words are aligned with the lines of the reading. A
line stays where most of its words are in the extract.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.detect.align import matched
from cleaner.model import Article, Line, Removal
from cleaner.read.decode import decode

RULE = "html.outside-main"
REASON = "outside the main content (trafilatura's verdict)"

#: A line stays where this share of its words is in the extract.
MOST = 0.5

# In scripts without spaces every character is a word: lines and extract may be cut differently.
_WORD = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\\W_]+")


def find(article: Article) -> Iterator[Removal]:
    """A removal for each line outside the main content; titles and lines without text are none.

    Nothing is removed where trafilatura finds no main content, or where what it finds is for the most part no text of
    the reading (it also reads scripts' data): it then says nothing about these lines.
    """
    extract = _words(_extract(article))
    if not extract:
        return
    words = [_words(line.text) for line in article.lines]
    found = matched([word for line_words in words for word in line_words], extract)
    if sum(found) < len(extract) * MOST:
        return
    kept = _kept(words, found)
    for line, keep in zip(article.lines, _completed(article.lines, kept), strict=True):
        if not keep and line.text.strip() and _kind(line) != "title":
            yield Removal(line.number, 0, len(line.text), RULE, REASON)


def _extract(article: Article) -> str:
    import trafilatura

    # Without deduplication trafilatura keeps no state between documents.
    return trafilatura.extract(decode(article.source).text, url=article.source.url, deduplicate=False) or ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _kept(words: Sequence[Sequence[str]], found: bytearray) -> list[bool]:
    """Whether each line stays."""
    kept = []
    start = 0
    for line_words in words:
        end = start + len(line_words)
        kept.append(sum(found[start:end]) > len(line_words) * MOST)
        start = end
    return kept


def _completed(lines: Sequence[Line], kept: Sequence[bool]) -> list[bool]:
    """Give kept text what belongs to it: the rest of its table, list or code, then the headings over it."""
    whole = _whole_elements(lines, kept)
    first = next((index for index, keep in enumerate(whole) if keep), len(whole))
    below = False  # whether the next line that is no heading stays
    for index in range(len(lines) - 1, first, -1):
        line = lines[index]
        if not line.text.strip():
            continue
        if _kind(line) != "heading":
            below = whole[index]
        elif below:
            whole[index] = True
    return whole


def _whole_elements(lines: Sequence[Line], kept: Sequence[bool]) -> list[bool]:
    """Keep every line of a table, a list or a block of code most of whose text is kept."""
    sizes: Counter[tuple[str, int]] = Counter()
    kept_sizes: Counter[tuple[str, int]] = Counter()
    elements = [_element(line) for line in lines]
    for line, keep, element in zip(lines, kept, elements, strict=True):
        if element:
            sizes[element] += len(line.text)
            kept_sizes[element] += keep * len(line.text)
    return [
        keep or (element is not None and kept_sizes[element] > sizes[element] * MOST)
        for keep, element in zip(kept, elements, strict=True)
    ]


def _element(line: Line) -> tuple[str, int] | None:
    """Which table, list or block of code a line is of."""
    kind = _kind(line)
    if line.role is None or kind not in ("row", "list_item", "code"):
        return None
    return (kind, line.role.container if kind == "list_item" else line.role.group)


def _kind(line: Line) -> str:
    return line.role.kind if line.role else ""
