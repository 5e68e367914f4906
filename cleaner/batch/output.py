"""Where products go; files appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.batch.growing import resumable
from cleaner.batch.history import History
from cleaner.batch.plan import Plan, several_documents
from cleaner.batch.task import Product
from cleaner.errors import writing


class Place(NamedTuple):
    """Where a product's output lies: its path, and its offset and length there in bytes."""

    path: str = ""
    offset: int = 0
    length: int = 0


NOWHERE = Place()
Put = Callable[[Product], Place]

STDOUT = "standard output"


def opened(plan: Plan, stdout: Callable[[], BinaryIO], history: History | None) -> AbstractContextManager[Put]:
    """The place that a plan's products go to, as a function that takes one at a time.

    `history` has what earlier runs made. Raises OutputError that names a path that cannot be written, ConfigError where
    a second document has no room.
    """
    output = plan.request.output
    if plan.task.form is None:
        return nullcontext(lambda _: NOWHERE)
    if plan.folder and output:
        return _folder(Path(output))
    if plan.one_document:
        return _single(plan, stdout)
    if plan.task.form == "parquet" and output:
        return _table(Path(output))
    if plan.manifest and output:
        return _resumed(Path(output), history)
    return _stream(replacing(Path(output)) if output else nullcontext(stdout()), Path(output or STDOUT))


@contextmanager
def _folder(folder: Path) -> Iterator[Put]:
    """A file for each document that has a result."""

    def put(product: Product) -> Place:
        if product.kept:
            return Place(product.target, 0, product.kept.length)
        if product.output is None or product.status not in {"ok", "empty"}:
            return NOWHERE
        write_file(folder / product.target, product.output)
        return Place(product.target, 0, len(product.output))

    make_folder(folder)
    yield put


@contextmanager
def _single(plan: Plan, stdout: Callable[[], BinaryIO]) -> Iterator[Put]:
    """Room for one document, which waits until it is known to be the only one; where there is none, nothing is made."""
    waiting: list[bytes] = []

    def put(product: Product) -> Place:
        if product.output is not None:
            if waiting:
                raise several_documents(plan.request)
            waiting.append(product.output)
        return NOWHERE

    yield put
    for data in waiting:
        if plan.request.output:
            write_file(Path(plan.request.output), data)
        else:
            _write(stdout(), data, Path(STDOUT))


@contextmanager
def _stream(opening: AbstractContextManager[BinaryIO], place: Path) -> Iterator[Put]:
    """One document after the other, each as soon as it is there."""

    def put(product: Product) -> Place:
        _write(stream, product.output or b"", place)
        return NOWHERE

    with opening as stream:
        yield put


@contextmanager
def _resumed(path: Path, history: History | None) -> Iterator[Put]:
    """As a stream, into a file that an interrupted run leaves for the next one to go on with."""
    make_folder(path.parent)
    with writing(path), resumable(path, history) as growing:

        def put(product: Product) -> Place:
            with writing(path):
                data = growing.earlier(product.kept) if product.kept else product.output or b""
                return Place(path.name, growing.append(data), len(data))

        yield put


@contextmanager
def _table(path: Path) -> Iterator[Put]:
    """A row for each document."""
    from cleaner.batch.table import Table  # pyarrow is needed for nothing else

    with replacing(path) as stream, closing(Table(stream)) as rows:

        def put(product: Product) -> Place:
            if product.output:
                rows.append(product.output)
            return Place(path.name)

        yield put


def _write(stream: BinaryIO, data: bytes, place: Path) -> None:
    with writing(place):
        stream.write(data)
        stream.flush()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are missing. Raises OutputError that names it."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


def write_file(path: Path, data: bytes) -> None:
    """Write a file and the folders above it, atomically. Raises OutputError that names the path."""
    with replacing(path) as stream:
        _write(stream, data, path)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes replace the file at `path` when the block ends well; else the path is left as it was.

    What is not a plain file (a device, a pipe) is written to directly. Raises OutputError that names the path.
    """
    if path.exists() and not path.is_file():
        with writing(path):
            stream = path.open("wb")
        with stream:
            yield stream
        return
    # In the same folder, since a rename is atomic only within one file system.
    draft = path.with_name(f".cleaner-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    make_folder(path.parent)
    with writing(path):
        stream = draft.open("xb")
    try:
        with stream:
            yield stream
        with writing(path):
            draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink()
