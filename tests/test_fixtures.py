"""Golden cases: what goes, what stays, and what the rest becomes."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner.model import Source
from cleaner.pipeline import clean
from tests.cases import CASES, Case, cleaned

each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def _with_known_failures(case: Case) -> Any:
    reason = case.expected.get("xfail")
    return pytest.param(case, id=case.name, marks=[pytest.mark.xfail(reason=reason)] if reason else [])


each_but_known_failures = pytest.mark.parametrize("case", [_with_known_failures(case) for case in CASES])


@each_but_known_failures
def test_markdown(case: Case) -> None:
    assert cleaned(case.name).markdown == case.markdown


@each_but_known_failures
def test_explanations(case: Case) -> None:
    found = cleaned(case.name).to_dict()
    assert found["status"] == case.expected["status"]
    for kind in ("removed", "repaired"):
        expected = case.expected[kind]
        keys = list(expected[0]) if expected else ["line", "rule", "text"]
        assert [{key: entry[key] for key in keys} for entry in found[kind]] == expected


@each
def test_cleaned_again_it_does_not_change(case: Case) -> None:
    once = cleaned(case.name).markdown
    again = clean(Source(uri=f"{case.name}.md", data=once.encode(), media_type="text/markdown"))
    assert again.markdown == once
    assert not again.removals
    assert not again.repairs


@each
def test_every_kept_line_is_in_one_block(case: Case) -> None:
    result = cleaned(case.name)
    length = {line.number: len(line.text) for line in result.article.lines}
    gone = {removal.line for removal in result.removals if removal.end - removal.start == length[removal.line]}
    kept = [line.number for line in result.article.lines if line.text.strip() and line.number not in gone]
    held = sorted(number for block in result.blocks for number in block.lines)
    assert [number for number in held if number in kept] == kept


def test_the_cases_show_every_category_that_goes_by_default() -> None:
    shown = {entry["rule"].partition(".")[0] for case in CASES for entry in case.expected["removed"]}
    assert shown >= {
        "ad", "app", "comments", "credit", "donate", "embed", "follow", "html", "invisible", "legal", "newsletter",
        "paywall", "related", "share",
    }  # fmt: skip
