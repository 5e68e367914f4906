"""Rules tried on their own examples: each removes what it says, and keeps what it must keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cleaner.detect.rulefile import rule_set
from cleaner.detect.ruleset import Rule, RuleSet, index
from cleaner.model import Article, Line, Options, Removal, Source

# Prose that no rule speaks of, to stand around an example as an article does.
BEFORE = (
    "The ferry left the quay at nine in the morning, and nobody there thought that it would be late.",
    "By noon the wind had turned, and the crew took in the awnings before the first rain fell on the deck.",
)
AFTER = (
    "When the lamps were lit, the passengers stood at the rail and counted the houses on the far shore.",
    "The old man at the wheel said that he had never seen the river so high at that time of the year.",
)
RULES_ALONE = Options(keep=frozenset({"text.not-article"}))  # trees judge whole articles, not a line among four
_MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)


def failures(rules: Sequence[Rule], extra: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield a message for each example that fails.

    What a rule `removes` is tried with that rule alone; what it `keeps` must be kept by all rules for its language,
    those of the `extra` rules files among them.
    """
    for rule in rules:
        alone = index([rule], "")
        full = rule_set(rule.language, extra, frozenset(), frozenset())
        for example in rule.removes:
            expected = _expected(example)
            if (gone := _removed(_MARKED.sub(r"\1", example), alone)) != expected:
                yield f"{rule.name} ({rule.language}): of {example!r} it removes {gone}, not {expected}"
        for example in rule.keeps:
            for name, tried in (("it", alone), ("another rule", full)):
                if gone := _removed(example, tried):
                    yield f"{rule.name} ({rule.language}): of {example!r} {name} removes {gone}"
                    break


def _expected(example: str) -> list[str]:
    marked: list[str] = _MARKED.findall(example)
    return marked or example.split("\n")


def _removed(example: str, rules: RuleSet) -> list[str]:
    """What the detectors remove of an example that stands inside of an article."""
    from cleaner.detect import findings  # the table of detectors stands above this module

    places = {rule.needs for rule in rules.rules}
    before = () if places == {"head"} else BEFORE
    after = () if places == {"foot"} else AFTER
    lines = tuple(Line(number, text) for number, text in enumerate((*before, *example.split("\n"), *after), 1))
    article = Article(Source("example", b""), lines, language="en")
    return [_text(lines, removal) for removal in findings(article, rules, RULES_ALONE).removals]


def _text(lines: Iterable[Line], removal: Removal) -> str:
    line = next(line for line in lines if line.number == removal.line)
    return line.text[removal.start : removal.end]
