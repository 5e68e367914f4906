"""The laws that hold for every document, whatever is in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner import detect, structure
from cleaner.errors import CleanerError
from cleaner.model import Line, Options, Removal, Repair, Result, Source
from cleaner.pipeline import Cleaned, clean
from cleaner.write import text
from tests.cases import CASES, cleaned
from tests.strategies_text import pages, plain_texts


def as_type(media_type: str) -> Any:
    return lambda data: Source(uri="-", data=data.encode(), media_type=media_type, charset="utf-8")


documents = st.one_of(
    plain_texts.map(as_type("text/plain")), plain_texts.map(as_type("text/markdown")), pages.map(as_type("text/html"))
)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def spans_of(result: Result) -> Iterator[tuple[Line, list[Removal]]]:
    found: dict[int, list[Removal]] = {}
    for removal in result.removals:
        found.setdefault(removal.line, []).append(removal)
    return ((line, found.get(line.number, [])) for line in result.article.lines)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def is_subsequence(few: Iterable[str], many: Iterable[str]) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


def assert_nothing_vanishes(result: Result) -> None:
    """Law 1: each line that is not blank is in one block, or goes whole."""
    held = Counter(number for block in result.blocks for number in block.lines)
    for line, removals in spans_of(result):
        whole = len(removals) == 1 and (removals[0].start, removals[0].end) == (0, len(line.text))
        if line.text.strip():
            assert held[line.number] == (0 if whole else 1), line


def assert_settled(result: Result) -> None:
    """Laws 1 and 4: findings are sorted, lie within their lines and do not overlap."""
    assert [removal.line for removal in result.removals] == sorted(removal.line for removal in result.removals)
    repairs = Counter(repair.line for repair in result.repairs)
    assert set(repairs) <= {line.number for line in result.article.lines}
    for line, removals in spans_of(result):
        mended = [repair for repair in result.repairs if repair.line == line.number] if repairs[line.number] else []
        for findings in (removals, mended, sorted([*removals, *mended], key=lambda finding: finding.start)):
            ends = [0, *(end for finding in findings for end in (finding.start, finding.end)), len(line.text)]
            assert ends == sorted(ends), (line, findings)
        assert all(removal.start < removal.end for removal in removals)


def assert_nothing_is_invented(result: Result) -> None:
    """Law 2: without the repairs, the words of the result are words of the reading, in their order."""
    blocks = structure.blocks(result.article, result.removals, ())
    unrepaired = Result(result.article, result.removals, blocks=blocks)
    for_title = [line.text for line in result.article.lines if line.role and line.role.kind == "title"]
    reading = [word for line in result.article.lines for word in words(line.text)]
    assert is_subsequence(words(text(unrepaired)), reading)
    assert is_subsequence(words(unrepaired.title or ""), words(" ".join(for_title)) or reading)


@settings(deadline=None, max_examples=5000)
@given(documents)
def test_nothing_vanishes_and_nothing_is_invented(source: Source) -> None:
    result = clean(source)
    assert_settled(result)
    assert_nothing_vanishes(result)
    assert_nothing_is_invented(result)


@every_case
def test_nothing_vanishes_from_a_golden_case(case: Any) -> None:
    result = cleaned(case.name)
    assert_settled(result)
    assert_nothing_vanishes(result)
    assert_nothing_is_invented(result)


@settings(deadline=None, max_examples=5000)
@given(documents)
def test_empty_is_what_has_no_text_left(source: Source) -> None:
    result = clean(source)
    assert result.status == ("ok" if result.text or result.title else "empty")
    assert bool(words(result.markdown)) <= (result.status == "ok")


@settings(deadline=None, max_examples=500)
@given(documents, documents)
def test_a_result_does_not_depend_on_other_documents(one: Source, other: Source) -> None:
    first = clean(one)
    clean(other)
    assert clean(one) == first


def test_golden_cases_in_another_order_give_the_same() -> None:
    for case in reversed(CASES):
        assert clean(case.source) == cleaned(case.name)


@settings(deadline=None, max_examples=5000)
@given(plain_texts)
def test_detectors_leave_the_article_as_it_is(document: str) -> None:
    article = clean(as_type("text/plain")(document)).article
    before = [(line.number, line.text) for line in article.lines]
    options = Options()
    rules = detect.rule_set(options, "en")
    detect.findings(article, rules, options)
    assert [(line.number, line.text) for line in article.lines] == before


def values(value: Any) -> Iterator[Any]:
    """A value and all that it is made of, where those are of our own types."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from values(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from values(part)


def test_all_that_a_result_is_made_of_is_frozen() -> None:
    seen = {type(value): value for case in CASES for value in values(cleaned(case.name))}
    assert {"Cleaned", "Article", "Source", "Line", "Role", "Mark", "Removal", "Repair", "Block", "Options"} <= {
        kind.__name__ for kind in seen
    }
    for value in seen.values():
        with pytest.raises(FrozenInstanceError):
            setattr(value, fields(value)[0].name, None)


@settings(deadline=None, max_examples=5000)
@given(st.binary(max_size=400))
@example(b"")
@example(b"\x00" * 50)
@example(b"\x1f\x8b\x08\x00")
@example(b"<html>")
def test_any_bytes_end_in_a_result_or_an_explained_failure(data: bytes) -> None:
    try:
        result = clean(data)
    except CleanerError as error:
        assert str(error)
    else:
        assert isinstance(result, Cleaned)
        assert isinstance(result.markdown + result.text + result.diff(), str)


@settings(deadline=None, max_examples=5000)
@given(st.text(st.characters(), max_size=200))
@example("\ud800")
@example("a\udfffb\ud83d")
@example("\ufeff")
def test_any_text_ends_in_a_result_or_an_explained_failure(document: str) -> None:
    try:
        result = clean(document)
    except CleanerError as error:
        assert str(error)
    else:
        (result.markdown + result.text).encode()


@settings(deadline=None, max_examples=500)
@given(plain_texts)
def test_repairs_are_listed(document: str) -> None:
    """Every word of the result that is no word of the reading comes from a repair."""
    result = clean(as_type("text/plain")(document))
    known = Counter(word for line in result.article.lines for word in words(line.text))
    new = set(words(result.text)) - set(known)
    repaired: set[int] = {repair.line for repair in result.repairs if isinstance(repair, Repair)}
    assert new <= {word for block in result.blocks if repaired & set(block.lines) for word in words(block.text)}
