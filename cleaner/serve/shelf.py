"""The library that is being shown: its index is built when there is none, and anew when the archives change."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from cleaner.archive.parts import SUFFIX, present
from cleaner.errors import CleanerError, ConfigError, OutputError
from cleaner.serve.build import build, index_path, is_fresh
from cleaner.serve.library import Library

LOOK_EVERY = 2.0  # seconds between looks at whether the archives changed


class NotReadyError(CleanerError):
    """The index is still being built; `number` documents are in it."""

    def __init__(self, number: int) -> None:
        super().__init__(f"The index is being built: {number:,} documents so far.")


class Shelf:
    """Archives and their index, which a thread builds where it must; questions are answered meanwhile.

    In: the archives, and where the index shall lie (default: beside the first). Raises ConfigError where it would take
    an archive's place.
    """

    def __init__(self, archives: Sequence[Path], index: Path | None = None) -> None:
        self.archives = tuple(archives)
        self.index = index or index_path(self.archives)
        if _is_archive(self.index, self.archives):
            raise ConfigError(f"--index {self.index}: the index would take an archive's place; choose another name")
        self.error: Exception | None = None
        self._library: Library
        self._ready = threading.Event()
        self._lock = threading.Lock()
        self._builder: threading.Thread | None = None
        self._number = 0
        self._looked = float("-inf")
        self._look()

    def library(self) -> Library:
        """The library. Raises NotReadyError while there is no index yet, or the error that its building ended with."""
        self._look()
        if self._ready.is_set():
            return self._library
        if self.error:
            raise self.error
        raise NotReadyError(self._number)

    @property
    def notice(self) -> str:
        """What readers should know of the index; empty where it is as it should be."""
        if self._ready.is_set() and self._is_building:
            return f"The archive has changed and is being indexed anew: {self._number:,} documents so far."
        if self._ready.is_set() and self.error:
            return f"The archive has changed, and could not be indexed anew: {self.error}"
        return ""

    def wait(self) -> None:
        """Wait until the index is there. Raises the error that its building ended with."""
        builder = self._builder
        if builder:
            builder.join()
        if self.error:
            raise self.error

    @property
    def _is_building(self) -> bool:
        return self._builder is not None and self._builder.is_alive()

    def _look(self) -> None:
        """Start building where the index is not that of the archives as they are now."""
        with self._lock:
            if self._is_building or time.monotonic() - self._looked < LOOK_EVERY:
                return
            self._looked = time.monotonic()
            if is_fresh(self.index, self.archives):
                if not self._ready.is_set():
                    self._open()
                return
            if self.error and not self._ready.is_set():
                return
            self._number = 0
            self._builder = threading.Thread(target=self._build, daemon=True, name="index")
            self._builder.start()

    def _build(self) -> None:
        try:
            build(self.index, self.archives, self._tell)
            self._open()
        except (CleanerError, OSError) as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - nobody waits for the thread: who asks for the library is told
            self.error = OutputError(f"{self.index}: the index cannot be built: {error!r}")
        else:
            self.error = None

    def _open(self) -> None:
        self._library = Library.open(self.archives, self.index)
        self._ready.set()

    def _tell(self, number: int) -> None:
        self._number = number


def _is_archive(index: Path, archives: Sequence[Path]) -> bool:
    """Whether a path is a file of the archives, or has an archive's name."""
    files = {file.resolve() for path in archives for part in present(path) for file in part.files}
    return index.name.endswith(SUFFIX) or index.resolve() in files
