"""A text and its marks as inline markdown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from cleaner.model import Mark
from cleaner.write import escape
from cleaner.write.delimiters import Delimiter, flanks, misread
from cleaner.write.marks import TRIM, canonical, tidy

_DELIMITERS = {"emphasis": "*", "strong": "**", "strikethrough": "~~"}
_TAGS = {"subscript": "sub", "superscript": "sup"}
_SPECIAL = re.compile(r"[\\`*_~\[\]<&]|\$(?=[^$]*\$)")
# What anything is done about in a text without marks, its ends aside.
_ODD = re.compile(r"[\\`*_~\[\]<&$\x00-\x1f\x85\u2028\u2029]")
_STRAY = re.compile(r"\*+|_+|~+|\n")
# Dropping a mark changes its neighbours' surroundings; after so many rounds all that remain in doubt go.
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the output.

    role     text; a run of delimiter characters that is text ("stray"); a mark's opening or closing delimiter
    mark     whose delimiter it is, an index into the marks
    context  which link's or image's text it stands in: delimiters pair inside one context only
    """

    text: str
    role: Literal["text", "stray", "delimiter"] = "text"
    mark: int = -1
    context: int = -1


def inline(text: str, marks: Iterable[Mark] = ()) -> str:
    """Inline markdown for a text; its newlines become hard breaks, a backslash and a newline.

    A mark that could not be read back (emphasis inside a word, punctuation at its ends) is left out, never the text.
    """
    marks = tuple(marks)
    if not marks and not _ODD.search(text) and text.strip(TRIM) == text:  # most texts
        return text
    text, tidied = tidy(text, marks)
    if not tidied and not _SPECIAL.search(text):
        return text.replace("\n", "\\\n")
    for _ in range(_ROUNDS):
        kept = canonical(text, tidied)
        pieces = _pieces(text, kept)
        failed = misread_marks(pieces)
        if not failed:
            return _written(pieces)
        tidied = [mark for index, mark in enumerate(kept) if index not in failed]
    return _written(_pieces(text, canonical(text, (mark for mark in tidied if mark.kind not in _DELIMITERS))))


def _pieces(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """The output in order, each mark's opening and closing around what it covers."""
    escaped = escape.positions(text, marks)
    pieces: list[Piece] = []
    opened: list[int] = []
    contexts = [-1]
    at = 0

    def prose(end: int) -> None:
        nonlocal at
        pieces.extend(_prose(text, at, end, escaped, contexts[-1]))
        at = max(at, end)

    def close(until: int) -> None:
        while opened and marks[opened[-1]].end <= until:
            index = opened.pop()
            prose(marks[index].end)
            if marks[index].kind in ("link", "image"):
                contexts.pop()
            pieces.append(_closing(marks[index], index, contexts[-1]))

    for index, mark in enumerate(marks):
        close(mark.start)
        prose(mark.start)
        if atom := _atom(text, mark, marks[index + 1 :][:1]):
            pieces.append(Piece(atom))
            at = mark.end
            continue
        pieces.append(_opening(mark, index, contexts[-1]))
        opened.append(index)
        if mark.kind in ("link", "image"):
            contexts.append(index)
    close(len(text))
    prose(len(text))
    return pieces


def _atom(text: str, mark: Mark, following: Sequence[Mark]) -> str:
    """What is written as a whole, its text not escaped; "" for all else."""
    inside = text[mark.start : mark.end]
    match mark.kind:
        case "code":
            return escape.code_span(inside)
        case "math":
            return inside
        case "footnote":
            return f"[^{mark.target}]"
        case "link" if escape.is_autolink(inside, mark.target) and not mark.title:
            return "" if any(other.start < mark.end for other in following) else f"<{inside}>"
        case _:
            return ""


def _opening(mark: Mark, index: int, context: int) -> Piece:
    if mark.kind in _DELIMITERS:
        return Piece(_DELIMITERS[mark.kind], "delimiter", index, context)
    if mark.kind in _TAGS:
        return Piece(f"<{_TAGS[mark.kind]}>")
    return Piece("![" if mark.kind == "image" else "[")


def _closing(mark: Mark, index: int, context: int) -> Piece:
    if mark.kind in _DELIMITERS:
        return Piece(_DELIMITERS[mark.kind], "delimiter", index, context)
    if mark.kind in _TAGS:
        return Piece(f"</{_TAGS[mark.kind]}>")
    title = " " + escape.title(mark.title) if mark.title.strip() else ""
    return Piece(f"]({escape.destination(mark.target)}{title})")


def _prose(text: str, start: int, end: int, escaped: Sequence[int], context: int) -> Iterator[Piece]:
    """Text between two marks' edges, escaped, its runs of delimiter characters apart."""
    at = start
    for match in _STRAY.finditer(text, start, end):
        if at < match.start():
            yield Piece(_escaped(text, at, match.start(), escaped))
        yield Piece("\\\n") if match.group() == "\n" else Piece(match.group(), "stray", context=context)
        at = match.end()
    if at < end:
        yield Piece(_escaped(text, at, end, escaped))


def _escaped(text: str, start: int, end: int, escaped: Sequence[int]) -> str:
    inside = escaped[bisect_left(escaped, start) : bisect_left(escaped, end)]
    return "\\".join(text[first:last] for first, last in pairwise((start, *inside, end)))


def _neighbours(pieces: Sequence[Piece], first: int, last: int) -> tuple[str, str]:
    """The characters before piece `first` and after piece `last`; "" at the text's ends."""
    before = pieces[first - 1].text[-1] if first else ""
    after = pieces[last + 1].text[0] if last + 1 < len(pieces) else ""
    return before, after


def _written(pieces: Sequence[Piece]) -> str:
    """The pieces as one string, stray delimiters escaped where a reader might pair them."""
    if all(piece.role == "text" for piece in pieces):
        return "".join([piece.text for piece in pieces])
    marking = {piece.text[0] for piece in pieces if piece.role == "delimiter"}
    active: dict[int, tuple[bool, bool]] = {}
    for index, piece in enumerate(pieces):
        if piece.role == "stray":
            char = piece.text[0]
            before, after = _neighbours(pieces, index, index)
            opens, closes = flanks(char, before, after)
            if opens or closes or (char in marking and char in (before, after)):
                active[index] = opens, closes
    pairing = marking | {char for char in "*_~" if _may_pair(pieces, active, char)}
    return "".join(
        re.sub(r"[*_~]", r"\\\g<0>", piece.text) if index in active and piece.text[0] in pairing else piece.text
        for index, piece in enumerate(pieces)
    )


def _may_pair(pieces: Sequence[Piece], active: dict[int, tuple[bool, bool]], char: str) -> bool:
    """Whether a run of `char` that may open is followed by one that may close."""
    opened = False
    for index, (opens, closes) in active.items():
        if pieces[index].text[0] == char:
            if opened and closes:
                return True
            opened = opened or opens
    return False


def misread_marks(pieces: Sequence[Piece]) -> set[int]:
    """The marks whose delimiters, written so, would not be read as a pair."""
    contexts: dict[int, list[Delimiter]] = {}
    index = 0
    while index < len(pieces):
        last = index
        if pieces[index].role == "delimiter":
            while last + 1 < len(pieces) and _same_run(pieces[index], pieces[last + 1]):
                last += 1
            contexts.setdefault(pieces[index].context, []).extend(_run(pieces, index, last))
        index = last + 1
    return {owner for delimiters in contexts.values() for owner in misread(delimiters)}


def _same_run(piece: Piece, following: Piece) -> bool:
    return following.role == "delimiter" and following.text[0] == piece.text[0]


def _run(pieces: Sequence[Piece], first: int, last: int) -> Iterator[Delimiter]:
    char = pieces[first].text[0]
    opens, closes = flanks(char, *_neighbours(pieces, first, last))
    length = sum(len(piece.text) for piece in pieces[first : last + 1])
    for piece in pieces[first : last + 1]:
        for _ in range(1 if char == "~" else len(piece.text)):
            yield Delimiter(char, piece.mark, first, length, opens, closes)
