"""`cleaner status` and `cleaner retry`: what a run has done so far, and doing again what it has not."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import ends, options
from cleaner.cli.clean import Telling, carry_out
from cleaner.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from cleaner.batch import Limits, Request
    from cleaner.batch.figures import Figures
    from cleaner.batch.manifest import Run

Output = Annotated[str, typer.Argument(metavar="OUT", help="What the run was given with -o.")]
MOST_FAILURES = 20


def status(
    output: Output,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only the names of the documents that failed, one a line.")
    ] = False,
    group_by: options.GroupByOption = None,
) -> None:
    """Say what has become of a run's documents so far; the run may be going on.

    \b
    cleaner status clean/
    cleaner status clean/ --failed

    Exit codes: 0 finished, 1 not finished, 3 some documents failed, 4 all failed.
    """
    from cleaner.batch import history, manifest, shards  # the help of the program starts without them
    from cleaner.batch.figures import Figures

    if shards.is_sharded(output):
        raise typer.Exit(_shards(output, only_failed=failed))
    run, entries = history.latest(manifest.of(output))
    figures = Figures()
    for entry in entries:
        figures.add_entry(entry)
        if failed and entry.status == "failed":
            typer.echo(ends.printable(entry.source))
    if not failed:
        _show(output, run, figures, by_site=group_by == "site")
    raise typer.Exit(_exit_code(run, figures))


def retry(
    output: Output,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", help="Other than the run had.")] = None,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", min=0, help="Other than it had.")
    ] = None,
    memory: Annotated[str | None, typer.Option("--memory", metavar="SIZE", help="Other than it had.")] = None,
    quiet: options.Quiet = False,
) -> None:
    """Do again what failed, has changed, or was not come to; all else stays.

    \b
    cleaner retry clean/
    cleaner retry clean/ --timeout 120 --memory 8G
    """
    from cleaner.batch import history, manifest, request, shards  # the help of the program starts without them

    if shards.is_sharded(output):
        raise ConfigError(f"{output}: made by 'cleaner run'; the same command again does what is not done")
    place = manifest.of(output)
    run, _ = history.latest(place)
    asked = request.from_json(run.request)
    if "-" in asked.paths:
        raise ConfigError(f"{output}: the run read standard input, which is gone; pipe it in again, with --resume")
    _change_folder(run.folder)
    limits = _limits(asked, timeout, memory)
    jobs = asked.jobs if jobs is None else jobs
    again = replace(asked, resume=True, fail_fast=False, highlights=False, limits=limits, jobs=jobs)
    carry_out(again, Telling(quiet))


def _limits(asked: Request, timeout: float | None, memory: str | None) -> Limits:
    new = options.limits(timeout or 0, memory or "0")
    return replace(
        asked.limits,
        seconds=asked.limits.seconds if timeout is None else new.seconds,
        memory=asked.limits.memory if memory is None else new.memory,
    )


def _change_folder(folder: str) -> None:
    """Go to where the run's paths are relative to."""
    try:
        os.chdir(folder)
    except OSError as error:
        raise ReadError(f"{folder}: the folder that the run was started in: {error.strerror}") from error


def _show(output: str, run: Run, figures: Figures, *, by_site: bool) -> None:
    from cleaner.cli.report import outcome, sites

    total = figures.total
    typer.echo(
        f"{output}: {'finished' if run.ended else 'not finished'}, begun {run.started[:16].replace('T', ' ')} UTC"
    )
    typer.echo(f"  documents {total.documents:,}: {', '.join(total.parts) or 'none yet'}")
    for line in (*outcome(figures), *(sites(figures) if by_site else ())):
        typer.echo(ends.printable(line))
    for name, error in figures.failures[:MOST_FAILURES]:
        typer.echo(ends.printable(f"  failed    {ends.told(name, error)}"))
    rest = total.statuses["failed"] - MOST_FAILURES
    if rest > 0:
        typer.echo(f"            and {rest:,} more; --failed names all")
    if not run.ended or total.statuses["failed"]:
        ends.say(f"'cleaner retry {output}' does what is not done")


def _exit_code(run: Run, figures: Figures) -> int:
    total = figures.total
    return ends.failure_code(total.statuses["failed"], total.documents) if run.ended else ends.FINDING


def _shards(output: str, *, only_failed: bool) -> int:
    from cleaner.batch import shards

    names, found = shards.standing(shards.Store(output))
    outcomes = list(found)
    documents = sum(outcome.documents for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    if only_failed:
        for outcome in outcomes:
            for name, _ in outcome.failures:
                typer.echo(ends.printable(name))
    else:
        size = sum(outcome.size for outcome in outcomes) / 1e6
        typer.echo(f"{output}: {len(outcomes):,} of {len(names):,} shards done")
        typer.echo(f"  documents {documents:,}: {failed:,} failed; {size:,.1f} MB read")
        done = {outcome.name for outcome in outcomes}
        for name in [name for name in names if name not in done][:MOST_FAILURES]:
            typer.echo(f"  to do     {name}")
    if len(outcomes) < len(names):
        return ends.FINDING
    return ends.failure_code(failed, documents)
