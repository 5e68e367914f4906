"""Verdicts: from a form to a file, from the file to rules, to a test of the rules, and to a cleaning anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner import verdicts
from cleaner.detect.examples import failures
from cleaner.detect.rulefile import parse
from cleaner.serve.suggestion import to_toml
from cleaner.verdicts import Verdict
from serve.conftest import Client


def file_of(client: Client) -> Path:
    return verdicts.path_beside(client.server.shelf.archives[0])


def rule_of(page: str) -> str:
    from html import unescape

    return unescape(page.partition('<pre id="rule"')[2].partition(">")[2].partition("</pre>")[0])


def test_a_removal_marked_as_wrong(judged: Client) -> None:
    answer = judged.post("d/1/judge", {"verdict": "wrong", "line": [1, 2, 3]})
    assert answer.status == 303
    assert answer.headers["location"] == f"{judged.server.prefix}d/1#L1"
    (line,) = file_of(judged).read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert (found["verdict"], found["rule"], found["text"]) == ("wrong", "ad.marker", "ADVERTISEMENT")
    assert (found["line"], found["start"], found["end"]) == (1, 0, 13)
    assert found["uri"] == "https://harbourpost.example/sea/lighthouse"
    assert found["after"][0] == "The lighthouse at Skerry Point will be lit again"
    page = judged.get("d/1").text
    assert "should have stayed" in page
    assert "# Instead of ad.marker in en.toml" in rule_of(page)


def test_lines_that_should_have_gone(judged: Client) -> None:
    judged.post("d/1/judge", {"verdict": "missed", "line": [5, 9]})  # 9 is gone already
    (verdict,) = verdicts.load(file_of(judged))
    assert (verdict.verdict, verdict.line, verdict.text) == ("missed", 5, "By Mara Lindqvist")
    rule = rule_of(judged.get("d/1").text)
    (made,) = parse(rule, "any", "copied")
    assert made.removes == ("By Mara Lindqvist",)
    assert made.keeps
    assert list(failures([made], (rule,))) == []
    # The verdicts of a site show on its other documents, and on no other site's.
    assert "By Mara Lindqvist" in rule_of(judged.get("d/3").text)
    assert rule_of(judged.get("d/5").text) == ""


def test_a_run_of_lines_at_once(judged: Client) -> None:
    judged.post("d/1/judge", {"verdict": "wrong", "lines": "15-17", "rule": "related.item"})
    assert [verdict.line for verdict in verdicts.load(file_of(judged))] == [16, 17]


def test_taken_back(judged: Client) -> None:
    judged.post("d/1/judge", {"verdict": "wrong", "line": [1]})
    judged.post("d/1/judge", {"verdict": "withdrawn", "span": "1:0:13"})
    assert verdicts.load(file_of(judged)) == ()
    assert len(file_of(judged).read_text(encoding="utf-8").splitlines()) == 2
    assert "None yet" in judged.get("d/1").text


def test_a_broken_file_is_told(judged: Client) -> None:
    file_of(judged).write_text('{"verdict": "wrong"}\n', encoding="utf-8")
    answer = judged.get("d/1")
    assert answer.status == 400
    assert "line 1" in answer.text


def verdict(kind: str, text: str, rule: str = "", **more: object) -> Verdict:
    about = {"uri": "https://a.example/1", "date": "", "source_digest": "sha256:0", "line": 1, "start": 0}
    return Verdict(kind, text=text, whole=text, end=len(text), rule=rule, language="en", **{**about, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ['Quote " and \\ backslash', "Tab\tand\x7fdelete", "日本語の行です", "a" * 500, "Follow # us ]", "'''"]
)
def test_any_line_makes_a_rule_that_passes_its_own_test(text: str) -> None:
    rule = to_toml([verdict("missed", text, before=("The boats were out before dawn, as on every day.",))], "a.example")
    (made,) = parse(rule, "any", "copied")
    assert list(failures([made], (rule,))) == []


def test_rules_of_models_cannot_be_narrowed() -> None:
    rule = to_toml([verdict("wrong", "A line.", "html.outside-main")], "a.example")
    assert rule.startswith("# html.outside-main is no rule")
    assert parse(rule, "any", "copied") == ()
