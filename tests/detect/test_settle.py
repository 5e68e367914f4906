"""What settle gives, whatever detectors claim."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cleaner.detect import settle
from cleaner.detect.settle import Findings
from cleaner.model import Line, Options, Removal, Repair
from tests.strategies_text import lines as texts

RULES = ("ad.marker", "credit.tail", "credit.line", "related.item")
OPTIONS = Options()

offsets = st.integers(-2, 30)
removals = st.builds(Removal, st.integers(0, 4), offsets, offsets, st.sampled_from(RULES), st.just("why"))
repairs = st.builds(
    Repair, st.integers(0, 4), offsets, offsets, st.sampled_from(RULES), st.sampled_from(("", " ", "x"))
)
articles = st.lists(texts, min_size=1, max_size=4).map(
    lambda found: tuple(Line(number, text) for number, text in enumerate(found, 1))
)
claims = st.lists(st.one_of(removals, repairs), max_size=12)


def settled(text: str, *found: Removal | Repair, keep: frozenset[str] = frozenset()) -> Findings:
    return settle((Line(1, text),), found, Options(keep=keep))


def removal(start: int, end: int, rule: str = "ad.marker") -> Removal:
    return Removal(1, start, end, rule, "why")


def repair(start: int, end: int, replacement: str = "x") -> Repair:
    return Repair(1, start, end, "glue.camel", replacement)


@given(articles, claims)
def test_findings_are_sorted_lie_in_their_lines_and_do_not_overlap(
    lines: tuple[Line, ...], found: list[Removal | Repair]
) -> None:
    result = settle(lines, found, OPTIONS)
    length = {line.number: len(line.text) for line in lines}
    both = sorted([*result.removals, *result.repairs], key=lambda finding: (finding.line, finding.start, finding.end))
    assert list(result.removals) == sorted(result.removals, key=lambda finding: (finding.line, finding.start))
    assert list(result.repairs) == sorted(result.repairs, key=lambda finding: (finding.line, finding.start))
    for finding in both:
        assert 0 <= finding.start <= finding.end <= length[finding.line]
    for before, after in pairwise(both):
        assert before.line < after.line or before.end <= after.start
    assert all(finding.start < finding.end for finding in result.removals)


@given(articles, claims)
def test_what_is_settled_stays_settled(lines: tuple[Line, ...], found: list[Removal | Repair]) -> None:
    once = settle(lines, found, OPTIONS)
    assert settle(lines, [*once.removals, *once.repairs], OPTIONS) == once


@given(articles, claims)
def test_nothing_is_removed_that_nobody_claims_but_scraps(
    lines: tuple[Line, ...], found: list[Removal | Repair]
) -> None:
    claimed = {
        (claim.line, place) for claim in found if isinstance(claim, Removal) for place in range(claim.start, claim.end)
    }
    for finding in settle(lines, found, OPTIONS).removals:
        text = next(line.text for line in lines if line.number == finding.line)
        for place in range(finding.start, finding.end):
            assert (finding.line, place) in claimed or not text[place].isalnum()


@given(articles, claims)
def test_what_is_kept_is_vetoed(lines: tuple[Line, ...], found: list[Removal | Repair]) -> None:
    result = settle(lines, found, Options(keep=frozenset({"ad", "credit.tail"})))
    assert {finding.rule for finding in (*result.removals, *result.repairs)} <= {"credit.line", "related.item"}


def test_the_earlier_claim_has_the_characters() -> None:
    assert settled("0123456789", removal(2, 6), removal(4, 8, "credit.tail")).removals == (
        removal(2, 6),
        removal(6, 8, "credit.tail"),
    )


def test_a_claim_around_another_is_cut_in_two() -> None:
    assert settled("0123456789", removal(4, 5), removal(2, 8, "credit.tail")).removals == (
        removal(2, 4, "credit.tail"),
        removal(4, 5),
        removal(5, 8, "credit.tail"),
    )


def test_a_line_of_which_only_scraps_are_left_goes_whole() -> None:
    assert settled("(Photo: Jane) | ", removal(1, 12, "credit.tail")).removals == (removal(0, 16, "credit.tail"),)
    assert settled("1 Photo: Jane", removal(2, 13)).removals == (removal(2, 13),)


def test_what_goes_is_not_repaired() -> None:
    result = settled("ab cd ef", removal(3, 5), repair(1, 4), repair(5, 8))
    assert result == Findings((removal(3, 5),), (repair(5, 8),))


def test_claims_on_lines_that_are_not_there_are_dropped() -> None:
    assert settled("ab", Removal(7, 0, 2, "ad.marker", "why")) == Findings((), ())


def test_many_repairs_of_one_line_take_time_in_proportion() -> None:
    lines = [Line(1, "word\xa0" * 20_000)]
    repairs = [Repair(1, start, start + 1, "space.no-break", " ") for start in range(4, 100_000, 5)]
    assert settle(lines, repairs, Options()).repairs == tuple(repairs)  # minutes, were each compared with each


def test_repairs_of_several_kinds_take_time_in_proportion() -> None:
    lines = [Line(1, "a\u200bb\xa0" * 100_000)]
    kinds = [(1, "invisible.zero-width", ""), (3, "space.no-break", " ")]
    repairs = [Repair(1, at, at + 1, rule, new) for first, rule, new in kinds for at in range(first, 400_000, 4)]
    settled = settle(lines, repairs, Options()).repairs  # a minute, were each put in its place among the others
    assert settled == tuple(sorted(repairs, key=lambda one: one.start))


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3))), st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3)))
)
def test_the_first_repair_that_claims_a_place_has_it(
    claims: list[tuple[int, int]], cuts: list[tuple[int, int]]
) -> None:
    claimed = [repair(start, start + width) for start, width in claims]
    found = settled("abcdefghijklm", *[removal(start, start + width) for start, width in cuts], *claimed)
    taken: list[Removal | Repair] = [*found.removals]
    for claim in claimed:
        if not any(claim.start < other.end and other.start < claim.end for other in taken):
            taken.append(claim)
    assert sorted(found.repairs, key=str) == sorted((one for one in taken if isinstance(one, Repair)), key=str)
