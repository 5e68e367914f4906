"""Where products go; files appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO

from cleaner.batch.plan import Plan, several_documents
from cleaner.batch.task import Product
from cleaner.errors import OutputError

Put = Callable[[Product], None]

STDOUT = "standard output"


def opened(plan: Plan, stdout: Callable[[], BinaryIO]) -> AbstractContextManager[Put]:
    """The place that a plan's products go to, as a function that takes one at a time.

    Raises OutputError that names a path that cannot be written, ConfigError where a second document has no room.
    """
    output = plan.request.output
    if plan.task.form is None:
        return nullcontext(lambda _: None)
    if plan.folder and output:
        return _folder(Path(output))
    if plan.one_document:
        return _single(plan, stdout)
    return _stream(replacing(Path(output)) if output else nullcontext(stdout()), Path(output or STDOUT))


@contextmanager
def _folder(folder: Path) -> Iterator[Put]:
    """A file for each document that has a result."""

    def put(product: Product) -> None:
        if product.output is not None and product.status in {"ok", "empty"}:
            write_file(folder / product.target, product.output)

    make_folder(folder)
    yield put


@contextmanager
def _single(plan: Plan, stdout: Callable[[], BinaryIO]) -> Iterator[Put]:
    """Room for one document, which waits until it is known to be the only one; where there is none, nothing is made."""
    waiting: list[bytes] = []

    def put(product: Product) -> None:
        if product.output is None:
            return
        if waiting:
            raise several_documents(plan.request)
        waiting.append(product.output)

    yield put
    for data in waiting:
        if plan.request.output:
            write_file(Path(plan.request.output), data)
        else:
            _write(stdout(), data, Path(STDOUT))


@contextmanager
def _stream(opening: AbstractContextManager[BinaryIO], place: Path) -> Iterator[Put]:
    """One document after the other, each as soon as it is there."""
    with opening as stream:
        yield lambda product: _write(stream, product.output or b"", place)


def _write(stream: BinaryIO, data: bytes, place: Path) -> None:
    with _explained(place):
        stream.write(data)
        stream.flush()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are missing. Raises OutputError that names it."""
    with _explained(folder):
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
        with _explained(path):
            stream = path.open("wb")
        with stream:
            yield stream
        return
    # In the same folder, since a rename is atomic only within one file system.
    draft = path.with_name(f".cleaner-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    make_folder(path.parent)
    with _explained(path):
        stream = draft.open("xb")
    try:
        with stream:
            yield stream
        with _explained(path):
            draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Name the path in an error of the file system. A closed pipe is no error but an end, and passes."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
