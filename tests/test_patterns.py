"""No text makes a regular expression of the code slow. For those of rules see tests/detect/test_rules.py."""

from __future__ import annotations

import re
import re._constants as opcodes
import re._parser as parser
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice, product
from pkgutil import walk_packages
from time import process_time

import pytest

import cleaner

LENGTH = 400  # characters: what takes cubic time takes seconds
SLOWEST = 0.2  # seconds for one text: several times what the slowest takes on a common machine
ROOMS = ("words", "language", "edit", "learn", "read", "detect", "structure", "write")  # where texts are looked at
FILLERS = ("a", "A", "1", " ", "-", ".", "a ", "A ", "Ab ", "a, ", "a.", "\xa0", "é", "漢", '"', ":", "\n")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every regular expression that a module has compiled, and its name."""
    for module in walk_packages(cleaner.__path__, "cleaner."):
        if module.name.split(".")[1] in ROOMS:
            loaded = import_module(module.name)
            for name, value in vars(loaded).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{module.name}.{name}", value


def characters(tree: Iterable[tuple[object, object]]) -> Iterator[str]:
    """The characters that a parsed pattern names, in its order."""
    for operation, argument in tree:
        if operation is opcodes.LITERAL:
            yield chr(argument)  # type: ignore[arg-type]
        elif operation is opcodes.RANGE:
            yield from map(chr, argument)  # type: ignore[call-overload]
        elif isinstance(argument, (list, tuple, parser.SubPattern)):
            parts = argument if isinstance(argument, (list, tuple)) else [argument]
            for part in parts:
                if isinstance(part, parser.SubPattern):
                    yield from characters(part)
                elif isinstance(part, list):
                    yield from (letter for inner in part for letter in characters(inner))
                elif isinstance(part, tuple) and len(part) == 2:
                    yield from characters([part])


def texts(pattern: re.Pattern[str]) -> Iterator[str]:
    """Long texts of what the pattern is made of, which end in something else."""
    own = list(islice(dict.fromkeys(characters(parser.parse(pattern.pattern, pattern.flags))), 12))
    drawn_out = (*FILLERS, *own, *(one + other for one, other in product(own[:4], (*own[:4], *FILLERS[:5]))))
    for start, filler in product(("", *own[:2]), drawn_out):
        yield (start + filler * LENGTH)[:LENGTH] + "\x00"


@pytest.mark.parametrize(
    "pattern", [pattern for _, pattern in patterns()], ids=[name.removeprefix("cleaner.") for name, _ in patterns()]
)
def test_no_text_makes_a_pattern_slow(pattern: re.Pattern[str]) -> None:
    for text, look in product(texts(pattern), (pattern.search, pattern.match, pattern.fullmatch)):
        start = process_time()
        look(text)
        assert process_time() - start < SLOWEST, text[:40]


def test_a_slow_pattern_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "LENGTH", 60)
    with pytest.raises(AssertionError):
        test_no_text_makes_a_pattern_slow(re.compile(r"(?:[^\W\d_][\w.]*\s?){1,4}:"))
