"""Short ways to an article of plain lines and to what is found in it."""

from __future__ import annotations

from cleaner import detect
from cleaner.detect.examples import RULES_ALONE
from cleaner.model import Article, Line, Options, Role, Source

# Prose of a made-up article about a ferry; no rule speaks of it.
PROSE = (
    "The ferry left the quay at nine in the morning, and nobody in the harbour thought that it would be late.",
    "By noon the wind had turned, and the crew of the ferry took in the awnings before the rain fell on the deck.",
    "When the lamps were lit, the passengers stood at the rail and counted the houses on the far shore.",
    "The old man at the wheel said that he had never seen the river so high at that time of the year.",
)


def article(*texts: str, role: Role | None = None) -> Article:
    """An article of these lines."""
    return Article(Source("-", b""), tuple(Line(number, text, role) for number, text in enumerate(texts, 1)))


def found(*texts: str, options: Options = RULES_ALONE, role: Role | None = None) -> detect.Findings:
    """What all detectors find in an article of these lines, by the English rules."""
    return detect.findings(article(*texts, role=role), detect.rule_set(options, "en"), options)


def removed(*texts: str, options: Options = RULES_ALONE, role: Role | None = None) -> list[tuple[str, str]]:
    """The rule and the text of each removal."""
    removals = found(*texts, options=options, role=role).removals
    return [(removal.rule, texts[removal.line - 1][removal.start : removal.end]) for removal in removals]


def repaired(*texts: str) -> list[tuple[str, str, str]]:
    """The rule, the text and the replacement of each repair."""
    repairs = found(*texts).repairs
    return [(r.rule, texts[r.line - 1][r.start : r.end], r.replacement) for r in repairs]
