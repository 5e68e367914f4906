"""Words that lost the space between them."""

from __future__ import annotations

import pytest

from tests.detect.articles import repaired


def test_words_that_stand_alone_elsewhere_are_parted() -> None:
    texts = ("PresidentDonald Trump spoke.", "The President spoke again.", "Donald Trump is his name.")
    assert repaired(*texts) == [("glue.camel", "PresidentDonald", "President Donald")]


@pytest.mark.parametrize(
    "name", ["WikiLeaks", "YouTube", "HealthCare", "McDonald", "iPhone", "eBay", "DeVos", "LinkedIn"]
)
def test_names_stay(name: str) -> None:
    assert repaired(f"{name} was in the news.", "Nobody knew why.") == []


@pytest.mark.parametrize(
    ("name", "halves"), [("WikiLeaks", "Wiki Leaks"), ("YouTube", "You Tube"), ("HealthCare", "Health Care")]
)
def test_a_name_that_recurs_stays_even_beside_its_halves(name: str, halves: str) -> None:
    assert repaired(f"{name} was in the news.", f"{name} again.", *halves.split()) == []


def test_halves_that_stand_beside_other_words_are_not_enough() -> None:
    assert repaired("They form MillerCoors, the paper said.", "Miller grew.", "Molson Coors grew fast.") == []


def test_one_half_is_not_enough() -> None:
    assert repaired("HealthCare was in the news.", "Health is all.") == []


def test_other_alphabets_have_joints_too() -> None:
    assert repaired("ОлегИван пришёл.", "Олег пришёл.", "Иван ушёл.") == []  # as yet only A to Z open a second half
    assert repaired("MüllerAnna kam.", "Müller ging.", "Anna kam.") == [("glue.camel", "MüllerAnna", "Müller Anna")]
