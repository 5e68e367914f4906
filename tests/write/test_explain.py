from __future__ import annotations

from cleaner.model import Article, Line, Removal, Repair, Result, Source
from cleaner.write.explain import explain


def page(*lines: str, removals: tuple[Removal, ...] = (), repairs: tuple[Repair, ...] = ()) -> str:
    read = tuple(Line(number, text) for number, text in enumerate(lines, 1))
    return "".join(segment.text for segment in explain(Result(Article(Source("a.txt", b""), read), removals, repairs)))


def test_each_finding_stands_at_its_line_with_rule_and_reason() -> None:
    found = page(
        "ADVERTISEMENT",
        "PresidentDonald spoke.",
        "A harbour. Photo: AP",
        removals=(Removal(1, 0, 13, "ad.marker", "an advert"), Removal(3, 10, 20, "credit.tail", "a credit")),
        repairs=(Repair(2, 0, 15, "glue.camel", "President Donald"),),
    )
    assert found == (
        "1 - ADVERTISEMENT\n"
        "    ^ ad.marker: an advert\n"
        "2 ~ [-PresidentDonald-]{+President Donald+} spoke.\n"
        '    ^ glue.camel: "PresidentDonald" should read "President Donald"\n'
        "3 ~ A harbour.[- Photo: AP-]\n"
        "    ^ credit.tail: a credit\n"
        "a.txt: ok; 1 ad, 1 credit, 1 glue repair\n"
    )


def test_what_cannot_be_seen_is_spelt_and_what_steers_a_terminal_is_not_passed_on() -> None:
    found = page("a\u200bb \x1b[31mred\x9b", repairs=(Repair(1, 1, 2, "invisible.character", ""),))
    assert "a[-U+200B-]{++}b U+001B[31mredU+009B\n" in found


def test_a_clean_text_is_shown_as_it_is() -> None:
    assert page("One.", "", "Two.") == "1   One.\n2   \n3   Two.\na.txt: ok; nothing found\n"


def test_on_a_page_the_element_s_path_stands_under_the_reason() -> None:
    line = Line(1, "Home", path="html > body > nav:nth-of-type(2)")
    result = Result(Article(Source("a.html", b""), (line,)), (Removal(1, 0, 4, "html.outside-main", "outside"),))
    assert "".join(segment.text for segment in explain(result)).startswith(
        "1 - Home\n    ^ html.outside-main: outside\n      html > body > nav:nth-of-type(2)\n"
    )
