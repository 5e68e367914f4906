"""Imports run one way, whether they stand at the top of a module or are put off until they are needed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner

PACKAGE = Path(cleaner.__file__).parent

# From the lowest room to the highest; a room imports from rooms below it, and rooms of one line not from each other.
STOREYS = (
    ("model", "errors"),
    ("edit", "words", "series", "trees", "warc", "config", "verdicts"),
    ("read", "language"),
    ("detect", "structure", "write", "metadata"),
    ("pipeline", "learn"),
    ("archive",),
    ("batch",),
    ("serve",),
    ("cli",),
    ("__init__", "__main__"),
)
HEIGHT = {room: height for height, rooms in enumerate(STOREYS) for room in rooms}


def module_of(path: Path) -> str:
    return ".".join(("cleaner", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def room_of(module: str) -> str:
    """The part of a module's name after "cleaner"; what is no room is a name that the package itself gives."""
    name = [*module.split("."), "__init__"][1]
    return name if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file() else "__init__"


def imports(tree: ast.AST) -> Iterator[str]:
    """Names of modules, and of what is taken out of them: "cleaner.read" and "cleaner.read.sniff"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where they lead"
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Constant) and names_a_module(node.value):  # import_module("cleaner.read.html")
            yield node.value


def names_a_module(value: object) -> bool:
    return isinstance(value, str) and value.startswith("cleaner.") and room_of(value) != "__init__"


def edges() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for target in imports(ast.parse(path.read_text(encoding="utf-8"))):
            if target.startswith("cleaner.") and target != "cleaner.__version__":
                yield module_of(path), target


@pytest.mark.parametrize(("module", "target"), sorted(set(edges())))
def test_a_room_imports_only_from_rooms_below_it(module: str, target: str) -> None:
    here, there = room_of(module), room_of(target)
    assert here == there or HEIGHT[there] < HEIGHT[here], f"{module} imports {target}"


def test_every_room_has_its_place() -> None:
    rooms = {room_of(module_of(path)) for path in PACKAGE.rglob("*.py")}
    assert rooms <= HEIGHT.keys()


def test_the_public_names() -> None:
    assert all(getattr(cleaner, name) is not None for name in cleaner.__all__)
    assert set(cleaner.__all__) <= set(dir(cleaner))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        cleaner.nothing  # noqa: B018
