"""People's verdicts over what the rules found: spans that shall stay, lines that shall go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from cleaner.detect.settle import settle
from cleaner.model import Article, Options, Removal
from cleaner.pipeline import Cleaned, structured
from cleaner.verdicts import Verdict

MISSED = "verdict.missed"
REASON = "a reader marked it: it should have gone"


def overruled(result: Cleaned, verdicts: Sequence[Verdict]) -> Cleaned:
    """A result with the verdicts on its original applied: where one speaks of a span, the rules do not.

    Verdicts whose text is not where they say it is are passed over: today's reading is another one. The rule set's
    digest covers those that apply, so that nobody takes the result for the rules' own.
    """
    fitting = [verdict for verdict in verdicts if _fits(verdict, result.article)]
    if not fitting:
        return result
    kept = [verdict for verdict in fitting if verdict.verdict == "wrong"]
    missed = [verdict for verdict in fitting if verdict.verdict == "missed"]
    removals = [piece for removal in result.removals for piece in _left(removal, kept)]
    removals += [Removal(verdict.line, verdict.start, verdict.end, MISSED, REASON) for verdict in missed]
    findings = settle(result.article.lines, [*removals, *result.repairs], Options())
    return structured(result.article, findings, result.options, _digest(result.rule_set, fitting))


def about(uri: str, source_digest: str, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts on one original."""
    return [verdict for verdict in verdicts if (verdict.uri, verdict.source_digest) == (uri, source_digest)]


def _fits(verdict: Verdict, article: Article) -> bool:
    lines = article.lines
    if not 0 < verdict.line <= len(lines):
        return False
    return lines[verdict.line - 1].text[verdict.start : verdict.end].startswith(verdict.text)


def _left(removal: Removal, kept: Sequence[Verdict]) -> Iterator[Removal]:
    """What is left of a removal beside the spans that shall stay."""
    at = removal.start
    spans = sorted((verdict.start, verdict.end) for verdict in kept if verdict.line == removal.line)
    for start, end in spans:
        if start > at:
            yield replace(removal, start=at, end=min(start, removal.end))
        at = max(at, end)
        if at >= removal.end:
            return
    yield replace(removal, start=at)


def _digest(rule_set: str, verdicts: Sequence[Verdict]) -> str:
    told = [f"{verdict.verdict} {verdict.line}:{verdict.start}:{verdict.end}" for verdict in verdicts]
    return sha256("\n".join([rule_set, *sorted(told)]).encode()).hexdigest()[:16]
