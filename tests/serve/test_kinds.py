"""Every finding has a reason and a colour."""

from __future__ import annotations

from cleaner.archive.judged import MISSED
from cleaner.detect.names import IN_CODE
from cleaner.detect.rulefile import languages, shipped
from cleaner.serve.kinds import NUMBER_OF_HUES, UNKNOWN, hue, reason


def test_every_rule_has_a_reason_and_a_colour() -> None:
    """A rule that is found in code needs an entry in cleaner/serve/reasons.toml."""
    filed = {rule.name for language in languages() for rule in shipped(language)}
    for name in sorted(filed | IN_CODE | {MISSED}):
        assert reason(name) not in {"", UNKNOWN}, name
        assert 0 <= hue(name) < NUMBER_OF_HUES


def test_a_rule_that_is_not_known_here() -> None:
    assert reason("site.here") == UNKNOWN
    assert hue("site.here") == hue("site.there")
