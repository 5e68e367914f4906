"""`cleaner clean`: documents in, markdown, text or JSON out."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner import __version__
from cleaner.cli import ends, options

if TYPE_CHECKING:
    from cleaner import batch
    from cleaner.cli.report import Report

MOST_PATHS = 3  # that a page's title names


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
        options.Form,
        typer.Option(
            "--to", help="What is written; json and ndjson are one object a line, parquet one row a document."
        ),
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
    links: options.LinksOption = "keep",
    images: options.Images = False,
    front_matter: options.FrontMatter = False,
    field: options.Field = None,
    date: options.Date = None,
    keep_ext: Annotated[bool, typer.Option("--keep-ext", help="Name outputs a.txt.md, not a.md.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep what an earlier run made of documents that have not changed since.")
    ] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="End at the first document that fails.")] = False,
    timeout: options.Timeout = 20.0,
    memory: options.Memory = "2G",
    group_by: options.GroupByOption = None,
    report: Annotated[
        str | None, typer.Option("--report", metavar="RUN.html", help="Write the run's figures and charts as a page.")
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Remove what is not the article and write the rest as structured markdown.

    \b
    cleaner clean scraped/ -o clean/ --jobs 4 --report run.html
    cleaner clean 'crawl/*.warc.gz' -o clean.ndjson --to ndjson --resume
    cleaner clean page.html --archive kept.warc.gz > page.md
    cleaner clean page.html --url https://example.org/a --links footnotes --images --front-matter
    cat feed.ndjson | cleaner clean --to ndjson | jq .title
    cleaner clean a.txt --keep credit,share --drop byline
    cleaner clean a.txt --check --diff

    With -o and several documents, what becomes of each is noted: 'cleaner status OUT' shows it, 'cleaner retry OUT'
    does again what failed.
    """
    from cleaner import batch  # the help of the program starts without it

    request = batch.Request(
        paths=ends.inputs(paths),
        output=output,
        form="diff" if diff else to,
        reading=batch.Reading(form=from_, field=field, url=url),
        options=replace(
            options.cleaning(profile, lang, rules, keep, drop),
            engine=engine,
            links=links,
            images=images,
            front_matter=front_matter,
        ),
        check=check,
        archive=archive,
        base_uri=base_uri,
        date=date,
        jobs=jobs,
        keep_ext=keep_ext,
        limits=options.limits(timeout, memory),
        resume=resume,
        fail_fast=fail_fast,
        highlights=report is not None,
    )
    carry_out(request, Telling(quiet, group_by == "site", report))


@dataclass(frozen=True, slots=True)
class Telling:
    """How a run is told of: `quiet`, `by_site` with a table of the sites, and as a `page` at that path."""

    quiet: bool = False
    by_site: bool = False
    page: str | None = None


def carry_out(request: batch.Request, telling: Telling) -> None:
    """Run a request; what it says goes to stderr, how it went is the exit code."""
    from cleaner import batch
    from cleaner.cli.report import Report

    plan = batch.plan(request)
    report = Report(plan, quiet=telling.quiet, by_site=telling.by_site)
    try:
        with report:
            for product in batch.run(plan, ends.stdout, ends.say):
                report.tell(product)
    except batch.StoppedError:
        report.conclude()
        ends.say(f"stopped at the first failure{_how_to_go_on(plan)}")
    except KeyboardInterrupt:
        ends.say(f"interrupted after {report.figures.total.documents:,} documents{_how_to_go_on(plan)}")
        raise
    if telling.page:
        _write_page(telling.page, report, request)
    raise typer.Exit(report.exit_code)


def _how_to_go_on(plan: batch.Plan) -> str:
    if plan.manifest is None:
        return ""
    output = shlex.quote(plan.request.output or "")
    return f"; 'cleaner retry {output}' goes on, and so does the same command with --resume"


def _write_page(path: str, report: Report, request: batch.Request) -> None:
    from cleaner.batch.output import write_file
    from cleaner.batch.page import Heading, page

    shown = ", ".join(request.paths[:MOST_PATHS]) + (" …" if len(request.paths) > MOST_PATHS else "")
    now = datetime.now(UTC).isoformat(sep=" ", timespec="minutes").removesuffix("+00:00")
    heading = Heading(f"Cleaned: {shown}", f"{now} UTC", report.seconds, f"cleaner {__version__}")
    write_file(Path(path), page(report.figures, heading).encode("utf-8", "replace"))
