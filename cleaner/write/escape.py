"""Which characters of a text markdown would take for markup, and how to say that they are none.

A character is escaped only where it would be taken: `2 * 3`, `snake_case`, `C#` and `1984.` in a sentence stay as they
are. References are to CommonMark 0.31.2 and to GitHub Flavored Markdown 0.29.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.model import Mark
from cleaner.write.dollars import stray

_ENTITY = r"&(?=(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});)"
# A backslash before ASCII punctuation or a line's end (2.4, 6.7), a tag or autolink (6.5, 6.6), an entity (2.5), a link
# (6.3), a footnote (pandoc's `[^1]` and `^[text]`).
_ALWAYS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|\Z)" + r"|<(?=[A-Za-z/!?])" + f"|{_ENTITY}" + r"|\](?=\()|\[(?=\^)|(?<=\^)\["
)
_BACKTICKS = re.compile("`+")
_ANY = re.compile(r"[\\<&\[\]`$!^]")  # a text without any of these needs no backslash, unless behind a footnote
# Readers bound how deep brackets may nest; more than a few open ones could hide a link that follows.
_MANY_BRACKETS = 8

# What begins a block, tried at the start of a written line, and where in it the backslash belongs.
_BLOCK_START = re.compile(
    r"""
      (?=\#{1,6}(?:[ ]|$))              # a heading (4.2)
    | (?=>)                             # a quote (5.1)
    | (?=[-+*](?:[ ]|$))                # an item of a bullet list (5.2)
    | [0-9]{1,9}(?=[.)](?:[ ]|$))       # an item of a numbered list
    | (?=(?:=+|-+)[ ]*$)                # a line under a heading (4.3)
    | (?=[-:|][-:| ]*$)                 # the delimiter row of a table (GFM 4.10)
    """,
    re.VERBOSE,
)
# A rule (4.1) or a fence (4.5): here each marker is escaped, for the rest of the run could still open emphasis or code.
_RUN_START = re.compile(r"([*_])(?:[ ]*\1){2,}[ ]*$|~{3,}|`{3,}(?=[^`]*$)")
_AUTOLINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s\x00-\x20\x7f<>$`\[\]\\&]+")
_PLAIN_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f<>\\`&$()]+")
_CLOSING_HASHES = re.compile(r"(?:^|(?<= ))#+$")


def positions(text: str, marks: Sequence[Mark]) -> list[int]:
    """Where in a tidy text a backslash is needed, emphasis aside; sorted. Positions inside code say nothing."""
    if not _ANY.search(text) and not any(mark.kind == "footnote" for mark in marks):
        return []
    found = {match.start() for match in _ALWAYS.finditer(text)}
    edges = {edge for mark in marks for edge in (mark.start, mark.end)}
    found.update(edge - 1 for edge in edges if edge and text[edge - 1] == "\\")
    found.update(mark.start - 1 for mark in marks if mark.kind == "link" and text.startswith("!", mark.start - 1))
    found.update(mark.end for mark in marks if mark.kind == "footnote" and text.startswith(("(", ":", "["), mark.end))
    found.update(
        mark.start - 1 for mark in marks if mark.kind in ("link", "footnote") and text.startswith("^", mark.start - 1)
    )
    found.update(_brackets(text, marks))
    found.update(_backticks(text, marks))
    found.update(stray(text, marks))
    return sorted(found)


def _brackets(text: str, marks: Sequence[Mark]) -> Iterator[int]:
    if text.startswith("[") and "]:" in text:  # a link reference definition (4.7)
        yield 0
    if text.count("[") > _MANY_BRACKETS:
        yield from (match.start() for match in re.finditer(r"\[", text))
    for mark in marks:
        if mark.kind in ("link", "image"):
            yield from (match.start() for match in re.compile(r"[\[\]]").finditer(text, mark.start, mark.end))


def _backticks(text: str, marks: Sequence[Mark]) -> Iterator[int]:
    """Backticks, unless they are one run alone (6.1). Inside code a backslash says nothing: all are escaped or none."""
    found = [match.span() for match in _BACKTICKS.finditer(text)]
    alone = len(found) == 1 and not any(
        mark.kind == "code" or any(found[0][0] < edge < found[0][1] for edge in (mark.start, mark.end))
        for mark in marks
    )
    if not alone:
        for start, end in found:
            yield from range(start, end)


def line_start(line: str) -> str:
    """A written line of prose, such that its start begins no block."""
    if run := _RUN_START.match(line):
        return re.sub(r"[*_~`]", r"\\\g<0>", run.group()) + line[run.end() :]
    if match := _BLOCK_START.match(line):
        return line[: match.end()] + "\\" + line[match.end() :]
    return line


def closing_hashes(line: str) -> str:
    """A heading's text, such that `#` at its end is text too (4.2)."""
    return _CLOSING_HASHES.sub(r"\\\g<0>", line)


def destination(url: str) -> str:
    """A link's address as it stands between parentheses (6.3).

    Spaces, controls, `<`, `>`, backslashes and backticks are percent-encoded; entities, dollar signs and lone
    parentheses are escaped.
    """
    if _PLAIN_ADDRESS.fullmatch(url):
        return url
    url = re.sub(r"[\x00-\x20\x7f<>\\`]|\s", lambda match: _percent(match.group()), url.strip())
    url = re.sub(_ENTITY + r"|\$", r"\\\g<0>", url)
    return url if _balanced(url) else re.sub(r"[()]", r"\\\g<0>", url)


def title(text: str) -> str:
    """A link's title (6.3), quoted, on one line.

    A backtick is an entity: where one stands before the link, a code span would end even at an escaped one (6.1).
    """
    one_line = " ".join(text.replace("\0", "\ufffd").split())
    escaped = re.sub(r"[\\\"$<\[\]*_~]|" + _ENTITY, r"\\\g<0>", one_line)
    return '"' + escaped.replace("`", "&#96;") + '"'


def is_autolink(text: str, url: str) -> bool:
    """Whether an address is its own text and can stand between angle brackets (6.5)."""
    return text == url and _AUTOLINK.fullmatch(url) is not None


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _balanced(url: str) -> bool:
    depth = 0
    for char in re.findall("[()]", url):
        depth += 1 if char == "(" else -1
        if not 0 <= depth <= 8:
            return False
    return depth == 0


def code_span(text: str) -> str:
    """An inline code span around a text without line breaks (6.1)."""
    taken = {len(run) for run in _BACKTICKS.findall(text)}
    fence = "`" * next(length for length in range(1, len(taken) + 2) if length not in taken)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def info_string(language: str) -> str:
    """A code block's info string (4.5): one line, without backticks."""
    one_line = " ".join(language.replace("`", "").replace("\0", "\ufffd").split())
    return re.sub(r"\\(?=[!-/:-@\[-`{-~])|" + _ENTITY, r"\\\g<0>", one_line)
