"""Runs that would write two documents to one place, or over what they read, are refused before any work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner.batch import naming, unpack
from cleaner.batch.documents import WARC, ZIP, member, passed_over
from cleaner.batch.inputs import Input
from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.batch.plan import Plan


def refuse(made: Plan, containers: Mapping[str, str]) -> None:
    """Raises ConfigError that names the two. `containers` has the media types of inputs that are some, by name."""
    if made.folder:
        _check_targets(made, containers)
    if made.request.archive:
        _check_names(made, containers)
    _check_inputs_kept(made)


def _check_targets(made: Plan, containers: Mapping[str, str]) -> None:
    keep_ext = made.request.keep_ext
    extension = naming.EXTENSIONS[made.request.form or "md"]
    naming.refuse_collisions(
        target
        for item in _read(made, containers)
        for target in _targets(item, containers.get(item.name), extension, keep_ext=keep_ext)
    )


def _targets(item: Input, kind: str | None, extension: str, *, keep_ext: bool) -> Iterator[tuple[Input, str]]:
    """The places that an input's documents are written to, as far as they are known before it is read."""
    if kind == ZIP:
        from cleaner.batch import unzip  # few inputs are zip files

        for path in unzip.paths(item.name):
            inner = member(item, path)
            if not naming.SEVERAL.search(path):  # a document, whose name is the one without the compression
                inner = replace(inner, bare=unpack.inner_name(inner.bare))
            if not passed_over(inner):
                yield inner, naming.file_target(inner, extension, keep_ext=keep_ext)
    elif kind:
        yield item, naming.container_folder(item, keep_ext=keep_ext)
    else:
        yield item, naming.file_target(item, extension, keep_ext=keep_ext)


def _check_names(made: Plan, containers: Mapping[str, str]) -> None:
    """Refuse files that an archive would know by one name; the records of a WARC file have names of their own."""
    taken: dict[str, Input] = {}
    for item in _read(made, containers):
        if item.is_stdin or containers.get(item.name) == WARC:
            continue
        other = taken.setdefault(item.path, item)
        if other is not item:
            raise ConfigError(
                f"{other.name} and {item.name} would both be {item.path} in the archive; add the folder above them, "
                "or add them one after the other, each with a --base-uri of its own"
            )


def _read(made: Plan, containers: Mapping[str, str]) -> Iterator[Input]:
    """The inputs that are not passed over for what their names say they are."""
    return (item for item in made.items if item.name in containers or not passed_over(item, made.request.reading))


def _check_inputs_kept(made: Plan) -> None:
    """Refuse a run that would write over what it reads."""
    asked = made.request
    outputs = {os.path.realpath(path) for path in (asked.archive, None if made.folder else asked.output) if path}
    if made.folder and asked.output:
        extension = naming.EXTENSIONS[asked.form or "md"]
        root = os.path.realpath(asked.output)
        targets = (naming.file_target(item, extension, keep_ext=asked.keep_ext) for item in made.items)
        outputs |= {os.path.join(root, target) for target in targets}  # noqa: PTH118 - a hundred thousand times
    for item in made.items:
        if os.path.realpath(item.name) in outputs and not item.is_stdin and os.path.isfile(item.name):  # noqa: PTH113
            raise ConfigError(f"{item.name}: would be overwritten by its own output; choose another -o or --archive")
