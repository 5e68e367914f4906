"""Inputs to shards, the same for the same inputs wherever it is done."""

from __future__ import annotations

import glob
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.batch import inputs, naming
from cleaner.batch.inputs import Input
from cleaner.batch.shards.store import explained, filesystem, is_remote
from cleaner.errors import ConfigError, ReadError

SLICE = 1000  # documents' files in a shard

Place = tuple[Any, str]  # a file system, and a path in it


@dataclass(frozen=True, slots=True)
class Shard:
    """One piece of a run.

    name    of its output, without an extension; names sort in the order of the inputs
    items   what it reads
    """

    name: str
    items: tuple[Input, ...]


def split(paths: Sequence[str], size: int = SLICE, leave_out: Sequence[str] = ()) -> list[Shard]:
    """The shards of files, folders and patterns, local or by URL; a folder's files are taken `size` at a time.

    Containers are told by their names: to look into each of many thousand files would take longer than to plan.
    Folders of `leave_out`, where the run itself writes to, are passed over. Raises ConfigError where an input is not
    there, ReadError where its file system does not answer.
    """
    shut = [filesystem(name) for name in leave_out]
    pieces: list[tuple[Input, ...]] = []
    waiting: list[Input] = []
    for item in (item for path in paths for item in _expand(path, shut)):
        whole = bool(naming.SEVERAL.search(item.path))
        if waiting and (whole or len(waiting) == size):
            pieces.append(tuple(waiting))
            waiting = []
        if whole:
            pieces.append((item,))
        else:
            waiting.append(item)
    if waiting:
        pieces.append(tuple(waiting))
    return [Shard(_name(number, items), items) for number, items in enumerate(pieces)]


def chosen(shards: Sequence[Shard], share: str | None) -> list[Shard]:
    """The shards of one of several runs: "3/8" is every eighth, from the third on. Raises ConfigError.

    >>> [shard.name for shard in chosen([Shard("a", ()), Shard("b", ()), Shard("c", ())], "1/2")]
    ['a', 'c']
    """
    if share is None:
        return list(shards)
    part, _, parts = share.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise ConfigError(f"--shard {share}: say I/N, with I from 1 to N: --shard 3/8")
    return list(shards[int(part) - 1 :: int(parts)])


def _name(number: int, items: tuple[Input, ...]) -> str:
    stem, containers = naming.SEVERAL.subn("", items[0].path)
    return f"{number:06d}-{naming.safe(stem) if containers else 'slice'}"


def _expand(path: str, shut: Sequence[Place]) -> Iterator[Input]:
    if path == inputs.STDIN:
        raise ConfigError("-: standard input cannot be cut into shards; save it as a file first")
    if is_remote(path):
        yield from _remote(path, shut)
    else:
        yield from inputs.expand([path], [Path(root) for files, root in shut if "file" in files.protocol])


def _remote(url: str, shut: Sequence[Place]) -> list[Input]:
    files, root = filesystem(url)
    with explained(f"{url}: cannot be read", ReadError):
        if glob.has_magic(root):
            above = posixpath.dirname(root[: next(match.start() for match in re.finditer(r"[*?\[]", root))])
            names, folder = _matched(files, root), above
        elif files.isdir(root):
            names, folder = [name for name in files.find(root) if not _is_hidden(name.removeprefix(root))], root
        elif files.exists(root):
            return [Input(files.unstrip_protocol(root), posixpath.basename(root))]
        else:
            raise ConfigError(f"{url}: no such file or folder")
    outputs = tuple(f"{place.rstrip('/')}/" for other, place in shut if other == files and _is_below(place, folder))
    return [_input(files, name, folder) for name in sorted(names) if not name.startswith(outputs)]


def _matched(files: Any, pattern: str) -> list[str]:
    """The files that a pattern matches. What is a link in a listing may be one to a file."""
    found = files.glob(pattern, detail=True)
    return [
        name for name, info in found.items() if info["type"] == "file" or (info.get("islink") and files.isfile(name))
    ]


def _is_below(path: str, folder: str) -> bool:
    return path.lstrip("/").startswith(f"{folder.rstrip('/')}/".lstrip("/"))


def _input(files: Any, name: str, root: str) -> Input:
    return Input(files.unstrip_protocol(name), name.removeprefix(root).lstrip("/"), listed=False)


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))
