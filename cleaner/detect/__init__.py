"""Article to Removals and Repairs: one module for each way of finding, and the table of them.

A detector takes a `View` (the article, the rules, what was found before) and yields findings. None edits text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from types import MappingProxyType

from cleaner.detect import captions, characters, glue, hidden, phrases, related, runs, wraps
from cleaner.detect.rulefile import rule_set as _rule_set
from cleaner.detect.ruleset import RuleSet
from cleaner.detect.settle import Findings, settle
from cleaner.detect.view import View
from cleaner.model import Article, Options, Removal, Repair

__all__ = ["DETECTORS", "Findings", "RuleSet", "View", "findings", "rule_set"]

Detector = Callable[[View], Iterable[Removal | Repair]]


def _outside_main(view: View) -> Iterable[Removal]:
    """What of a page, or of a page's text, is not its article; the models are loaded for pages alone."""
    if view.article.media_type != "text/html":
        return import_module("cleaner.detect.lines.decision").find(view) if view.options.profile == "page" else ()
    if view.options.profile == "article":
        return hidden.find(view)
    found: Iterable[Removal]
    if view.options.engine == "model":
        found = import_module("cleaner.detect.page.decision").find(view)
    else:
        found = (*hidden.find(view), *import_module("cleaner.detect.outside_main").find(view.article))
    return found


def _not_article(view: View) -> Iterable[Removal]:
    """What the line model is nearly sure of in plain text that is an article; it is loaded where it is asked."""
    if view.article.media_type != "text/plain" or view.options.profile == "page":
        return ()
    found: Iterable[Removal] = import_module("cleaner.detect.lines.doubt").find(view)
    return found


# In this order; each sees what those before it found.
DETECTORS: Mapping[str, Detector] = MappingProxyType(
    {
        "outside main": _outside_main,
        "characters": characters.find,
        "captions": captions.find,
        "phrases": phrases.find,
        "related": related.find,
        "runs": runs.find,
        "not article": _not_article,
        "glue": glue.find,
        "wraps": wraps.find,
    }
)


def rule_set(options: Options, language: str = "") -> RuleSet:
    """The rules for a text in `language` under these options. Raises RuleError where `options.rules` are malformed."""
    return _rule_set(options.language or language, options.rules, options.keep, options.drop)


def findings(article: Article, rules: RuleSet, options: Options) -> Findings:
    """Run the detectors in order and settle what they found."""
    view = View(article, rules, options)
    found: list[Removal | Repair] = []
    for detect in DETECTORS.values():
        new = list(detect(view))
        if new:
            found += new
            removals, repairs = settle(article.lines, found, options)
            view = replace(view, removals=removals, repairs=repairs)
    return Findings(view.removals, view.repairs)
