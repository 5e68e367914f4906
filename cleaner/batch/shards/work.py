"""One shard, done from its inputs to its marker, by whatever process on whatever machine."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleaner.batch.figures import Figures
from cleaner.batch.inputs import Input
from cleaner.batch.naming import EXTENSIONS
from cleaner.batch.plan import Plan, recipe, task_of
from cleaner.batch.request import Request
from cleaner.batch.run import run
from cleaner.batch.shards.split import Shard
from cleaner.batch.shards.store import Store, explained, filesystem
from cleaner.errors import ReadError

MARKERS = ".done"
MOST_FAILURES = 100  # that a marker names; all are counted, and all are in the output


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a sharded run is to make of every shard.

    request  with the form, the options, the limits and the jobs inside a shard; its paths and output do not count
    output   the folder of the outputs, a path or URL
    archive  whether originals and cleaned versions are kept beside each output, as NAME.warc.gz
    """

    request: Request
    output: str
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard.

    documents  how many there were
    failed     how many of them failed
    failures   names and errors of the first of them
    size       bytes that came in
    done       whether it was done before
    """

    name: str
    documents: int = 0
    failed: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    size: int = 0
    done: bool = False


def work(shard: Shard, wanted: Wanted) -> Outcome:
    """Do a shard, unless its marker says that it is done and its inputs, rules and options are the same.

    Raises ReadError, OutputError or ConfigError where it cannot be done; then nothing of it is there.
    """
    store = Store(wanted.output)
    stamp = _stamp(shard, wanted)
    if found := finished(store, shard.name, stamp):
        return found
    with tempfile.TemporaryDirectory(prefix="cleaner-") as name:
        folder = Path(name)
        figures = _made(shard, wanted, folder)
        total = figures.total
        failures = tuple(figures.failures[:MOST_FAILURES])
        outcome = Outcome(shard.name, total.documents, total.statuses["failed"], failures, total.size)
        for local in sorted(folder.iterdir()):
            store.publish(local, local.name)
        marker = folder / "marker.json"
        marker.write_text(json.dumps({"stamp": stamp, **asdict(outcome)}), encoding="utf-8")
        store.publish(marker, f"{MARKERS}/{shard.name}.json")
    return outcome


def finished(store: Store, name: str, stamp: str | None = None) -> Outcome | None:
    """What a shard's marker says; None where there is none, or for other inputs, rules or options than `stamp`'s."""
    data = store.read(f"{MARKERS}/{name}.json")
    try:
        members: dict[str, Any] = json.loads(data or b"{}")
        found = members.pop("stamp")
        failures = tuple((name, error) for name, error in members.pop("failures"))
        outcome = Outcome(**{**members, "failures": failures, "done": True})
    except (ValueError, KeyError, TypeError):  # none, torn, or another version's
        return None
    return outcome if stamp in {None, found} else None


def _made(shard: Shard, wanted: Wanted, folder: Path) -> Figures:
    """Clean a shard's documents into files of the folder."""
    plan = _plan(shard, wanted, folder)
    figures = Figures()
    for product in run(plan, _no_stdout):
        figures.add(product)
    return figures


def _plan(shard: Shard, wanted: Wanted, folder: Path) -> Plan:
    asked = wanted.request
    request = replace(
        asked,
        paths=(),
        output=str(folder / f"{shard.name}{EXTENSIONS[asked.form or 'ndjson']}"),
        archive=str(folder / f"{shard.name}.warc.gz") if wanted.archive else None,
    )
    return Plan(request, shard.items, task_of(request), contained=True)


def _stamp(shard: Shard, wanted: Wanted) -> str:
    """Digest of all that a shard's output depends on; of its inputs it knows sizes and versions, not the bytes."""
    facts = [recipe(wanted.request), str(wanted.archive), *(_version(item) for item in shard.items)]
    return sha256("\n".join(facts).encode("utf-8", "surrogateescape")).hexdigest()


def _version(item: Input) -> str:
    """What changes when an input changes. Raises ReadError where it is not there."""
    files, path = filesystem(item.name)
    with explained(f"{item.name}: cannot be read", ReadError):
        info = files.info(path)
    return "\t".join(str(value) for value in (item.name, item.path, info.get("size"), *_marks(info)))


def _marks(info: dict[str, Any]) -> Iterator[Any]:
    names = ("ETag", "etag", "checksum", "generation", "mtime", "modification_time", "LastModified")
    return (info[name] for name in names if info.get(name))


def _no_stdout() -> Any:
    raise NotImplementedError("a shard is written to a file")
