"""What earlier runs into the same output made, and which of it still stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from cleaner.batch import manifest
from cleaner.batch.manifest import Entry, Run
from cleaner.errors import ReadError

REUSED = frozenset({"ok", "empty", "skipped"})  # what failed is done again


class History:
    """The entries of a manifest that a run can build on, held by their places in it."""

    def __init__(self, path: Path, recipe: str) -> None:
        """Only what runs with this recipe made counts. A manifest that is not there has nothing."""
        self.last: Run | None = None
        self._ended: set[int] = set()
        self._entries: dict[bytes, tuple[int, int]] = {}  # by key: place in the manifest, number of the run
        self._stream: BinaryIO | None = None
        if not path.exists():
            return
        same_recipe = False
        for offset, found in manifest.lines(path):
            if isinstance(found, Entry):
                if same_recipe and found.status in REUSED:
                    self._entries[found.key] = offset, found.run
                else:
                    self._entries.pop(found.key, None)
            elif found.ended:
                self._ended.add(found.number)
            else:
                self.last = found
                same_recipe = found.recipe == recipe
        self._stream = path.open("rb")

    def find(self, source: str, digest: str) -> Entry | None:
        """What was made of a document with this name and these bytes."""
        place = self._entries.get(manifest.key(source, digest))
        if place is None or self._stream is None:
            return None
        offset, run = place
        return replace(manifest.entry_at(self._stream, offset), run=run)

    def has_ended(self, run: int) -> bool:
        """Whether a run came to its end."""
        return run in self._ended

    def close(self) -> None:
        """Let go of the manifest."""
        if self._stream:
            self._stream.close()


def latest(path: Path) -> tuple[Run, Iterator[Entry]]:
    """The last run of a manifest, and what is known of each document: what that run made, else the runs before it.

    Raises ReadError where there is no manifest, or no run in it.
    """
    last: Run | None = None
    places: dict[str, int] = {}  # of the newest entry of each document
    for offset, found in manifest.lines(path):
        if isinstance(found, Entry):
            places[found.source] = offset
        else:
            last = found if not found.ended else last and replace(last, ended=True)
    if last is None:
        raise ReadError(f"{path}: no run in this manifest")
    return last, _newest(path, last.number, places)


def _newest(path: Path, last: int, places: Mapping[str, int]) -> Iterator[Entry]:
    """The entries of the last run, and the newest of each document that it has not come to."""
    for offset, found in manifest.lines(path):
        if isinstance(found, Entry) and (found.run == last or places.get(found.source) == offset):
            yield found
