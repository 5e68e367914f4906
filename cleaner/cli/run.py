"""`cleaner run`: a crawl cut into shards, on this machine, on many, or on a Ray cluster."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.counts import Counts
from cleaner.errors import ConfigError

ShardForm = Literal["ndjson", "parquet"]
ShardEngine = Literal["local", "ray"]


def run(
    paths: options.Paths = None,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="DIR|URL", help="The folder of the outputs: a path, s3://… , gs://…"),
    ] = ...,  # type: ignore[assignment]
    engine: Annotated[
        ShardEngine, typer.Option("--engine", help="Who does the shards: this process, or Ray.")
    ] = "local",
    shard: Annotated[
        str | None, typer.Option("--shard", metavar="I/N", help="Only every Nth shard, from the Ith on.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--address", help="Of the Ray cluster; else RAY_ADDRESS, else one is started here."),
    ] = None,
    slice_: Annotated[
        int, typer.Option("--slice", metavar="N", min=1, help="Files of a folder that make a shard.")
    ] = 1000,
    to: Annotated[
        ShardForm, typer.Option("--to", help="What is written: one object a line, or one row a document.")
    ] = "ndjson",
    archive: Annotated[
        bool, typer.Option("--archive", help="Also keep originals and cleaned versions, in NAME.warc.gz beside each.")
    ] = False,
    profile: options.ProfileOption = None,
    lang: options.Lang = None,
    rules: options.Rules = None,
    keep: options.Keep = None,
    drop: options.Drop = None,
    field: options.Field = None,
    base_uri: options.BaseUri = None,
    date: options.Date = None,
    jobs: options.Jobs = 1,
    timeout: options.Timeout = 20.0,
    memory: options.Memory = "2G",
    quiet: options.Quiet = False,
) -> None:
    """Clean a crawl shard by shard, each with an output of its own; what is done is not done again.

    \b
    cleaner run crawl/ -o clean/ --jobs 8
    cleaner run 's3://crawl/*.warc.gz' -o s3://clean/ --engine ray --address auto
    cleaner run crawl/ -o clean/ --shard $SLURM_ARRAY_TASK_ID/100
    parallel cleaner run crawl/ -o clean/ --shard {}/8 ::: {1..8}

    A WARC, an NDJSON or Parquet part, a zip, or a slice of a folder is one shard. The outputs in the order of their
    names are what 'cleaner clean --to ndjson' writes. 'cleaner status DIR' says how far a run is; the same command
    goes on with it.
    """
    from cleaner import batch  # the help of the program starts without it
    from cleaner.batch import shards as sharding

    if paths is None:
        raise ConfigError("no input: name files, folders or URLs")
    request = batch.Request(
        paths=paths,
        form=to,
        reading=batch.Reading(field=field),
        options=options.cleaning(profile, lang, rules, keep, drop),
        base_uri=base_uri,
        date=date,
        jobs=1 if engine == "ray" else jobs,
        limits=options.limits(timeout, memory),
    )
    every = sharding.split(paths, slice_, leave_out=[output])
    store = sharding.Store(output)
    sharding.announce(store, every)
    wanted = sharding.Wanted(request, store.url, archive)
    chosen = sharding.chosen(every, shard)
    outcomes = sharding.ENGINES[engine](chosen, wanted, sharding.Cluster(address, jobs))
    counts = Counts(len(chosen))
    counts.follow(outcomes, quiet=quiet)
    raise typer.Exit(counts.exit_code)
