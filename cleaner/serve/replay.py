"""A document as it was read and what was found in it: its ledger, replayed on its original."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cleaner import structure
from cleaner.archive import Document
from cleaner.errors import ReadError
from cleaner.model import Article, Block, Removal, Repair, Source
from cleaner.serve.kinds import reason


@dataclass(frozen=True, slots=True)
class Replayed:
    """A reading, its findings in order, and what is left of it.

    astray   findings of the ledger that do not fit today's reading: another version read differently, or it is damaged
    problem  why there is no reading; empty where there is one
    """

    article: Article
    removals: tuple[Removal, ...] = ()
    repairs: tuple[Repair, ...] = ()
    blocks: tuple[Block, ...] = ()
    astray: int = 0
    problem: str = ""


def replay(document: Document) -> Replayed:
    """Read an original again and lay its ledger over it."""
    ledger = document.ledger
    try:
        if ledger.status == "skipped":
            problem = "This record is no document, so it was passed over."
            return Replayed(Article(document.source, ()), problem=problem)
        article = document.reading()
    except ReadError as error:
        return Replayed(Article(Source(document.uri, b""), ()), problem=f"The original cannot be read: {error}")
    removals, repairs, astray = _findings(article, ledger.removed, ledger.repaired)
    return Replayed(article, removals, repairs, structure.blocks(article, removals, repairs), astray)


def _findings(
    article: Article, removed: Iterable[Mapping[str, Any]], repaired: Iterable[Mapping[str, Any]]
) -> tuple[tuple[Removal, ...], tuple[Repair, ...], int]:
    """The findings that fit the reading, and how many do not."""
    lines = {line.number: line.text for line in article.lines}
    removals: list[Removal] = []
    repairs: list[Repair] = []
    astray = 0
    ends: dict[int, int] = {}
    entries = [(entry, "replacement" in entry) for entry in (*removed, *repaired)]
    for entry, is_repair in sorted(entries, key=lambda pair: _place(pair[0])):
        line, start, end = _place(entry)
        text = lines.get(line)
        if (
            text is None
            or start < ends.get(line, 0)
            or not start <= end <= len(text)
            or text[start:end] != entry.get("text")
        ):
            astray += 1
            continue
        ends[line] = end
        rule = str(entry.get("rule", ""))
        if is_repair:
            repairs.append(Repair(line, start, end, rule, str(entry["replacement"])))
        else:
            removals.append(Removal(line, start, end, rule, reason(rule)))
    return tuple(removals), tuple(repairs), astray


def _place(entry: Mapping[str, Any]) -> tuple[int, int, int]:
    """Line, start and end; what is no number stands nowhere."""
    found = tuple(entry.get(name) for name in ("line", "start", "end"))
    line, start, end = (value if type(value) is int else -1 for value in found)
    return line, start, end
