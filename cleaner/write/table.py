"""A table block as a GFM table (GFM 4.10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from cleaner.model import Block, Mark
from cleaner.write.inline import inline
from cleaner.write.marks import clip

# Repeating spanned cells may not blow a table up beyond this many times its own size.
_GROWTH = 8
_SMALL = 4096
# Readers fill up short rows, and bound how many cells they add (markdown-it: 65,536).
_MOST_FILLED = 50_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as inline markdown, and over how many rows and columns it reaches."""

    markdown: str
    rows: int = 1
    columns: int = 1


def table(block: Block) -> list[str]:
    """The lines of a table: a header row, the delimiter row, the other rows. None where no cell has text.

    The first head row is the header; without one the header's cells are empty, for GFM demands a header. A cell that
    spans others stands in each of them; in a table that this would blow up, in the first alone. Rows and trailing
    columns without any text are left out.
    """
    grid = [_without_trailing_blanks(row) for row in _spread(list(_cells(block)))]
    heads = any(grid[: block.header])
    rows = _narrowed([row for row in grid if row])
    if not rows:
        return []
    if not heads:
        rows.insert(0, [])
    width = max(map(len, rows))
    first, *others = [_row([*row, *[""] * (width - len(row))]) for row in rows]
    return [first, _row(["---"] * width), *others]


def _without_trailing_blanks(row: Sequence[str]) -> list[str]:
    return list(row[: max((index for index, cell in enumerate(row, 1) if cell), default=0)])


def _narrowed(rows: list[list[str]]) -> list[list[str]]:
    """The rows; where filling them up to the widest would take too many cells, the rest of a row is its last cell."""
    widest = max(map(len, rows), default=0)
    if widest * len(rows) - sum(map(len, rows)) <= _MOST_FILLED:
        return rows
    width = max(_MOST_FILLED // len(rows), 1)
    return [[*row[: width - 1], " ".join(filter(None, row[width - 1 :]))] if len(row) > width else row for row in rows]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(block: Block) -> Iterator[list[Cell]]:
    """The rows' cells; spans that are missing are 1 by 1."""
    for row, spans in zip(marked_cells(block), chain(block.spans, repeat(())), strict=False):
        sizes = chain(spans, repeat((1, 1)))
        yield [
            Cell(_cell(text, marks), max(height, 1), max(width, 1))
            for (text, marks), (height, width) in zip(row, sizes, strict=False)
        ]


def marked_cells(block: Block) -> Iterator[list[tuple[str, list[Mark]]]]:
    """The rows' cells as texts, each with the marks over it."""
    rows = [row.split("\t") for row in block.text.split("\n")]
    places: list[tuple[int, int]] = []
    for cell in chain.from_iterable(rows):
        start = places[-1][1] + 1 if places else 0
        places.append((start, start + len(cell)))
    marks = iter(clip(block.marks, places))
    for row in rows:
        yield [(cell, next(marks)) for cell in row]


def _cell(text: str, marks: Sequence[Mark]) -> str:
    """Every `|` in a cell is escaped, even in code and addresses: a table is split into cells before all else."""
    return inline(text, marks).replace("|", "\\|")


def _spread(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The table's grid, spanned cells repeated."""
    size = sum(len(cell.markdown) + 1 for row in rows for cell in row)
    spread = sum((len(cell.markdown) + 1) * min(cell.rows, len(rows)) * cell.columns for row in rows for cell in row)
    if spread > max(_GROWTH * size, _SMALL):
        return [[cell.markdown for cell in row] for row in rows]
    grid: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            for below in grid[number : number + cell.rows]:
                for beside in range(column, column + cell.columns):
                    below.setdefault(beside, cell.markdown)
            column += cell.columns
    return [[line.get(column, "") for column in range(max(line, default=-1) + 1)] for line in grid]
