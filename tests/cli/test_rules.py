from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

MINE = """
[[rule]]
name = "ad.mine"
reason = "our own advertisement"
where = "line"
phrases = ["Buy our mug"]
removes = ["Buy our mug"]
keeps = ["Buy our mug, she said."]
"""


def test_list_show_and_test(run: Run, tmp_path: Path) -> None:
    listed = run("rules", "list", "--category", "ad").out.splitlines()
    assert any(line.startswith("ad.marker ") for line in listed)
    assert all(line.startswith("ad.") for line in listed)
    (tmp_path / "mine.toml").write_text(MINE)
    shown = run("rules", "show", "ad.mine", "--rules", "mine.toml").out
    assert shown.startswith("ad.mine (any, line): our own advertisement\nphrases:\n    Buy our mug\n")
    assert run("rules", "test", "--rules", "mine.toml").code == 0


def test_a_rule_that_fails_its_example_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINE.replace('removes = ["Buy our mug"]', 'removes = ["Buy our cup"]'))
    ended = run("rules", "test", "--rules", "mine.toml")
    assert ended.code == 1
    assert "ad.mine (any): of 'Buy our cup'" in ended.out


def test_mistakes_are_explained(run: Run, tmp_path: Path) -> None:
    ended = run("rules", "show", "ad.markr")
    assert ended.code == 2
    assert "did you mean ad.marker?" in ended.err
    (tmp_path / "bad.toml").write_text("[[rule]]\nname = 'ad.x'\n")
    ended = run("clean", "-", "--rules", "bad.toml", stdin="A text.")
    assert ended.code == 2
    assert "ad.x" in ended.err


def test_a_rule_of_one_s_own_applies(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINE)
    text = "Buy our mug\n\nThe harbour was closed for two days after the storm.\n"
    assert "mug" not in run("clean", "-", "--rules", "mine.toml", stdin=text).out


def test_rules_of_the_configuration_reach_every_command_about_rules(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINE)
    (tmp_path / "cleaner.toml").write_text('rules = ["mine.toml"]\n')
    assert run("rules", "show", "ad.mine").code == 0
    tried = run("rules", "test").err
    (tmp_path / "cleaner.toml").unlink()
    assert tried != run("rules", "test").err


def test_a_malformed_rules_file_is_told_by_its_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "br.toml").write_text("[[rule")
    assert run("clean", "-", "--rules", "br.toml", stdin="A text.").err.startswith("cleaner: br.toml: not TOML")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_crawl_teaches_each_site_s_own(run: Run, tmp_path: Path, jobs: str) -> None:
    boats = ("ferry", "barge", "trawler", "yacht")
    lines = [
        {
            "url": f"https://www.{site}/{boat}",
            "text": f"The {boat} left the quay at nine, in the rain.\n\nRead in {site}",
        }
        for boat in boats
        for site in ("harbour.example", "quay.example")
    ]
    (tmp_path / "crawl.ndjson").write_text("\n".join(map(json.dumps, lines)))
    ended = run("rules", "learn", "crawl.ndjson", "--group-by", "site", "-o", "sites", "--jobs", jobs)
    assert ended.code == 0
    assert "harbour.example: 1 lines" in ended.err
    assert sorted(path.name for path in (tmp_path / "sites").iterdir()) == ["harbour.example.toml", "quay.example.toml"]
    assert "Read in quay.example" in (tmp_path / "sites" / "quay.example.toml").read_text()
    assert "harbour" not in (tmp_path / "sites" / "quay.example.toml").read_text()
