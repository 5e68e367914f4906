"""Paths to inputs: files, folders, and standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import ConfigError

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input.

    name    as it was given, or the folder as it was given with the file's path in it; "-" for standard input
    path    relative to the folder that it was found in (posix); a file that was named alone has its name here
    listed  whether it was named itself, not found in a folder
    bare    the path without what says that the file is compressed; empty where it is not
    """

    name: str
    path: str
    listed: bool = True
    bare: str = ""

    @property
    def is_stdin(self) -> bool:
        """Whether it is read from standard input."""
        return self.name == STDIN


class Found(NamedTuple):
    """The files at some paths, and what was passed over in their folders because it is no file: broken links, pipes."""

    items: tuple[Input, ...]
    odd: tuple[str, ...]


def expand(paths: Sequence[str], leave_out: Sequence[Path] = ()) -> tuple[Input, ...]:
    """Files as they are given, folders as all files below them in name order.

    As `found`, without what was passed over.
    """
    return found(paths, leave_out).items


def found(paths: Sequence[str], leave_out: Sequence[Path] = ()) -> Found:
    """What there is at paths; what is no path but has wildcards (`*`, `?`, `[…]`, `**`) stands for what it matches.

    In a folder, hidden files and folders are passed over, and so is `leave_out`: where the run itself writes to. A link
    to a folder that it lies in is not followed. Raises ConfigError where a path does not exist.
    """
    if list(paths).count(STDIN) > 1:
        raise ConfigError("-: standard input is named twice; it can be read once")
    shut = frozenset(path.resolve() for path in leave_out)
    entries = [entry for path in paths for entry in _expand(path, shut)]
    items = tuple(entry for entry in entries if isinstance(entry, Input))
    return Found(items, tuple(entry for entry in entries if isinstance(entry, str)))


def _expand(path: str, shut: frozenset[Path]) -> Iterator[Input | str]:
    if path == STDIN:
        yield Input(STDIN, "stdin")
    elif os.path.isdir(path):  # noqa: PTH112 - Path("dir/") would forget how the path was given
        yield from _folder(Path(path), Path(path), shut, frozenset())
    elif os.path.exists(path):  # noqa: PTH110
        yield Input(path, Path(path).name)
    elif glob.has_magic(path):
        yield from _matched(path, shut)
    else:
        raise ConfigError(f"{path}: no such file or folder")


def _matched(pattern: str, shut: frozenset[Path]) -> Iterator[Input | str]:
    """The files that a pattern matches, as if the folder above its first wildcard had been named."""
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    root = Path(*parts[:fixed])
    inner = {folder for folder in shut if root.resolve() in folder.parents}
    names = sorted(glob.iglob(pattern, recursive=True))  # noqa: PTH207 - keeps the name as it was given
    if not names:
        raise ConfigError(f"{pattern}: nothing matches")
    for name in names:
        path = Path(name)
        if path.is_file() and not (shut and _is_shut(path.resolve(), shut, inner)):
            yield Input(name, path.relative_to(root).as_posix(), listed=False)


def _is_shut(path: Path, shut: frozenset[Path], inner: Set[Path]) -> bool:
    """Whether a file is among those to leave out, or in one of their folders below where the pattern begins."""
    return path in shut or not inner.isdisjoint(path.parents)


def _folder(folder: Path, root: Path, shut: frozenset[Path], above: frozenset[Path]) -> Iterator[Input | str]:
    """A folder's files, and the paths of what is none: broken links, pipes, devices."""
    real = folder.resolve()
    if real in above:
        return
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise ConfigError(f"{folder}: cannot list the folder: {error.strerror}") from error
    for entry in entries:
        if entry.name.startswith(".") or (shut and entry.resolve() in shut):
            continue
        if entry.is_dir():
            yield from _folder(entry, root, shut, above | {real})
        elif entry.is_file():
            yield Input(str(entry), entry.relative_to(root).as_posix(), listed=False)
        else:
            yield str(entry)
