"""`cleaner archive`: add to archives, list, show and verify them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import ends, options
from cleaner.cli.clean import Telling, carry_out
from cleaner.errors import ArchiveError

if TYPE_CHECKING:
    from cleaner.archive import Archive, Document

ArchivePath = Annotated[str, typer.Argument(metavar="X.warc.gz", help="The archive.")]


def add(
    paths: options.Paths = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="X.warc.gz", help="The archive, made where there is none.")
    ] = ...,  # type: ignore[assignment]
    from_: options.From = "auto",
    profile: options.ProfileOption = None,
    jobs: options.Jobs = 1,
    url: options.Url = None,
    base_uri: options.BaseUri = None,
    lang: options.Lang = None,
    rules: options.Rules = None,
    keep: options.Keep = None,
    drop: options.Drop = None,
    engine: options.EngineOption = "model",
    field: options.Field = None,
    date: options.Date = None,
    level: Annotated[
        int | None, typer.Option("--level", metavar="0-9", help="Of compression; higher is smaller and slower.")
    ] = None,
    max_size: Annotated[
        str | None,
        typer.Option("--max-size", metavar="SIZE", help="Where a further file begins: 500M, 1G (default)."),
    ] = None,
    split: Annotated[
        bool, typer.Option("--split", help="Cleaned versions in X.cleaned.warc.gz, for tools that index X themselves.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Continue what an interrupted run left.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Clean documents and keep originals and cleaned versions; what the archive has already is not added again.

    \b
    cleaner archive add scraped/ -o kept.warc.gz --jobs 4
    curl -s URL | cleaner archive add - -o kept.warc.gz --url URL
    """
    from cleaner import batch  # the help of the program starts without it

    request = batch.Request(
        paths=ends.inputs(paths),
        form=None,
        reading=batch.Reading(form=from_, field=field, url=url),
        options=replace(options.cleaning(profile, lang, rules, keep, drop), engine=engine),
        archive=output,
        keeping=batch.Keeping(level, None if max_size is None else options.size(max_size), split, resume),
        base_uri=base_uri,
        date=date,
        jobs=jobs,
    )
    carry_out(request, Telling(quiet))


def list_(
    path: ArchivePath,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the documents: number, status, sizes, removals, URI; one line each.

    \b
    cleaner archive list kept.warc.gz
    cleaner archive list kept.warc.gz --json | jq .uri
    """
    for entry in opened(path).entries():
        if as_json:
            typer.echo(json.dumps(asdict(entry), ensure_ascii=False))
        else:
            size = "-" if entry.cleaned_size is None else f"{entry.cleaned_size:,}"
            changes = f"{entry.removed} removed, {entry.repaired} repaired"
            line = f"{entry.ordinal:>5} {entry.status:<7} {entry.original_size:>9,} {size:>9}  {entry.uri}  {changes}"
            typer.echo(ends.printable(line))


def show(
    path: ArchivePath,
    key: Annotated[
        str | None,
        typer.Argument(metavar="[DOCUMENT]", help="Its URI, number, digest, or the end of its path."),
    ] = None,
    original: Annotated[bool, typer.Option("--original", help="The original's bytes, as they came.")] = False,
    cleaned: Annotated[bool, typer.Option("--cleaned", help="The cleaned version; this is the default.")] = False,
    ledger: Annotated[bool, typer.Option("--ledger", help="What was removed and repaired, and why.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="The original's reading against the cleaned version.")] = False,
    date: Annotated[str, typer.Option("--date", metavar="ISO8601", help="The capture of that date: 2025-06, …")] = "",
) -> None:
    """Show one document of an archive; one that holds a single document needs no name.

    \b
    cleaner archive show kept.warc.gz 3
    cleaner archive show kept.warc.gz https://example.org/a --original > a.html
    cleaner archive show kept.warc.gz a.txt --diff
    """
    wanted = [name for name, asked in (("original", original), ("ledger", ledger), ("diff", diff)) if asked]
    if len(wanted) + cleaned > 1:
        raise typer.BadParameter("choose one of --original, --cleaned, --ledger and --diff")
    document = only_document(opened(path), key, date)
    stream = ends.stdout()
    stream.write(_view(document, wanted[0] if wanted else "cleaned"))
    stream.flush()


def verify(
    path: ArchivePath,
    reclean: Annotated[
        bool,
        typer.Option("--reclean", help="Also clean every original again; same rules, same bytes."),
    ] = False,
    quiet: options.Quiet = False,
) -> None:
    """Check every record's length, checksum, digest and links, and every ledger against its original.

    Exits with 1 where something is damaged.

    \b
    cleaner archive verify kept.warc.gz
    """
    from cleaner.archive.again import cleans_the_same  # the help of the program starts without it

    damaged = 0
    for finding in opened(path).verify(*([cleans_the_same] if reclean else [])):
        damaged += finding.damage
        typer.echo(ends.printable(f"{path}: {finding.place}: {finding.message}"))
    if not quiet:
        places = f"{damaged:,} damaged place{'' if damaged == 1 else 's'}"
        ends.say(f"{path}: {places if damaged else 'no damage'}")
    if damaged:
        raise typer.Exit(ends.FINDING)


def opened(path: str) -> Archive:
    """An archive to read."""
    from cleaner.archive import Archive  # the help of the program starts without it

    return Archive.open(path)


def only_document(archive: Archive, key: str | None, date: str = "") -> Document:
    """The document that a key names; without one, the only one."""
    if key is not None:
        return archive.find(key, date)
    documents = archive.documents()
    first, second = next(documents, None), next(documents, None)
    if first is None:
        raise ArchiveError(f"{archive.path}: no documents in it")
    if second is not None:
        raise ArchiveError(
            f"{archive.path}: several documents; name one, 'cleaner archive list {archive.path}' shows them"
        )
    return first


def _view(document: Document, name: str) -> bytes:
    if name == "original":
        return document.original
    if name == "ledger":
        return document.ledger_text.encode("utf-8", "replace")
    if name == "diff":
        return document.diff().encode("utf-8", "replace")
    if document.markdown is None:
        told = document.ledger.error or document.ledger.status
        raise ArchiveError(f"{document.uri}: no cleaned version: {told}; --original shows what came in")
    return document.markdown.encode()
