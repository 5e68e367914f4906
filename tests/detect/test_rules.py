"""Rules as data: their own examples, what a malformed file says, and that no line makes a pattern slow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from time import process_time

import pytest

from cleaner.detect import examples
from cleaner.detect.keys import DECORATION, key
from cleaner.detect.phrases import TAIL
from cleaner.detect.rulefile import languages, parse, rule_set, shipped
from cleaner.detect.ruleset import MAX_LINE, Rule
from cleaner.errors import RuleError
from cleaner.model import Options
from tests.detect.articles import PROSE, removed

RULES = [rule for language in languages() for rule in shipped(language)]
ALL = frozenset(rule.name for rule in RULES)
FULL = rule_set("en", (), frozenset(), frozenset())
NONE = frozenset[str]()

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.language}-{rule.name}")


@each_rule
def test_a_rule_does_what_its_examples_say(rule: Rule) -> None:
    assert list(examples.failures([rule])) == []


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.needs not in {"head", "foot"}],  # there an example stands amid prose
    ids=lambda rule: f"{rule.language}-{rule.name}",
)
def test_no_other_rule_keeps_one_from_removing_its_examples(rule: Rule) -> None:
    lenient = rule_set(rule.language, (), NONE, ALL)
    for example in rule.removes:
        gone = examples._removed(example.replace("⟦", "").replace("⟧", ""), lenient)
        assert gone == examples._expected(example)


def test_an_example_that_fails_is_told() -> None:
    text = RULE + 'removes = ["Buy now", "Nothing to see here"]\nkeeps = ["buy"]\n'
    (rule,) = parse(text, "en", "mine.toml")
    told = list(examples.failures([rule], (text,)))
    assert len(told) == 2
    assert "shop.prompt (en)" in told[0]
    assert "'Nothing to see here'" in told[0]
    assert "'buy'" in told[1]


def test_names_are_used_once() -> None:
    assert len({(rule.name, rule.language) for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("language", languages())
def test_no_phrase_belongs_to_two_rules(language: str) -> None:
    owners: dict[tuple[bool, str], set[str]] = {}
    for rule in rule_set(language, (), NONE, ALL).rules:
        for phrase in rule.phrases:
            form = phrase.strip(DECORATION) if rule.exact else key(phrase)
            owners.setdefault((rule.exact, form), set()).add(rule.name)
    assert {phrase: names for phrase, names in owners.items() if len(names) > 1} == {}


# ---- malformed files ------------------------------------------------------------------------------------------------

RULE = '[[rule]]\nname = "shop.prompt"\nreason = "a prompt to buy"\nwhere = "line"\nphrases = ["buy now", "buy"]\n'
SHOWN = 'removes = ["buy"]\n'

MALFORMED = {
    "not TOML": ("[[rule", "not TOML"),
    "no table": ("rule = 3\n", "[[rule]]"),
    "no list of tables": ("[rule]\nname = 'a.b'\n", "[[rule]]"),
    "an unknown key": (RULE + SHOWN + 'colour = "red"\n', "'colour'"),
    "no name": (RULE.replace('name = "shop.prompt"\n', "") + SHOWN, "'name'"),
    "no reason": (RULE.replace('reason = "a prompt to buy"\n', "") + SHOWN, "'reason'"),
    "no where": (RULE.replace('where = "line"\n', "") + SHOWN, "'where'"),
    "a name that is no text": (RULE.replace('"shop.prompt"', "3") + SHOWN, "'name'"),
    "a name without a category": (RULE.replace("shop.prompt", "prompt") + SHOWN, "category.what"),
    "an unknown where": (RULE.replace('"line"', '"page"') + SHOWN, "'page'"),
    "an unknown needs": (RULE + SHOWN + 'needs = "luck"\n', "'luck'"),
    "an unknown unless": (RULE + SHOWN + 'unless = "verse"\n', "'verse'"),
    "neither phrases nor patterns": (RULE.replace('phrases = ["buy now", "buy"]\n', "") + SHOWN, "phrases"),
    "patterns without cues": (RULE + SHOWN + 'patterns = ["buy.*"]\n', "cues"),
    "no example": (RULE, "example"),
    "a pattern that does not compile": (RULE + SHOWN + 'cues = ["buy"]\npatterns = ["buy("]\n', "'buy('"),
    "a list of other than text": (RULE + "removes = [3]\n", "text"),
    "a text where a list belongs": (RULE + 'removes = "buy"\n', "removes"),
    "a number where a list belongs": (RULE + "removes = 3\n", "removes"),
    "a text where yes or no belongs": (RULE + SHOWN + 'exact = "no"\n', "exact"),
    "a number where a word belongs": (RULE + SHOWN + "needs = 3\n", "needs"),
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_a_malformed_file_names_the_place(fault: str) -> None:
    text, clue = MALFORMED[fault]
    with pytest.raises(RuleError) as error:
        parse(text, "en", "mine.toml")
    message = str(error.value)
    assert "mine.toml" in message
    assert clue in message
    if "shop.prompt" in text and fault not in {"a name that is no text"}:
        assert "shop.prompt" in message


def test_malformed_rules_of_the_options_are_told_before_any_work() -> None:
    with pytest.raises(RuleError, match="rules file 1"):
        removed(*PROSE, options=Options(rules=("[[rule",)))


# ---- choosing -------------------------------------------------------------------------------------------------------


def test_a_file_of_the_options_adds_its_rules() -> None:
    mine = Options(rules=(RULE + SHOWN,))
    assert removed(*PROSE, "Buy now!", options=mine) == []
    assert removed(*PROSE, "BUY NOW", options=mine) == [("shop.prompt", "BUY NOW")]


@pytest.mark.parametrize("name", ["ad", "ad.marker"])
def test_what_is_kept_is_not_looked_for(name: str) -> None:
    assert removed(*PROSE, "ADVERTISEMENT", options=Options(keep=frozenset({name}))) == []


@pytest.mark.parametrize("name", ["byline", "byline.line"])
def test_what_is_optional_goes_where_it_is_named(name: str) -> None:
    assert removed("By Jane Doe", *PROSE) == []
    assert removed("By Jane Doe", *PROSE, options=Options(drop=frozenset({name}))) == [("byline.line", "By Jane Doe")]


def test_the_digest_tells_rule_files_apart_and_not_options() -> None:
    digest = FULL.digest
    assert re.fullmatch("[0-9a-f]{16}", digest)
    assert rule_set("en", (), frozenset({"ad"}), NONE).digest == digest
    assert rule_set("en", (RULE + SHOWN,), NONE, NONE).digest != digest


# ---- time -----------------------------------------------------------------------------------------------------------

SLOWEST = 0.05  # seconds for one pattern on one line, a hundred times what it takes on a common machine
FILLERS = ("a", " ", "A ", "a b ", "1", "-", ".", "(", "a.", "Ab ", "/", "’", "\xa0", "é")


def adversaries(rule: Rule) -> Iterator[str]:
    """Long lines that a rule's pattern nearly matches: its cues and the beginnings of its examples, drawn out.

    The fillers take turns, or the suite would last for minutes; over all rules each meets each many times.
    """
    shown = [example.replace("⟦", "").replace("⟧", "").split("\n")[0] for example in (*rule.removes, *rule.keeps)]
    for turn, start in enumerate(dict.fromkeys((*rule.cues[:4], *shown[:8]))):
        yield (f"{start} " * MAX_LINE)[: MAX_LINE - 1] + "\x00"
        for filler in (FILLERS[turn % len(FILLERS)], FILLERS[-1 - turn % len(FILLERS)]):
            yield (start + filler * MAX_LINE)[: MAX_LINE - 1] + "\x00"


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.patterns], ids=lambda rule: f"{rule.language}-{rule.name}"
)
def test_no_line_makes_a_pattern_slow(rule: Rule) -> None:
    for pattern, line in product(rule.patterns, adversaries(rule)):
        regex = re.compile(pattern, 0 if rule.exact else re.IGNORECASE)
        start = process_time()
        if rule.where in {"line", "opener"}:
            regex.fullmatch(line)
        else:
            regex.search(line, 0 if rule.where == "inline" else len(line) - TAIL)
        assert process_time() - start < SLOWEST, (pattern, line)
