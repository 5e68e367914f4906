"""The list of names that detectors give in code says what their source says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from cleaner import detect
from cleaner.detect.names import IN_CODE, known

GIVERS = {"Removal", "Repair", "whole"}
HOLDERS = {"RULE", "REPEAT", "NAMED", "rule"}


def given(tree: ast.Module) -> Iterator[str]:
    """The rule names in a module: arguments of findings, and constants and variables that hold one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GIVERS:
            yield from texts(*node.args)
        elif isinstance(node, ast.Assign) and HOLDERS & {to.id for to in node.targets if isinstance(to, ast.Name)}:
            yield from texts(node.value)


def texts(*nodes: ast.expr) -> Iterator[str]:
    for node in nodes:
        for part in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.count(".") == 1:
                yield part.value


def test_the_names_in_code_are_listed() -> None:
    files = Path(detect.__file__).parent.rglob("*.py")
    found = {name for file in files for name in given(ast.parse(file.read_text())) if " " not in name}
    assert found == IN_CODE


def test_names_and_categories_are_known() -> None:
    assert {"ad", "ad.marker", "html", "html.hidden", "byline"} <= known()
    assert "nonsense" not in known()
