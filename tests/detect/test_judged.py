"""Rules are tried on readers' verdicts."""

from __future__ import annotations

from cleaner.detect.judged import disagreements
from cleaner.verdicts import Verdict

RULE = """
[[rule]]
name = "site.here"
reason = "a line of this site"
where = "line"
phrases = ["Printed on nets"]
removes = ["Printed on nets"]
"""


def verdict(kind: str, text: str, rule: str = "", whole: str = "") -> Verdict:
    whole = whole or text
    start = whole.index(text)
    return Verdict(kind, "u", "", "", 7, start, start + len(text), text, rule, whole, language="en")  # type: ignore[arg-type]


def test_what_the_rules_meet() -> None:
    met = [
        verdict("missed", "ADVERTISEMENT"),
        verdict("wrong", "The ferry was late, and the mail came with it.", "ad.marker"),
        verdict("wrong", "Home", "html.outside-main"),
    ]
    assert list(disagreements(met)) == []


def test_what_they_do_not() -> None:
    told = list(disagreements([verdict("wrong", "ADVERTISEMENT", "ad.marker"), verdict("missed", "Printed on nets")]))
    assert len(told) == 2
    assert "line 7: ad.marker removes 'ADVERTISEMENT', which should stay" in told[0]
    assert "nothing removes 'Printed on nets', which should go" in told[1]
    assert list(disagreements([verdict("missed", "Printed on nets")], (RULE,))) == []
