"""The tree of commands."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import typer

from cleaner import __version__, config
from cleaner.cli.ends import guarded

PLAIN: dict[str, Any] = {"rich_markup_mode": None, "no_args_is_help": True}  # plain help: rich costs a second start-up

app = typer.Typer(
    name="cleaner",
    pretty_exceptions_enable=False,
    help="""Strip what is not the article from scraped text and HTML, and keep both versions.

    \b
    cleaner clean scraped/ -o clean/           a folder, mirrored as markdown
    cleaner run crawl/ -o clean/ --jobs 8      a crawl, shard by shard
    curl -s URL | cleaner clean - | less       one page from a pipe
    cleaner clean a.txt --diff                 what would change
    cleaner explain a.txt                      why
    cleaner archive add scraped/ -o x.warc.gz  originals and cleaned versions in one file

    Defaults come from cleaner.toml or [tool.cleaner] in pyproject.toml.
    Exit codes: 0 fine, 1 a finding (--check, verify), 2 usage or I/O, 3 some documents failed, 4 all failed.
    """,
    **PLAIN,
)
archives = typer.Typer(help="Archives that hold originals and cleaned versions side by side.", **PLAIN)
rule_sets = typer.Typer(help="The rules that say what is residue.", **PLAIN)

# In the order in which the help shows them; named, not imported: a command starts without the others.
COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "clean": "cleaner.cli.clean.clean",
        "explain": "cleaner.cli.explain.explain",
        "status": "cleaner.cli.status.status",
        "retry": "cleaner.cli.status.retry",
        "run": "cleaner.cli.run.run",
        "archive add": "cleaner.cli.archive.add",
        "archive list": "cleaner.cli.archive.list_",
        "archive show": "cleaner.cli.archive.show",
        "archive verify": "cleaner.cli.archive.verify",
        "archive repair": "cleaner.cli.upkeep.repair",
        "archive restore": "cleaner.cli.upkeep.restore",
        "archive reclean": "cleaner.cli.upkeep.reclean",
        "archive index": "cleaner.cli.upkeep.index",
        "archive export": "cleaner.cli.upkeep.export",
        "serve": "cleaner.cli.serve.serve",
        "export-html": "cleaner.cli.serve.export_html",
        "rules list": "cleaner.cli.rules.list_",
        "rules show": "cleaner.cli.rules.show",
        "rules test": "cleaner.cli.rules.test",
        "rules learn": "cleaner.cli.rules.learn",
    }
)
GROUPS: Mapping[str, typer.Typer] = MappingProxyType({"": app, "archive": archives, "rules": rule_sets})


def tree(wanted: str = "") -> typer.Typer:
    """The program with the command or group that is wanted; with all of them where there is no such."""
    first_words = {name.partition(" ")[0] for name in COMMANDS}
    for path, home in COMMANDS.items():
        if wanted in first_words and path.partition(" ")[0] != wanted:
            continue
        group, _, name = path.rpartition(" ")
        module, _, function = home.rpartition(".")
        GROUPS[group].command(name)(guarded(getattr(import_module(module), function)))
    for group in ("archive", "rules"):
        if wanted not in first_words or wanted == group:
            app.add_typer(GROUPS[group], name=group)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
@guarded
def defaults(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read the configuration file before any command; flags win over it."""
    found = {name.replace("-", "_"): value for name, value in config.defaults(Path.cwd()).items()}
    found["from_"] = found.pop("from", None) or "auto"
    about_rules = dict.fromkeys(("list", "show", "test", "learn"), found)
    of_shards = {name: value for name, value in found.items() if name not in {"engine", "to"}}
    context.default_map = {
        "clean": found, "explain": found, "run": of_shards, "archive": {"add": found}, "rules": about_rules
    }  # fmt: skip
