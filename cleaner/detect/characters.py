"""Characters that nobody sees, or that nobody meant: invisible ones, no-break spaces, literal entities."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from cleaner.detect.view import INVISIBLE, View, whole
from cleaner.model import Line, Removal, Repair

# Zero-width joiners and non-joiners are spelling in many scripts; between letters of those, and in emoji, they stay.
_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]|(?<![^\\x00-\\xff])[\u200c\u200d]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# UTF-8 or windows-1252 read as ISO 8859-1 leave C1 control characters, which no text has.
_HIGH_RUN = re.compile("[\x80-\xff]+")
_LOW_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NOT_SEEN = str.maketrans("", "", INVISIBLE)
_NO_BREAK = re.compile("[\u00a0\u202f]+")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def find(view: View) -> Iterator[Removal | Repair]:
    """Yield lines that only look blank as removals, and odd characters inside of lines as repairs."""
    for line in view.lines:
        if (line.text.isprintable() and "&" not in line.text) or (line.role is not None and line.role.kind == "code"):
            continue
        if _says_nothing(line.text):
            yield whole(line, "invisible.line", "nothing but invisible characters")
        else:
            yield from _repairs(line)


def _says_nothing(text: str) -> bool:
    """Whether only invisible characters are there, written as entities or not."""
    return not _CONTROL.sub("", html.unescape(text)).translate(_NOT_SEEN).strip()


def _repairs(line: Line) -> Iterator[Repair]:
    text = line.text
    for match in _INVISIBLE.finditer(text):
        yield Repair(line.number, match.start(), match.end(), "invisible.character", "")
    yield from _control(line)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for match in _NO_BREAK.finditer(text, start, end):  # at a line's ends they go like any whitespace
        yield Repair(line.number, match.start(), match.end(), "space.no-break", " ")
    for match in _ENTITY.finditer(text):
        character = html.unescape(match.group())
        # `&lt;` written out is how a text speaks about markup; undoing it would make markup.
        if character != match.group() and character not in {"<", ">"}:
            seen = _INVISIBLE.sub("", character.replace("\xa0", " "))
            yield Repair(line.number, match.start(), match.end(), "entity.literal", seen)


def _control(line: Line) -> Iterator[Repair]:
    """Control characters: those that a wrong decoding left mean something else, the others nothing."""
    for match in _LOW_CONTROL.finditer(line.text):
        yield Repair(line.number, match.start(), match.end(), "invisible.control", "")
    for match in _HIGH_RUN.finditer(line.text):
        if not _CONTROL.search(match.group()):
            continue
        if decoded := _from_utf8(match.group()):
            yield Repair(line.number, match.start(), match.end(), "encoding.utf-8", decoded)
            continue
        for offset, character in enumerate(match.group(), match.start()):
            if _CONTROL.match(character):
                meant = character.encode("latin-1").decode("windows-1252", "ignore")
                rule = "encoding.windows-1252" if meant else "invisible.control"
                yield Repair(line.number, offset, offset + 1, rule, meant)


def _from_utf8(text: str) -> str:
    """What the characters mean where their bytes are UTF-8, be it twice over; "" where they are not."""
    for _ in range(2):
        try:
            text = text.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return ""
        if not _CONTROL.search(text):
            return text
    return ""
