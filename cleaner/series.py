"""Cutting a sequence into runs of neighbours that belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def series(items: Iterable[Item], goes_on: Callable[[Item, Item], bool]) -> Iterator[list[Item]]:
    """Runs of items of which each goes on with the one before; together they are all items, in their order.

    >>> list(series([1, 2, 4, 5, 9], lambda before, item: item == before + 1))
    [[1, 2], [4, 5], [9]]
    """
    run: list[Item] = []
    for item in items:
        if run and not goes_on(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run
