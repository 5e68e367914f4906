"""Past one machine: a run cut into shards, each of which is done wholly or not at all, by whatever does it.

inputs --split--> Shard --work, anywhere--> output, then its marker --store--> any file system of fsspec

A shard is a container (a WARC, an NDJSON or Parquet part, a zip) or a slice of a folder. Its output has a name that
follows from the inputs; it appears whole, and after it a marker that says for which bytes and rules it holds. Whoever
finds a marker has nothing left to do, so shards may be lost, done twice, or done by several at once.
"""

from __future__ import annotations

from cleaner.batch.shards.engines import ENGINES, Cluster, Undone
from cleaner.batch.shards.split import Shard, chosen, split
from cleaner.batch.shards.state import announce, is_sharded, standing
from cleaner.batch.shards.store import Store
from cleaner.batch.shards.work import Outcome, Wanted, work

__all__ = [
    "ENGINES",
    "Cluster",
    "Outcome",
    "Shard",
    "Store",
    "Undone",
    "Wanted",
    "announce",
    "chosen",
    "is_sharded",
    "split",
    "standing",
    "work",
]
