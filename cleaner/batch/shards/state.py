"""What has become of a sharded run's shards: what is to do, and what markers say is done."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from cleaner.batch.shards.split import Shard
from cleaner.batch.shards.store import Store, is_remote
from cleaner.batch.shards.work import MARKERS, Outcome, finished
from cleaner.errors import ReadError

PLAN = "plan.json"


def announce(store: Store, shards: Sequence[Shard]) -> None:
    """Note how the inputs are cut, for whoever asks how far the run is; all that take part write the same."""
    with tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
        local = Path(folder) / PLAN
        local.write_text(json.dumps({"shards": [shard.name for shard in shards]}), encoding="utf-8")
        store.publish(local, f"{MARKERS}/{PLAN}")


def is_sharded(output: str) -> bool:
    """Whether an output is that of a sharded run."""
    return (Path(output) / MARKERS).is_dir() or (is_remote(output) and bool(Store(output).names(MARKERS)))


def standing(store: Store) -> tuple[list[str], Iterator[Outcome]]:
    """The names of all shards, and what became of those that are done. Raises ReadError where no such run is known."""
    data = store.read(f"{MARKERS}/{PLAN}")
    if data is None:
        raise ReadError(f"{store.url}: no sharded run has begun there")
    try:
        names = [str(name) for name in json.loads(data)["shards"]]
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(
            f"{store.url}/{MARKERS}/{PLAN}: damaged, or another version's ({error}); 'cleaner run' writes it anew"
        ) from error
    return names, (outcome for name in names if (outcome := finished(store, name)))
