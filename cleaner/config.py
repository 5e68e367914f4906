"""Defaults from a file: `cleaner.toml`, or `[tool.cleaner]` in pyproject.toml, in this folder or the nearest above.

Its keys are the long names of the command line's options.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from cleaner.errors import ConfigError

Kind = Literal["text", "number", "number of seconds", "switch", "list"]
_TYPES: Final[Mapping[Kind, tuple[type, ...]]] = {
    "text": (str,), "number": (int,), "number of seconds": (int, float), "switch": (bool,)
}  # fmt: skip
MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Key:
    """What a key may hold: its kind and, where only some texts are allowed, these."""

    kind: Kind
    choices: tuple[str, ...] = ()


KEYS: Final[Mapping[str, Key]] = MappingProxyType(
    {
        "from": Key("text", ("auto", "text", "md", "html", "ndjson", "parquet", "warc")),
        "to": Key("text", ("md", "text", "json", "ndjson", "parquet")),
        "profile": Key("text", ("article", "page")),
        "engine": Key("text", ("model", "trafilatura")),
        "links": Key("text", ("keep", "text", "footnotes")),
        "images": Key("switch"),
        "front-matter": Key("switch"),
        "lang": Key("text"),
        "rules": Key("list"),
        "keep": Key("list"),
        "drop": Key("list"),
        "field": Key("text"),
        "base-uri": Key("text"),
        "jobs": Key("number"),
        "timeout": Key("number of seconds"),
        "memory": Key("text"),
        "keep-ext": Key("switch"),
        "quiet": Key("switch"),
    }
)


def defaults(folder: Path) -> dict[str, Any]:
    """The defaults that hold in a folder, by key; empty where no file sets any.

    Rule files are relative to the file that names them. Raises ConfigError that names file and key.
    """
    for above in (folder, *folder.parents):
        for name in ("cleaner.toml", "pyproject.toml"):
            path = above / name
            table = _table(path) if path.is_file() else None
            if table is not None:
                return _checked(table, path)
    return {}


def _table(path: Path) -> dict[str, Any] | None:
    """The file's table of defaults; None for a pyproject.toml that has none."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if path.name == "pyproject.toml" and b"tool.cleaner" not in data:
            return None
        if len(data) > MAX_BYTES:
            raise ConfigError(f"{path}: larger than {MAX_BYTES:,} bytes; this is no configuration file")
        table = tomllib.loads(data.decode())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    if path.name == "pyproject.toml":
        tool = table.get("tool", {})
        return tool.get("cleaner") if isinstance(tool, dict) else None
    return table


def _checked(table: Any, path: Path) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.cleaner must be a table")
    found = {name: _value(name, value, path) for name, value in table.items()}
    if "rules" in found:
        found["rules"] = [str(path.parent / file) for file in found["rules"]]
    return found


def _value(name: str, value: Any, path: Path) -> Any:
    if name not in KEYS:
        near = get_close_matches(name, KEYS, n=1)
        remedy = f"did you mean '{near[0]}'?" if near else f"keys are {', '.join(KEYS)}"
        raise ConfigError(f"{path}: unknown key '{name}'; {remedy}")
    key = KEYS[name]
    if not _is(value, key.kind):
        wanted = "a list of texts" if key.kind == "list" else f"a {key.kind}"
        raise ConfigError(f"{path}: {name} must be {wanted}, not {value!r}")
    if key.choices and value not in key.choices:
        raise ConfigError(f"{path}: {name} = {value!r}; it is one of {', '.join(key.choices)}")
    return value


def _is(value: Any, kind: Kind) -> bool:
    if kind == "list":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) in _TYPES[kind]  # by identity: a bool is an int, and no number of jobs
