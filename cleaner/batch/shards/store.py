"""Files by URL, wherever they lie: local, s3, gs, hdfs, memory … through fsspec."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cleaner.errors import CleanerError, ConfigError, OutputError, ReadError

# Where an object appears when its upload is complete, and a rename would be a copy.
OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "az", "oss", "oci"})
MAX_MARKER = 64 * 1024**2  # bytes; the plan names every shard


class Store:
    """A folder of outputs, local or remote."""

    def __init__(self, url: str) -> None:
        """Raises ConfigError where the URL's file system is not installed or not known."""
        self.url = url
        self._files, self._root = filesystem(url)
        protocol = self._files.protocol
        self._is_object_store = bool(OBJECT_STORES & {*([protocol] if isinstance(protocol, str) else protocol)})

    def publish(self, local: Path, name: str) -> None:
        """Put a finished local file in the store, so that it appears whole. Raises OutputError."""
        place = self._place(name)
        with explained(f"{self.url}/{name}: cannot be written", OutputError):
            self._files.makedirs(posixpath.dirname(place), exist_ok=True)
            if self._is_object_store:
                self._files.put_file(str(local), place)
                return
            draft = f"{posixpath.dirname(place)}/.{posixpath.basename(place)}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
            self._files.put_file(str(local), draft)
            self._replace(draft, place)

    def read(self, name: str) -> bytes | None:
        """A small file's bytes; None where it is not there. Raises ReadError where it cannot be read."""
        with explained(f"{self.url}/{name}: cannot be read", ReadError):
            try:
                with self._files.open(self._place(name), "rb") as stream:
                    data: bytes = stream.read(MAX_MARKER)
                    return data
            except FileNotFoundError:
                return None

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted; none where there is no such folder. Raises ReadError."""
        with explained(f"{self.url}/{folder}: cannot be read", ReadError):
            try:
                self._files.invalidate_cache()
                found = self._files.ls(self._place(folder), detail=False)
            except FileNotFoundError:
                return []
        return sorted(posixpath.basename(path) for path in found)

    def _place(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _replace(self, draft: str, place: str) -> None:
        if "file" in self._files.protocol:
            Path(draft).replace(place)
            return
        if self._files.exists(place):  # HDFS does not rename over a file
            self._files.rm_file(place)
        self._files.mv(draft, place)


@contextmanager
def explained(told: str, kind: type[CleanerError]) -> Iterator[None]:
    """Raise an error of a file system as one of ours, which says what could not be done.

    Every file system has errors of its own: for credentials that are missing, for a server that is not reached.
    """
    try:
        yield
    except CleanerError:
        raise
    except Exception as error:  # it is told, and ends what was begun
        raise kind(f"{told}: {getattr(error, 'strerror', None) or error}") from error


def filesystem(url: str) -> tuple[Any, str]:
    """The file system of a URL or path, and the path in it.

    Raises ConfigError where fsspec or what it needs for the URL is not installed.
    """
    try:
        import fsspec  # type: ignore[import-untyped,unused-ignore]
    except ImportError as error:
        raise ConfigError("shards need fsspec; install it: pip install 'cleaner[ray]'") from error
    try:
        files, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ConfigError(f"{url}: {error}") from error
    return files, str(path)


def is_remote(name: str) -> bool:
    """Whether a name is a URL, not a path."""
    return "://" in name
