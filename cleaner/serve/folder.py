"""What a folder holds, as archives: those in it, or else one made of its markdown files and their originals."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from cleaner import pipeline
from cleaner.archive import Archive
from cleaner.archive.parts import CLEANED, SUFFIX
from cleaner.batch import manifest
from cleaner.errors import CleanerError, ConfigError
from cleaner.model import Failed, Options, Result, Source

MADE = "folder.warc.gz"
MAX_FILE = 64 * 1024 * 1024  # bytes
_FURTHER = re.compile(r"-\d{5}$")


@dataclass(frozen=True, slots=True)
class Made:
    """What a markdown file was made from: its original, the folder of that, the options."""

    original: Path
    folder: Path
    options: Options


def archives_of(paths: Sequence[Path], originals: Path | None, scratch: Path) -> tuple[Path, ...]:
    """The archives that paths name: files as they are; for a folder those in it, else one made in `scratch`.

    `originals` is the folder that the markdown was made from; without it, the folder's manifest says that.
    Raises ConfigError where a path leads to nothing.
    """
    found: list[Path] = []
    for number, path in enumerate(paths):
        if path.is_dir():
            found += _in(path) or [_made(path, originals, scratch / str(number))]
        elif path.is_file():
            found.append(path)
        else:
            raise ConfigError(f"{path}: no such file or folder")
    return tuple(dict.fromkeys(found))


def _in(folder: Path) -> list[Path]:
    """The archives in a folder: of one in several files the first alone."""
    names = (path for path in sorted(folder.iterdir()) if path.name.endswith(SUFFIX) and path.is_file())
    return [path for path in names if not _is_further(path.name.removesuffix(SUFFIX), folder)]


def _is_further(stem: str, folder: Path) -> bool:
    if stem.endswith(CLEANED):
        return (folder / (stem.removesuffix(CLEANED) + SUFFIX)).exists()
    return bool(_FURTHER.search(stem)) and (folder / (_FURTHER.sub("", stem) + SUFFIX)).exists()


def _made(folder: Path, originals: Path | None, scratch: Path) -> Path:
    """An archive of a folder's markdown and what it was made from; without that a file is its own original."""
    scratch.mkdir(parents=True)
    archive = scratch / MADE
    number = 0
    with Archive.open(archive, "a") as made:
        for result in _results(folder, originals):
            made.add(result)
            number += 1
    if not number:
        raise ConfigError(f"{folder}: neither archives nor markdown in it")
    return archive


def _results(folder: Path, originals: Path | None) -> Iterator[Result | Failed]:
    made_from = _by_stem(originals) if originals else {}
    known = _of_runs(folder)
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder)
        own = Made(path, path.parent, Options())
        yield _result(made_from.get(name.with_suffix("").as_posix()) or known.get(name.as_posix()) or own, path, folder)


def _by_stem(originals: Path) -> dict[str, Made]:
    """Originals by their paths without extension, as `clean -o` names what it makes of them."""
    if not originals.is_dir():
        raise ConfigError(f"--originals {originals}: no such folder")
    files = (path for path in sorted(originals.rglob("*")) if path.is_file())
    return {path.relative_to(originals).with_suffix("").as_posix(): Made(path, originals, Options()) for path in files}


def _of_runs(folder: Path) -> dict[str, Made]:
    """What a run of `clean -o` noted of its outputs: which file each was made from, with which options."""
    if not manifest.inside(folder).is_file():
        return {}
    found: dict[str, Made] = {}
    place, options = folder, Options()
    for _, line in manifest.lines(manifest.inside(folder)):
        if isinstance(line, manifest.Entry):
            original = place / line.source
            if line.output and original.is_file():
                found[line.output] = Made(original, place, options)
        elif not line.ended:
            place, options = Path(line.folder), _options(line.request.get("options"))
    return found


def _options(told: object) -> Options:
    """The options of a run, further rule files aside: where these change a text, that is told."""
    members = told if isinstance(told, Mapping) else {}
    known = {field.name for field in fields(Options)} - {"rules"}
    given: Any = {
        name: frozenset(value) if isinstance(value, list) else value for name, value in members.items() if name in known
    }
    return Options(**given)


def _result(made: Made, output: Path, folder: Path) -> Result | Failed:
    inside = folder if made.original == output else made.folder
    name = made.original.relative_to(inside) if made.original.is_relative_to(inside) else Path(made.original.name)
    source = Source(os.fspath(made.original), _bytes(made.original), path=name.as_posix())
    try:
        result = pipeline.clean(source, options=made.options)
    except CleanerError as error:
        return Failed(source, error)
    if made.original != output and result.markdown.encode("utf-8", "replace") != _bytes(output):
        note = f"{output.name} in the folder is another text than today's rules give, which is shown here"
        return replace(result, notes=(*result.notes, note))
    return result


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise ConfigError(f"{path}: larger than {MAX_FILE:,} bytes")
    return data
