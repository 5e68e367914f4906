"""Blocks to CommonMark with GFM tables and strikethrough, footnotes and formulas between dollar signs.

What is written is read back as it was (`cleaner.read.markdown`), and written again it is the same bytes. References are
to CommonMark 0.31.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from cleaner.model import Block, Result
from cleaner.write import escape, front_matter, links, notes
from cleaner.write.inline import inline
from cleaner.write.table import table

# Readers bound how deep blocks nest: markdown-it's "commonmark" at 20, where a list counts twice.
_DEEPEST = 6
_LARGEST_NUMBER = 999_999_999
_QUOTE = "> "
_NOTE_INDENT = " " * 4


@dataclass(frozen=True, slots=True)
class Container:
    """A quote, a list item or a footnote that is open: what the next line of it begins with.

    group   of the quote's or the list's blocks; None where it is not known which quote this is
    marker  a list item's or a footnote's marker, with the space after it; empty for a quote
    number  a numbered item's number
    label   a footnote's
    """

    group: int | None
    marker: str = ""
    number: int | None = None
    label: str = ""

    @property
    def prefix(self) -> str:
        """What a line after the first begins with."""
        if self.label:
            return _NOTE_INDENT
        return " " * len(self.marker) if self.marker else _QUOTE

    @property
    def first(self) -> str:
        """What the first line begins with."""
        return self.marker or _QUOTE

    @property
    def delimiter(self) -> str:
        """What tells two lists apart that follow each other (5.3): `-` and `*`, `.` and `)`."""
        return self.marker.rstrip()[-1:]


Path = tuple[Container, ...]


def markdown(result: Result) -> str:
    """A result's blocks as markdown, in the form that its options ask for; opens with `# title` where there is one.

    Front matter stands before it: the metadata where that is asked for, else what the input opened with.
    """
    return front_matter.above(render(links.shown(result.blocks, result.options.links)), result)


def render(blocks: Iterable[Block]) -> str:
    """Markdown for blocks in reading order; ends with one newline, or is "" where no block has anything to say.

    Only the title is written with one `#`: it goes first, and headings of level 1 after it become level 2. A heading of
    level 1 that opens the document is its title. Captions are paragraphs. Lists and quotes nest at most six deep.
    """
    written: list[str] = []
    path: Path = ()
    previous: Block | None = None
    for block in notes.settled(_arranged(blocks)):
        body = _body(block)
        if not body:
            continue
        shared, added = _place(path, block)
        if previous:
            tight = _is_tight(previous, block, path, shared, added)
            written += [] if tight else [_prefix(shared).rstrip()]
        written += _indented(body, shared, added)
        path, previous = shared + added, block
    return "".join(f"{line}\n" for line in written)


def _arranged(blocks: Iterable[Block]) -> list[Block]:
    """The title first and alone at level 1; no rule before all else, where it would read as front matter."""
    arranged = [block for block in blocks if block.kind == "rule" or block.text.strip()]
    title = next((block for block in arranged if block.kind == "title"), None)
    if title:
        arranged.remove(title)
        arranged.insert(0, replace(title, quote=0))
    arranged = list(dropwhile(lambda block: block.kind == "rule", arranged))
    if arranged and arranged[0].kind == "heading" and arranged[0].level <= 1 and not arranged[0].quote:
        arranged[0] = replace(arranged[0], kind="title")
    return [
        replace(block, kind="heading", level=2) if block.kind == "title" and number else block
        for number, block in enumerate(arranged)
    ]


def _body(block: Block) -> list[str]:
    """The block's own lines, without those of the containers around it."""
    match block.kind:
        case "title":
            return _heading(block, 1)
        case "heading":
            return _heading(block, min(max(block.level, 2), 6))
        case "code":
            return _code(block)
        case "table":
            return table(block)
        case "rule":
            return ["---"]
        case _:
            text = inline(block.text, block.marks)
            return [escape.line_start(line) for line in text.split("\n")] if text else []


def _heading(block: Block, level: int) -> list[str]:
    text = inline(block.text.replace("\n", " "), block.marks)
    return [f"{'#' * level} {escape.closing_hashes(text)}"] if text else []


def _code(block: Block) -> list[str]:
    text = re.sub(r"\r\n?", "\n", block.text).replace("\0", "\ufffd")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence + escape.info_string(block.language), *text.split("\n"), fence]


def _place(path: Path, block: Block) -> tuple[Path, Path]:
    """Which of the open containers the block stands in, and which new ones it needs.

    A list item opens a container at its own depth. A depth that nothing leads up to counts as the nearest that is open.
    """
    if block.kind == "footnote":
        return _footnote(path, block)
    if path and path[0].label:
        path = ()
    quotes = min(block.quote, _DEEPEST)
    level = 0 if block.kind in ("title", "heading") else min(block.level, _DEEPEST)
    around = max(level - 1, 0) if block.kind == "list_item" else level
    shared = _shared(path, quotes, around)
    missing = quotes - sum(not container.marker for container in shared)
    if block.kind == "quote" and not missing and shared and not shared[-1].marker:
        if shared[-1].group in (None, block.group):
            shared = (*shared[:-1], Container(block.group))
        else:
            shared, missing = shared[:-1], 1
    added = tuple(
        Container(block.group if block.kind == "quote" and number == missing else None)
        for number in range(1, missing + 1)
    )
    if block.kind == "list_item":
        sibling = path[len(shared)] if len(path) > len(shared) and not added else None
        added = (*added, _item(block, sibling if sibling and sibling.marker else None))
    return shared, added


def _footnote(path: Path, block: Block) -> tuple[Path, Path]:
    """A footnote stands in nothing; its further paragraphs stand in it."""
    if path and path[0].label == block.label:
        return path[:1], ()
    return (), (Container(None, f"[^{block.label}]: ", label=block.label),)


def _shared(path: Path, quotes: int, items: int) -> Path:
    """The outermost open containers that hold no more than so many quotes and list items."""
    for index, container in enumerate(path):
        if container.marker:
            items -= 1
        else:
            quotes -= 1
        if items < 0 or quotes < 0:
            return path[:index]
    return path


def _item(block: Block, sibling: Container | None) -> Container:
    """The container of a list item; `sibling` is the item before it at its depth, of this list or another."""
    same = sibling is not None and _same_list(sibling, block)
    if not block.ordered:
        bullet = "-" if sibling is None or (sibling.delimiter == "-") == same or sibling.number is not None else "*"
        return Container(block.group, f"{bullet} ")
    number = block.number
    if number is None or not 0 <= number <= _LARGEST_NUMBER:
        number = min(sibling.number + 1, _LARGEST_NUMBER) if same and sibling and sibling.number is not None else 1
    point = "." if sibling is None or (sibling.delimiter == ".") == same or sibling.number is None else ")"
    return Container(block.group, f"{number}{point} ", number)


def _same_list(sibling: Container, block: Block) -> bool:
    return sibling.group == block.group and (sibling.number is not None) == block.ordered


def _is_tight(previous: Block, block: Block, path: Path, shared: Path, added: Path) -> bool:
    """Whether no blank line is needed: an item after one of its list, or the first of a list inside the item before.

    A numbered list that begins with another number than 1 cannot interrupt a paragraph (5.3), nor does one list go on
    where another begins.
    """
    if previous.kind != "list_item" or block.kind != "list_item" or len(added) != 1:
        return False
    if shared == path:
        return added[0].number in (None, 1)
    sibling = path[len(shared)]
    return sibling.delimiter == added[0].delimiter and _same_list(sibling, block)


def _prefix(path: Path) -> str:
    return "".join(container.prefix for container in path)


def _indented(body: Sequence[str], shared: Path, added: Path) -> Iterator[str]:
    first = _prefix(shared) + "".join(container.first for container in added)
    rest = _prefix(shared + added)
    for number, line in enumerate(body):
        prefix = rest if number else first
        yield prefix + line if line else prefix.rstrip()
