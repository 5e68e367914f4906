"""The names that findings go by: of the rules in files, and of what the detectors find by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.detect.rulefile import languages, shipped
from cleaner.detect.ruleset import Rule

# What detectors find without a rules file.
IN_CODE = frozenset(
    {
        "caption.block",
        "comments.thread",
        "encoding.utf-8",
        "encoding.windows-1252",
        "entity.literal",
        "glue.camel",
        "html.hidden",
        "html.named",
        "html.outside-main",
        "html.repeat",
        "markdown.definition",
        "invisible.character",
        "invisible.control",
        "invisible.line",
        "nav.between",
        "nav.counted",
        "related.capitals",
        "related.card",
        "related.item",
        "space.no-break",
        "tags.item",
        "text.not-article",
        "text.outside-main",
        "wrap.line",
    }
)


def known(further: Iterable[Rule] = ()) -> frozenset[str]:
    """Every rule and category: the shipped ones of all languages, those in code, and those of `further` rules.

    It reads all shipped files, which takes longer than a text: only for what is asked by name.
    """
    filed = (rule.name for language in languages() for rule in shipped(language))
    rules = frozenset((*IN_CODE, *filed, *(rule.name for rule in further)))
    return rules | {name.partition(".")[0] for name in rules}
