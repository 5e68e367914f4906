"""What is searched for, and how texts are cut into words: scripts that are written without spaces, a character each."""

from __future__ import annotations

import re

# Thai to Khmer, kana and Chinese characters with their extensions; Korean is written with spaces.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff])"
)
SEAM = "\u200b"  # a space of no width: it parts words for the index and shows nothing
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
MAX_TERMS = 16


def parted(text: str) -> str:
    """The text with a seam between the characters of scripts that are written without spaces."""
    return text if text.isascii() else _UNSPACED.sub(rf"{SEAM}\1{SEAM}", text)


def whole(text: str) -> str:
    """A parted text without its seams."""
    return text.replace(SEAM, "")


def encodable(text: str) -> str:
    """The text as SQLite can hold it: an unpaired surrogate has no UTF-8 form."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def match_of(asked: str) -> str:
    """What a person typed as an FTS5 expression; empty where there is no word in it.

    Words must all occur, "a phrase" as it stands, `word*` as a beginning, and -word must not occur.

    >>> match_of('ferry "the old pier" -ticket sail*')
    '("ferry" AND "the old pier" AND "sail"*) NOT "ticket"'
    """
    wanted, unwanted = _terms(asked)
    if not wanted:
        return ""
    all_of = " AND ".join(wanted)
    return f"({all_of})" + "".join(f" NOT {term}" for term in unwanted)


def match_of_any(asked: str) -> str:
    """What a person typed as an FTS5 expression that any of the words or phrases meets, whatever must not occur.

    >>> match_of_any('ferry "salt AND pepper" -ticket')
    '"ferry" OR "salt AND pepper"'
    """
    return " OR ".join(_terms(asked)[0])


def _terms(asked: str) -> tuple[list[str], list[str]]:
    """What must occur, and what must not."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _TERM.findall(asked)[:MAX_TERMS]:
        text = parted((phrase or word).replace("\0", " "))
        if any(map(str.isalnum, text)):
            beginning = "*" if word.endswith("*") else ""
            (unwanted if minus else wanted).append(_quoted(text.rstrip("*")) + beginning)
    return wanted, unwanted


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
