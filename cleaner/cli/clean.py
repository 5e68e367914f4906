"""`cleaner clean`: documents in, markdown, text or JSON out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import ends, options

if TYPE_CHECKING:
    from cleaner import batch


def clean(
    paths: options.Paths = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE|DIR", help="Where to; a folder mirrors the inputs, one NAME.md each."
        ),
    ] = None,
    from_: options.From = "auto",
    to: Annotated[
        options.Form, typer.Option("--to", help="What is written; json and ndjson are one object a line.")
    ] = "md",
    profile: options.ProfileOption = None,
    archive: Annotated[
        str | None,
        typer.Option(
            "--archive", metavar="X.warc.gz", help="Also keep originals and cleaned versions in this archive."
        ),
    ] = None,
    jobs: options.Jobs = 1,
    diff: Annotated[bool, typer.Option("--diff", help="Write what changes, as a unified diff.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where something would be removed or repaired.")
    ] = False,
    url: options.Url = None,
    base_uri: options.BaseUri = None,
    lang: options.Lang = None,
    rules: options.Rules = None,
    keep: options.Keep = None,
    drop: options.Drop = None,
    engine: options.EngineOption = "model",
    field: options.Field = None,
    date: options.Date = None,
    keep_ext: Annotated[bool, typer.Option("--keep-ext", help="Name outputs a.txt.md, not a.md.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Remove what is not the article and write the rest as structured markdown.

    \b
    cleaner clean scraped/ -o clean/ --jobs 4
    cleaner clean page.html --archive kept.warc.gz > page.md
    cat feed.ndjson | cleaner clean --to ndjson | jq .title
    cleaner clean a.txt --keep credit,share --drop byline
    cleaner clean a.txt --check --diff
    """
    from cleaner import batch  # the help of the program starts without it

    request = batch.Request(
        paths=ends.inputs(paths),
        output=output,
        form="diff" if diff else to,
        reading=batch.Reading(form=from_, field=field, url=url),
        options=replace(options.cleaning(profile, lang, rules, keep, drop), engine=engine),
        check=check,
        archive=archive,
        base_uri=base_uri,
        date=date,
        jobs=jobs,
        keep_ext=keep_ext,
    )
    carry_out(request, quiet=quiet)


def carry_out(request: batch.Request, *, quiet: bool) -> None:
    """Run a request; what it says goes to stderr, how it went is the exit code."""
    from cleaner import batch
    from cleaner.cli.report import Report

    plan = batch.plan(request)
    with Report(plan, quiet=quiet) as report:
        for product in batch.run(plan, ends.stdout):
            report.tell(product)
    raise typer.Exit(report.exit_code)
