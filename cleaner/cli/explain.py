"""`cleaner explain`: every removal and repair where it stands, with its rule and reason."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from cleaner.cli import ends, options

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaned
    from cleaner.write.explain import Segment

# How each kind of segment looks on a terminal.
STYLES = {"": "", "number": "dim", "removed": "red strike", "repaired": "green", "rule": "cyan"}


def explain(
    paths: options.Paths = None,
    from_: options.From = "auto",
    profile: options.ProfileOption = None,
    lang: options.Lang = None,
    rules: options.Rules = None,
    keep: options.Keep = None,
    drop: options.Drop = None,
    engine: options.EngineOption = "model",
    field: options.Field = None,
) -> None:
    """Show every removal and repair: line, rule, reason, text.

    \b
    cleaner explain a.txt
    cleaner explain a.txt | grep '^ *[0-9]* -'     the lines that go

    A line that goes is marked "-", one that changes "~"; what goes within it stands in [-…-], what comes in {+…+}.
    """
    from cleaner import batch  # the help of the program starts without it
    from cleaner.model import Failed

    wanted = replace(options.cleaning(profile, lang, rules, keep, drop), engine=engine)
    reading = batch.Reading(form=from_, field=field)
    failed = total = 0
    for result in batch.clean_all(ends.inputs(paths), options=wanted, reading=reading):
        total += 1
        if isinstance(result, Failed):
            failed += 1
            ends.say(ends.told(result.source.uri, str(result.error)))
        else:
            _show(result)
    if not total:
        ends.say("0 documents: nothing to do")
    if failed:
        raise typer.Exit(ends.failure_code(failed, total))


def _show(result: Cleaned) -> None:
    from cleaner.write.explain import explain

    segments = explain(result)
    if ends.stdout().isatty() and not os.environ.get("NO_COLOR"):
        _coloured(segments)
    else:
        page = "".join(segment.text for segment in segments)
        ends.stdout().write(page.encode("utf-8", "replace"))
        ends.stdout().flush()


def _coloured(segments: Iterable[Segment]) -> None:
    from rich.console import Console
    from rich.text import Text

    page = Text.assemble(*((segment.text, STYLES[segment.style]) for segment in segments))
    Console(file=sys.stdout, highlight=False, soft_wrap=True).print(page, end="")
