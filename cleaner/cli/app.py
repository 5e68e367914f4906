"""The tree of commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from cleaner import __version__, config
from cleaner.cli import archive, rules, upkeep
from cleaner.cli.clean import clean
from cleaner.cli.ends import guarded
from cleaner.cli.explain import explain

PLAIN: dict[str, Any] = {"rich_markup_mode": None, "no_args_is_help": True}  # plain help: rich costs a second start-up

app = typer.Typer(
    name="cleaner",
    pretty_exceptions_enable=False,
    help="""Strip what is not the article from scraped text and HTML, and keep both versions.

    \b
    cleaner clean scraped/ -o clean/           a folder, mirrored as markdown
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

# In the order in which the help shows them.
COMMANDS: tuple[tuple[typer.Typer, str, Callable[..., None]], ...] = (
    (app, "clean", clean),
    (app, "explain", explain),
    (archives, "add", archive.add),
    (archives, "list", archive.list_),
    (archives, "show", archive.show),
    (archives, "verify", archive.verify),
    (archives, "repair", upkeep.repair),
    (archives, "restore", upkeep.restore),
    (archives, "reclean", upkeep.reclean),
    (archives, "index", upkeep.index),
    (archives, "export", upkeep.export),
    (rule_sets, "list", rules.list_),
    (rule_sets, "show", rules.show),
    (rule_sets, "test", rules.test),
    (rule_sets, "learn", rules.learn),
)
for group, name, command in COMMANDS:
    group.command(name)(guarded(command))
app.add_typer(archives, name="archive")
app.add_typer(rule_sets, name="rules")


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
    context.default_map = {"clean": found, "explain": found, "archive": {"add": found}, "rules": about_rules}
