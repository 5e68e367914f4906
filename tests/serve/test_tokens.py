"""What is searched for: any text is a search, and scripts without spaces are found by parts of their words."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from cleaner.archive import Ledger
from cleaner.serve.snippets import Piece, snippets
from cleaner.serve.tokens import match_of, parted, whole

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def found(text: str, asked: str) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (x, tokenize='unicode61 remove_diacritics 2')")
        connection.execute("INSERT INTO t VALUES (?)", (parted(text),))
        match = match_of(asked)
        return bool(match) and connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone()[0] > 0


@given(TEXTS)
def test_any_text_is_a_search(asked: str) -> None:
    found("a harbour", asked)


@given(TEXTS.filter(lambda text: "\u200b" not in text))
def test_parting_shows_nothing(text: str) -> None:
    assert whole(parted(text)) == text


@given(st.text("灯塔港口渔民重新点亮", min_size=2, max_size=12), st.data())
def test_any_part_of_a_text_without_spaces_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert found(text, text[start:end])


def test_what_is_asked() -> None:
    text = "The ferry leaves the old pier at nine; the Brücke is open."
    assert found(text, "ferry pier")
    assert not found(text, "ferry whale")
    assert found(text, '"old pier"')
    assert not found(text, '"pier old"')
    assert found(text, "ferr*")
    assert not found(text, "ferr")
    assert found(text, "ferry -whale")
    assert not found(text, "ferry -pier")
    assert found(text, "brucke")
    assert found(text, 'an "unclosed') is False
    assert not found(text, "-ferry")
    assert not found(text, '"" -- *')


def test_snippets_show_what_was_asked() -> None:
    """A phrase is found as it stands, whatever its words; of several words one will do."""
    outcomes = {1: ("Season with salt and pepper.\n", Ledger("t", "ok")), 2: ("Salt on its own.\n", Ledger("t", "ok"))}
    (found,) = snippets(outcomes, '"salt AND pepper" (whale) -ferry').items()
    assert found[0] == 1
    assert found[1][0].pieces == (Piece("Season with ", False), Piece("salt and pepper", True), Piece(". ", False))
    assert sorted(snippets(outcomes, "salt whale")) == [1, 2]
    assert snippets(outcomes, "-salt") == {}
