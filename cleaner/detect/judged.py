"""Rules tried on readers' verdicts: what should have stayed stays, what should have gone goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.detect.examples import AFTER, BEFORE, RULES_ALONE
from cleaner.detect.rulefile import rule_set
from cleaner.model import Article, Line, Removal, Source
from cleaner.verdicts import Verdict


def disagreements(verdicts: Iterable[Verdict], extra: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield a message for each verdict that the rules, those of the `extra` files among them, do not meet.

    Each line is tried as plain text between the lines that stood around it. What the models of whole pages removed
    cannot be tried so: of these verdicts only those that the rules contradict are told.
    """
    for verdict in verdicts:
        found = _found(verdict, extra)
        place = f"{verdict.uri}, line {verdict.line}"
        if verdict.verdict == "wrong":
            taken = [removal.rule for removal in found if removal.start < verdict.end and removal.end > verdict.start]
            if taken:
                yield f"{place}: {taken[0]} removes {verdict.text!r:.200}, which should stay"
        elif not any(removal.start <= verdict.start and removal.end >= verdict.end for removal in found):
            yield f"{place}: nothing removes {verdict.text!r:.200}, which should go"


def _found(verdict: Verdict, extra: tuple[str, ...]) -> list[Removal]:
    """What is removed of a verdict's line."""
    from cleaner.detect import findings  # the table of detectors stands above this module

    before, after = (verdict.before or BEFORE[:1]), (verdict.after or AFTER[:1])
    number = len(before) + 1
    lines = tuple(Line(index, text) for index, text in enumerate((*before, verdict.whole, *after), 1))
    rules = rule_set(verdict.language, extra, frozenset(), frozenset())
    article = Article(Source(verdict.uri, b""), lines, language=verdict.language)
    return [removal for removal in findings(article, rules, RULES_ALONE).removals if removal.line == number]
