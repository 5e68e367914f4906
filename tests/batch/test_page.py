"""The report is one page that needs nothing else, and no text of a document can act in it."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

from cleaner.batch import Request, plan, run
from cleaner.batch.facts import Facts
from cleaner.batch.figures import Figures, first
from cleaner.batch.highlights import MOST, Highlights
from cleaner.batch.page import Heading, page

TEXT = "ADVERTISEMENT\n\nThe harbour was closed for two days after the storm, they said.\n"
HEADING = Heading("Cleaned: <in>", "2025-06-15 12:00 UTC", 1.5, "cleaner 0")
VOID = {"meta", "br", "link"}


class Tags(HTMLParser):
    """The names of a page's elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def figures_of(folder: Path, **asked: object) -> Figures:
    figures = Figures()
    for product in run(plan(Request([str(folder)], form="ndjson", highlights=True, **asked)), io.BytesIO):  # type: ignore[arg-type]
        figures.add(product)
    return figures


def test_a_page_shows_the_run_and_nothing_acts_in_it(tmp_path: Path) -> None:
    (tmp_path / "example.org").mkdir()
    (tmp_path / "example.org" / "<script>alert(1)<").write_text(TEXT)
    (tmp_path / "a.txt").write_text(TEXT.replace("storm", "</pre><script>alert(2)</script>"))
    (tmp_path / "b.png").write_bytes(b"\x89PNG")
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    made = page(figures_of(tmp_path), HEADING)
    seen = Tags()
    seen.feed(made)
    assert "script" not in seen.tags
    assert {"svg", "rect", "details", "del"} <= set(seen.tags)
    assert not [name for name, _ in seen.attributes if name in {"src", "href"} or name.startswith("on")]
    assert not re.search(r"url\(|@import", made)
    for words in ("ad.marker", "image/png holds no article", "bad.txt: not text", "example.org", "-ADVERTISEMENT"):
        assert words in made


def test_the_first_of_all_are_among_the_first_of_each_process(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text("ADVERTISEMENT\n\n" * (number + 1) + TEXT)
    figures = figures_of(tmp_path, jobs=2)
    assert [Path(shown.name).name for shown in figures.cut_first] == [f"{number}.txt" for number in range(59, 49, -1)]
    assert len(figures.slow_first) == MOST


def test_only_the_first_are_shown() -> None:
    highlights = Highlights(most=2)
    assert [highlights.concerns(Facts(seconds=seconds)) for seconds in (1, 3, 0.5, 2, 4)] == [
        True,
        True,
        False,
        True,
        True,
    ]


def test_what_is_less_is_told_as_one() -> None:
    assert first({"a": 1, "b": 9, "c": 4, "d": 2}, 2) == [("b", 9), ("c", 4), ("2 more", 3)]
