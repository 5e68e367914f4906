from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.batch.inputs import Input, expand, found
from cleaner.errors import ConfigError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.html", ".hidden.txt", ".git/config", "out/old.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    return tmp_path


def test_a_folder_gives_its_files_in_order_with_paths_relative_to_it(tree: Path) -> None:
    items = expand([str(tree)])
    assert [item.path for item in items] == ["a.txt", "b.txt", "out/old.md", "sub/c.html"]
    assert [item.name for item in items] == [str(tree / item.path) for item in items]
    assert not any(item.listed for item in items)


def test_files_and_standard_input_stand_as_given(tree: Path) -> None:
    a = str(tree / "a.txt")
    assert expand(["-", a]) == (Input("-", "stdin"), Input(a, "a.txt"))
    assert expand([str(tree / ".hidden.txt")])[0].path == ".hidden.txt"


def test_what_the_run_writes_to_is_left_out(tree: Path) -> None:
    items = expand([str(tree)], leave_out=[tree / "out", tree / "a.txt"])
    assert [item.path for item in items] == ["b.txt", "sub/c.html"]
    items = expand([str(tree / "**" / "*.*")], leave_out=[tree / "out", tree / "a.txt"])
    assert [item.path for item in items] == ["b.txt", "sub/c.html"]
    assert [item.path for item in expand([str(tree / "out" / "*.md")], leave_out=[tree / "out"])] == ["old.md"]


def test_links_are_followed_but_not_in_circles(tree: Path) -> None:
    (tree / "sub" / "up").symlink_to(tree)
    (tree / "sub" / "gone").symlink_to(tree / "nowhere")
    (tree / "link.txt").symlink_to(tree / "a.txt")
    assert [item.path for item in expand([str(tree)])] == ["a.txt", "b.txt", "link.txt", "out/old.md", "sub/c.html"]


def test_a_missing_input_and_a_second_standard_input_are_errors(tree: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.txt: no such file"):
        expand([str(tree / "none.txt")])
    with pytest.raises(ConfigError, match="twice"):
        expand(["-", "-"])


def test_what_is_no_file_is_told(tree: Path) -> None:
    (tree / "sub" / "gone").symlink_to(tree / "nowhere")
    os.mkfifo(tree / "pipe")
    assert found([str(tree)]).odd == (str(tree / "pipe"), str(tree / "sub" / "gone"))
