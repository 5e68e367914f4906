"""The kinds of findings: their colours and what a reader is told of a rule."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from zlib import crc32

from cleaner.detect.rulefile import languages, shipped

# Hues of the style sheet, by category. Others share hues by their names, always the same ones.
HUES: Mapping[str, int] = MappingProxyType(
    {
        "ad": 0,
        "related": 1,
        "newsletter": 2,
        "app": 2,
        "donate": 2,
        "paywall": 2,
        "share": 3,
        "follow": 3,
        "credit": 4,
        "caption": 4,
        "nav": 5,
        "tags": 5,
        "html": 6,
        "text": 6,
        "comments": 7,
        "byline": 8,
        "date": 8,
        "embed": 9,
        "legal": 9,
    }
)
NUMBER_OF_HUES = 10
UNKNOWN = "by a rule of a further rules file"


def category(rule: str) -> str:
    """The rule's kind: the part of its name before the first dot."""
    return rule.partition(".")[0]


def hue(rule: str) -> int:
    """The number of the colour of a rule's kind.

    >>> hue("ad.marker") == hue("ad.label")
    True
    """
    kind = category(rule)
    return HUES.get(kind, crc32(kind.encode("utf-8", "replace")) % NUMBER_OF_HUES)


def reason(rule: str) -> str:
    """Why a rule removes or repairs, in a reader's words; ledgers keep names alone."""
    return _reasons().get(rule, UNKNOWN)


@cache
def _reasons() -> Mapping[str, str]:
    told = tomllib.loads((resources.files("cleaner.serve") / "reasons.toml").read_text(encoding="utf-8"))["reason"]
    filed = {rule.name: rule.reason for language in reversed(languages()) for rule in shipped(language)}
    return MappingProxyType({**filed, **told})
