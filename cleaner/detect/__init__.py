"""Article to Removals and Repairs: one module for each way of finding, and the table of them.

A detector takes a `View` (the article, the rules, what was found before) and yields findings. None edits text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from types import MappingProxyType

from cleaner.detect import (
    capitals,
    captions,
    cards,
    characters,
    comments,
    doubt,
    glue,
    hidden,
    phrases,
    related,
    runs,
    wraps,
)
from cleaner.detect.rulefile import rule_set as _rule_set
from cleaner.detect.ruleset import RuleSet
from cleaner.detect.settle import Findings, settle
from cleaner.detect.view import Facts, View
from cleaner.model import Article, Options, Removal, Repair

__all__ = ["DETECTORS", "Findings", "RuleSet", "View", "findings", "page_type", "rule_set"]

Detector = Callable[[View], Iterable[Removal | Repair]]


def _outside_main(view: View) -> Iterable[Removal]:
    """What of a page, or of a page's text, is not its article; the models are loaded for pages alone."""
    if view.article.media_type != "text/html":
        unshown = hidden.find(view) if view.article.media_type == "text/markdown" else ()
        if view.options.profile != "page":
            return unshown
        return (*unshown, *import_module("cleaner.detect.lines.decision").find(view))
    if view.options.profile == "article":
        return hidden.find(view)
    found: Iterable[Removal]
    if view.options.engine == "model":
        found = import_module("cleaner.detect.page.decision").find(view)
    else:
        found = (*hidden.find(view), *import_module("cleaner.detect.outside_main").find(view.article))
    return found


def _doubt(view: View) -> Iterable[Removal]:
    """What trees are nearly sure of in plain text that is an article."""
    return doubt.find(view) if view.article.media_type == "text/plain" and view.options.profile != "page" else ()


# In this order; each sees what those before it found.
DETECTORS: Mapping[str, Detector] = MappingProxyType(
    {
        "outside main": _outside_main,
        "characters": characters.find,
        "captions": captions.find,
        "phrases": phrases.find,
        "related": related.find,
        "capitals": capitals.find,
        "cards": cards.find,
        "comments": comments.find,
        "runs": runs.find,
        "doubt": _doubt,
        "glue": glue.find,
        "wraps": wraps.find,
    }
)


def rule_set(options: Options, language: str = "") -> RuleSet:
    """The rules for a text in `language` under these options. Raises RuleError where `options.rules` are malformed."""
    return _rule_set(options.language or language, options.rules, options.keep, options.drop)


def page_type(article: Article) -> str | None:
    """What type of page it is: article, forum, product …; None for what is no page, or an empty one."""
    if article.outline is None or not article.outline.parents:
        return None
    model = import_module("cleaner.detect.page.model").shipped().kinds
    found: str = model.likeliest(article.outline, article.source.url)
    return found


def findings(article: Article, rules: RuleSet, options: Options) -> Findings:
    """Run the detectors in order and settle what they found."""
    view = seen(article, rules, options, DETECTORS.values())
    return Findings(view.removals, view.repairs)


def seen(article: Article, rules: RuleSet, options: Options, detectors: Iterable[Detector]) -> View:
    """What the given detectors, run in order, make of an article."""
    view = View(article, rules, options, Facts(article, rules))
    found: list[Removal | Repair] = []
    for detect in detectors:
        new = list(detect(view))
        if new:
            found += new
            removals, repairs = settle(article.lines, found, options)
            view = replace(view, removals=removals, repairs=repairs)
    return view
