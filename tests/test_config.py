from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.config import KEYS, defaults
from cleaner.errors import ConfigError


def test_the_nearest_file_that_says_anything_holds(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "cleaner.toml").write_text("jobs = 4\n")
    (below / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert defaults(below) == {"jobs": 4}
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.cleaner]\nkeep = ["ad", "share"]\nkeep-ext = true\n')
    assert defaults(below) == {"keep": ["ad", "share"], "keep-ext": True}
    (tmp_path / "a" / "cleaner.toml").write_text("")
    assert defaults(below) == {}


def test_rule_files_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text('rules = ["mine.toml"]\n')
    (tmp_path / "below").mkdir()
    assert defaults(tmp_path / "below") == {"rules": [str(tmp_path / "mine.toml")]}


@pytest.mark.parametrize("seconds", [7, 7.5])
def test_a_time_may_be_a_fraction(tmp_path: Path, seconds: float) -> None:
    (tmp_path / "cleaner.toml").write_text(f"timeout = {seconds}\n")
    assert defaults(tmp_path) == {"timeout": seconds}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("profil = 'page'", "unknown key 'profil'; did you mean 'profile'?"),
        ("zzz = 1", "unknown key 'zzz'; keys are from, to"),
        ("jobs = 'four'", "jobs must be a number, not 'four'"),
        ("jobs = true", "jobs must be a number"),
        ("jobs = 1.5", "jobs must be a number"),
        ("timeout = 'ten'", "timeout must be a number of seconds, not 'ten'"),
        ("timeout = true", "timeout must be a number of seconds"),
        ("keep = 'ad'", "keep must be a list of texts"),
        ("keep = [1]", "keep must be a list of texts"),
        ("quiet = 1", "quiet must be a switch"),
        ("to = 'docx'", "to = 'docx'; it is one of md, text"),
        ("jobs = ", "not TOML"),
        ("a = '\\ud800\xff'", "unknown key"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "cleaner.toml").write_text(text)
    with pytest.raises(ConfigError) as raised:
        defaults(tmp_path)
    assert str(raised.value).startswith(f"{tmp_path / 'cleaner.toml'}: {says}")


def test_every_key_is_an_option_of_clean() -> None:
    from cleaner.cli.clean import clean

    options = {name.rstrip("_").replace("_", "-") for name in clean.__annotations__}
    assert KEYS.keys() <= options
