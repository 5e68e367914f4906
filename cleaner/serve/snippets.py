"""Where a search's words stand in a document: a stretch of its cleaned version, and of what was removed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from cleaner.archive import Ledger
from cleaner.serve.facts import residue
from cleaner.serve.tokens import encodable, match_of_any, parted, whole

LENGTH = 28  # words
MAX_SEARCHED = 200_000  # characters of a document in which a stretch is looked for
# Control characters that no text needs; they mark what was found until the page does.
_START, _END = "\x02", "\x03"
_CONTROLS = str.maketrans(dict.fromkeys("\x00\x02\x03", " "))
_SPACE = re.compile(r"\s+")
_MARKERS = re.compile(r"^[#>|\s]+|^- |[*`]{1,3}|\\(?=[!-/:-@\[-`{-~])", re.MULTILINE)
Outcome = tuple[str, Ledger]
_PARTS = ("cleaned", "removed")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet, and whether it is what was searched for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a document: of its "cleaned" version or of what was "removed"."""

    part: str
    pieces: tuple[Piece, ...]


def snippets(outcomes: Mapping[int, Outcome], asked: str) -> Mapping[int, Sequence[Snippet]]:
    """For each document by its number, with its cleaned version and its ledger, where a search's words stand in it."""
    match = match_of_any(asked)  # a document's title may have the others
    if not match or not outcomes:
        return {}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE shown USING fts5 (cleaned, removed, tokenize='unicode61 remove_diacritics 2')"
        )
        connection.executemany(
            "INSERT INTO shown (rowid, cleaned, removed) VALUES (?, ?, ?)",
            [(number, *_texts(outcome)) for number, outcome in outcomes.items()],
        )
        wanted = ", ".join(f"snippet(shown, {column}, ?2, ?3, '…', {LENGTH})" for column in range(2))
        rows = connection.execute(
            f"SELECT rowid, {wanted} FROM shown WHERE shown MATCH ?1",  # noqa: S608 - own constants
            (match, _START, _END),
        ).fetchall()
    return {number: [*_snippets(texts)] for number, *texts in rows}


def _texts(outcome: Outcome) -> tuple[str, str]:
    markdown, ledger = outcome
    cleaned_text = _MARKERS.sub("", markdown[:MAX_SEARCHED])
    texts = cleaned_text, residue(ledger.removed, ledger.repaired)
    cleaned, removed = (parted(text[:MAX_SEARCHED].translate(_CONTROLS)) for text in texts)
    return encodable(cleaned), encodable(removed)


def _snippets(texts: Sequence[str]) -> list[Snippet]:
    found = zip(_PARTS, texts, strict=True)
    return [Snippet(part, _pieces(text)) for part, text in found if text and _START in text]


def _pieces(text: str) -> tuple[Piece, ...]:
    # Between two characters of a script without spaces the marks of one phrase meet: they are one find.
    text = _SPACE.sub(" ", whole(text).replace(_END + _START, ""))
    pieces = [Piece(text.split(_START)[0], False)]
    for piece in text.split(_START)[1:]:
        found, _, rest = piece.partition(_END)
        pieces += [Piece(found, True), Piece(rest, False)]
    return tuple(piece for piece in pieces if piece.text)
