"""Inputs to shards, the same for the same inputs wherever it is done."""

from __future__ import annotations

import glob
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from cleaner.batch import inputs
from cleaner.batch.inputs import Input
from cleaner.batch.shards.store import filesystem, is_remote
from cleaner.errors import ConfigError

SLICE = 1000  # documents' files in a shard
_CONTAINER = re.compile(r"\.(?:warc|ndjson|jsonl|parquet|zip)(?:\.(?:gz|zst))?$", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.-]+")
_MOST_NAME = 80  # characters of an input's name in its shard's


@dataclass(frozen=True, slots=True)
class Shard:
    """One piece of a run.

    name    of its output, without an extension; names sort in the order of the inputs
    items   what it reads
    """

    name: str
    items: tuple[Input, ...]


def split(paths: Sequence[str], size: int = SLICE) -> list[Shard]:
    """The shards of files, folders and patterns, local or by URL; a folder's files are taken `size` at a time.

    Containers are told by their names: to look into each of many thousand files would take longer than to plan.
    Raises ConfigError where an input is not there.
    """
    pieces: list[tuple[Input, ...]] = []
    waiting: list[Input] = []
    for item in (item for path in paths for item in _expand(path)):
        whole = bool(_CONTAINER.search(item.path))
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
    first = PurePosixPath(items[0].path)
    stem = _CONTAINER.sub("", str(first)) if len(items) == 1 and _CONTAINER.search(str(first)) else "slice"
    return f"{number:06d}-{_UNSAFE.sub('-', stem).strip('-.')[-_MOST_NAME:]}"


def _expand(path: str) -> Iterator[Input]:
    if path == inputs.STDIN:
        raise ConfigError("-: standard input cannot be cut into shards; save it as a file first")
    if is_remote(path):
        yield from _remote(path)
    else:
        yield from inputs.expand([path])


def _remote(url: str) -> Iterator[Input]:
    files, root = filesystem(url)
    if glob.has_magic(root):
        above = posixpath.dirname(root[: next(match.start() for match in re.finditer(r"[*?\[]", root))])
        found = sorted(files.glob(root))
        yield from (_input(files, name, above) for name in found if files.isfile(name))
    elif files.isdir(root):
        names = (name for name in sorted(files.find(root)) if not _is_hidden(name.removeprefix(root)))
        yield from (_input(files, name, root) for name in names)
    elif files.exists(root):
        yield Input(files.unstrip_protocol(root), posixpath.basename(root))
    else:
        raise ConfigError(f"{url}: no such file or folder")


def _input(files: Any, name: str, root: str) -> Input:
    return Input(files.unstrip_protocol(name), name.removeprefix(root).lstrip("/"), listed=False)


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))
