"""What a folder holds, as archives: those in it, or else one made of its markdown files and their originals."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner import pipeline
from cleaner.archive import Archive
from cleaner.archive.parts import CLEANED, SUFFIX
from cleaner.batch import manifest, request
from cleaner.batch.documents import AUTO, Reading, documents
from cleaner.batch.inputs import Input
from cleaner.batch.unpack import inner_name
from cleaner.errors import CleanerError, ConfigError, ReadError
from cleaner.model import Failed, Options, Result, Source
from cleaner.warc.inflate import GZIP
from cleaner.warc.zstandard import DICTIONARY, FRAME

MADE = "folder.warc.gz"
_BEGINNINGS = (b"WARC/", GZIP, FRAME, DICTIONARY)
_FURTHER = re.compile(r"-\d{5}$")


@dataclass(frozen=True, slots=True)
class Made:
    """What a markdown file was made from: its original, the folder of that, and how it was read and cleaned."""

    original: Path
    folder: Path
    reading: Reading = AUTO
    options: Options = pipeline.DEFAULTS


def archives_of(paths: Sequence[Path], originals: Path | None, scratch: Path) -> tuple[Path, ...]:
    """The archives that paths name: files as they are; for a folder those in it, else one made in `scratch`.

    `originals` is the folder that the markdown was made from; without it, the folder's manifest says that.
    Raises ConfigError where a path leads to nothing, or to a file that is no archive.
    """
    found: list[Path] = []
    for number, path in enumerate(paths):
        if path.is_dir():
            found += _in(path) or [_made(path, originals, scratch / str(number))]
        elif not path.is_file():
            raise ConfigError(f"{path}: no such file or folder")
        elif not _is_archive(path):
            raise ConfigError(f"{path}: no archive; give the folder it is in, or archive it first: cleaner archive add")
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))


def _is_archive(file: Path) -> bool:
    """Whether a file is one by its name, in whatever state it is, or by its first bytes."""
    if file.name.endswith(SUFFIX):
        return True
    with file.open("rb") as stream:
        return stream.read(max(map(len, _BEGINNINGS))).startswith(_BEGINNINGS)


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
        own = Made(path, folder, Reading("md"))
        made = made_from.get(name.with_suffix("").as_posix()) or known.get(name.as_posix()) or own
        yield _result(made, path)


def _by_stem(originals: Path) -> dict[str, Made]:
    """Originals by their paths without extension, as `clean -o` names what it makes of them."""
    if not originals.is_dir():
        raise ConfigError(f"--originals {originals}: no such folder")
    files = (path for path in sorted(originals.rglob("*")) if path.is_file())
    return {_stem(path.relative_to(originals)): Made(path, originals) for path in files}


def _stem(path: Path) -> str:
    return path.with_name(inner_name(path.name) or path.name).with_suffix("").as_posix()


def _of_runs(folder: Path) -> dict[str, Made]:
    """What a run of `clean -o` noted of its outputs: which file each was made from, with which options."""
    if not manifest.inside(folder).is_file():
        return {}
    found: dict[str, Made] = {}
    place, reading, options = folder, AUTO, pipeline.DEFAULTS
    for _, line in manifest.lines(manifest.inside(folder)):
        if isinstance(line, manifest.Entry):
            original = place / line.source
            if line.output and original.is_file():
                found[line.output] = Made(original, place, reading, options)
        elif not line.ended:
            place = Path(line.folder)
            reading, options = _asked(line)
    return found


def _asked(run: manifest.Run) -> tuple[Reading, Options]:
    """How a run read and cleaned; the usual way where another version of the program noted it otherwise."""
    try:
        asked = request.from_json(run.request)
    except ReadError:
        return AUTO, pipeline.DEFAULTS
    return asked.reading, asked.options


def _result(made: Made, output: Path) -> Result | Failed:
    source = _source(made)
    if isinstance(source, Failed):
        return source
    try:
        result = pipeline.clean(source, options=made.options)
    except CleanerError as error:
        return Failed(source, error)
    if made.original != output and not _holds(output, result.markdown.encode("utf-8", "replace")):
        note = f"{output.name} in the folder is another text than today's rules give, which is shown here"
        return replace(result, notes=(*result.notes, note))
    return result


def _source(made: Made) -> Source | Failed:
    """The document in an original, unpacked; where that holds several, the first."""
    inside = made.original.is_relative_to(made.folder)
    name = made.original.relative_to(made.folder) if inside else Path(made.original.name)
    item = Input(os.fspath(made.original), name.as_posix())
    found = next(documents([item], made.reading), None)
    if found is None:
        return Failed(Source(item.name, b"", path=item.path), ReadError(f"{item.name}: no document in it"))
    return found.source


def _holds(file: Path, data: bytes) -> bool:
    """Whether a file holds these bytes and no others."""
    with file.open("rb") as stream:
        return stream.read(len(data) + 1) == data
