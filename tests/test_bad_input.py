"""Texts that are hardly texts: each ends in a result, and nothing of it goes without an entry."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from cleaner import clean
from cleaner.model import Profile
from cleaner.pipeline import Cleaned

HUGE = 10_000_000  # bytes
SURROGATES = range(0xD800, 0xE000)
LINE = "The ferry left the quay at nine in the morning, and nobody there thought that it would be late."


def accounted(result: Cleaned) -> Cleaned:
    """The result, after checking that each line that is not blank is in one block, or goes whole."""
    held = Counter(number for block in result.blocks for number in block.lines)
    length = {line.number: len(line.text) for line in result.article.lines}
    whole = {removal.line for removal in result.removals if (removal.start, removal.end) == (0, length[removal.line])}
    for line in result.article.lines:
        if line.text.strip():
            assert held[line.number] == (line.number not in whole), line
    return result


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n \t\n", "\r\n\r\n", "\ufeff"])
def test_nothing_is_empty(text: str) -> None:
    result = accounted(clean(text))
    assert (result.status, result.text, result.markdown, result.removals) == ("empty", "", "", ())


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_one_line(ending: str) -> None:
    result = accounted(clean(LINE + ending))
    assert (result.status, result.text) == ("ok", LINE + "\n")


def test_residue_alone_is_empty_and_its_original_is_kept() -> None:
    data = "ADVERTISEMENT\r\n\r\nShare this article\r\nSign up for our newsletter"
    result = accounted(clean(data))
    assert (result.status, result.text, result.markdown) == ("empty", "", "")
    assert result.source.data.decode() == data
    assert {removal.line for removal in result.removals} == {1, 3, 4}


@pytest.mark.parametrize("profile", ["article", "page"])
@pytest.mark.parametrize("character", ["a", " ", "-", "&", "漢", "\u200b", "\xa0"])
def test_ten_megabytes_of_one_character(character: str, profile: Profile) -> None:
    result = accounted(clean(character * (HUGE // len(character.encode())), profile=profile))
    assert result.status in ("ok", "empty")


def test_a_million_blank_lines() -> None:
    assert accounted(clean("\n" * 1_000_000)).status == "empty"


def test_a_line_of_ten_megabytes_loses_nothing_but_what_is_listed() -> None:
    sentence = f"{LINE} (AP Photo/Jane Doe) "
    result = accounted(clean(sentence * (HUGE // 10 // len(sentence))))
    removed = sum(removal.end - removal.start for removal in result.removals)
    assert len(result.text) >= len(result.article.lines[0].text) - removed - 2
    assert result.text.count("nobody there thought") == HUGE // 10 // len(sentence)


def test_unpaired_surrogates_are_replaced_and_told() -> None:
    result = accounted(clean(f"{LINE} \ud83d\n\n\udc00{LINE}\n"))
    assert result.notes
    assert result.markdown.encode().decode().count("nobody there thought") == 2


def test_mixed_line_endings() -> None:
    result = accounted(clean(f"{LINE}\r\nADVERTISEMENT\r\n{LINE}\n\nADVERTISEMENT\r{LINE}\u2028{LINE}\n"))
    assert result.text.count("nobody there thought") == 4
    assert [removal.line for removal in result.removals] == [2]


def test_text_from_right_to_left() -> None:
    arabic = "غادرت السفينة الميناء في الساعة التاسعة صباحا ولم يفكر أحد في أنها سوف تتأخر عن موعدها المعتاد."
    hebrew = "הספינה עזבה את הרציף בתשע בבוקר ואיש לא חשב שם שהיא תאחר לבוא אל הנמל שמעבר לים."
    result = accounted(clean(f"\u200f{arabic}\n\nإعلان\n\n\u202b{arabic}\u202c\n"))
    assert result.markdown.count(arabic) == 2
    assert [removal.line for removal in result.removals] == [3]
    assert accounted(clean(f"{hebrew}\n\n\u202b{hebrew}\u202c\n")).markdown.count(hebrew) == 2


@pytest.mark.parametrize("width", [1, 100])
def test_every_code_point(width: int) -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1) if code not in SURROGATES and code != 0x0A]
    step = width if width > 1 else 50  # alone in its line only every 50th, which are enough
    lines = ["".join(characters[place : place + width]) for place in range(0, len(characters), step)]
    result = accounted(clean("\n".join(lines), media_type="text/plain"))
    assert result.status == "ok"
    assert result.markdown
