"""Who does the shards: this process, one after the other, or a Ray cluster."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from cleaner.batch.shards.split import Shard
from cleaner.batch.shards.work import Outcome, Wanted, work
from cleaner.errors import CleanerError, ConfigError

Engine = Literal["local", "ray"]
TRIES = 3  # of a shard that cannot be done
LOST = 10  # times that a shard is begun again because its worker or node died
AHEAD = 1000  # shards that Ray is told of at a time


@dataclass(frozen=True, slots=True)
class Undone:
    """A shard that could not be done, and why."""

    name: str
    error: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where Ray is: at an address, else on this machine with so many processors; 0 is all of them."""

    address: str | None = None
    processors: int = 0


Run = Callable[[Sequence[Shard], Wanted, Cluster], Iterator[Outcome | Undone]]


def local(shards: Sequence[Shard], wanted: Wanted, _: Cluster) -> Iterator[Outcome | Undone]:
    """Do the shards in this process; `--jobs` works inside each."""
    for shard in shards:
        yield _tried(shard, wanted)


def _tried(shard: Shard, wanted: Wanted) -> Outcome | Undone:
    error: CleanerError | OSError | None = None
    for _ in range(TRIES):
        try:
            return work(shard, wanted)
        except ConfigError:  # it would be no other the next time
            raise
        except (CleanerError, OSError) as failure:
            error = failure
    return Undone(shard.name, str(error))


def ray(shards: Sequence[Shard], wanted: Wanted, cluster: Cluster) -> Iterator[Outcome | Undone]:
    """Do the shards on a Ray cluster: the one at its address or RAY_ADDRESS, else one that is started on this machine.

    Outcomes come as shards finish. A shard whose worker or node dies is begun again elsewhere; finished ones stay.
    Raises ConfigError where Ray is not installed or not reached.
    """
    try:
        import ray as library  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as error:
        raise ConfigError("--engine ray needs Ray; install it: pip install 'cleaner[ray]'") from error
    _connect(library, cluster)
    try:
        task = library.remote(num_cpus=1, max_retries=LOST)(_tried_in)
        folder = str(Path.cwd())
        yield from _gathered(library, ((shard, task.remote(shard, wanted, folder)) for shard in shards))
    finally:
        library.shutdown()


def _tried_in(shard: Shard, wanted: Wanted, folder: str) -> Outcome | Undone:
    """As `_tried`, where relative paths mean what they mean to the caller."""
    os.chdir(folder)
    return _tried(shard, wanted)


def _connect(library: Any, cluster: Cluster) -> None:
    found = cluster.address or os.environ.get("RAY_ADDRESS")
    own = {} if found else {"num_cpus": cluster.processors or os.cpu_count(), "include_dashboard": False}
    try:
        library.init(address=found, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ConfigError(f"Ray at {found or 'this machine'}: {error}") from error


def _gathered(library: Any, begun: Iterable[tuple[Shard, Any]]) -> Iterator[Outcome | Undone]:
    rest = iter(begun)
    names: dict[Any, str] = {}
    while True:
        for shard, reference in rest:
            names[reference] = shard.name
            if len(names) >= AHEAD:
                break
        if not names:
            return
        ready, _ = library.wait(list(names), num_returns=1)
        for reference in ready:
            name = names.pop(reference)
            try:
                yield library.get(reference)
            except library.exceptions.RayTaskError as error:
                if isinstance(error.cause, ConfigError):
                    raise error.cause from error
                yield Undone(name, str(error.cause))
            except library.exceptions.RayError as error:
                yield Undone(name, f"lost {LOST} times: {error}".partition("\n")[0])


ENGINES: Mapping[Engine, Run] = MappingProxyType({"local": local, "ray": ray})
