"""The options that commands share, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.errors import ConfigError
from cleaner.model import Engine, Links, Options, Profile

if TYPE_CHECKING:
    from cleaner.batch import Limits
    from cleaner.detect.ruleset import Rule
    from cleaner.verdicts import Verdict

Form = Literal["md", "text", "json", "ndjson", "parquet"]
InputForm = Literal["auto", "text", "md", "html", "ndjson", "parquet", "warc"]
GroupBy = Literal["site"]

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|-]...",
        help="Files, folders, patterns, .gz, .zst and .zip of them; NDJSON, Parquet, WARC; - is standard input.",
        show_default=False,
    ),
]
From = Annotated[InputForm, typer.Option("--from", help="What the inputs are; auto tells by their content.")]
ProfileOption = Annotated[
    Profile | None,
    typer.Option(
        "--profile",
        help="article: remove what is recognised as residue (default for text). "
        "page: keep what is recognised as the article (default for HTML).",
    ),
]
EngineOption = Annotated[Engine, typer.Option("--engine", help="Who decides what of a page is the article.")]
LinksOption = Annotated[
    Links, typer.Option("--links", help="Keep links, or their text alone, or give their addresses in footnotes.")
]
Images = Annotated[
    bool, typer.Option("--images", help="Keep a page's images: their alternative text or file name, and address.")
]
FrontMatter = Annotated[
    bool, typer.Option("--front-matter", help="Open markdown with title, authors, dates … as YAML front matter.")
]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="CODE", help="ISO 639-1 code; without it, told from the text.")
]
Rules = Annotated[
    list[str] | None, typer.Option("--rules", metavar="F.toml", help="A further rules file; may be repeated.")
]
Keep = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="CATEGORY,…", help="Categories or rules that shall remove nothing: credit,share …"),
]
Drop = Annotated[
    list[str] | None,
    typer.Option(
        "--drop", metavar="CATEGORY,…", help="Categories that are kept by default and shall go: byline,date …"
    ),
]
Url = Annotated[str | None, typer.Option("--url", help="The address that the one document was published at.")]
Field = Annotated[
    str | None, typer.Option("--field", metavar="NAME", help="The member of NDJSON objects that holds the text.")
]
BaseUri = Annotated[
    str | None,
    typer.Option("--base-uri", metavar="URI", help="What stands before relative paths in an archive; file:///."),
]
Date = Annotated[
    str | None,
    typer.Option("--date", metavar="ISO8601", help="The date of the archive's records, for equal bytes each time."),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", metavar="N", help="Worker processes; 0 is one a core.")]
GroupByOption = Annotated[
    GroupBy | None, typer.Option("--group-by", help="Also tell what became of each site's documents.")
]
Timeout = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=0, help="What one document may take; 0 is no limit.")
]
Memory = Annotated[
    str, typer.Option("--memory", metavar="SIZE", help="What the worker of one document may take: 2G; 0 is no limit.")
]
Verdicts = Annotated[
    str | None,
    typer.Option("--verdicts", metavar="X.verdicts.ndjson", help="What readers said in the viewer (serve --judge)."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, notes or summary; errors only.")]

UNITS = {"K": 1000, "M": 1000**2, "G": 1000**3, "T": 1000**4}
MAX_RULES = 1024 * 1024  # bytes of a rules file


def cleaning(
    profile: Profile | None, lang: str | None, rules: list[str] | None, keep: list[str] | None, drop: list[str] | None
) -> Options:
    """The options that change a result.

    Raises ConfigError for a rules file that cannot be read and for unknown categories, rules and languages, RuleError
    for a rules file that is malformed.
    """
    texts = {file: rules_file(Path(file)) for file in rules or ()}
    asked = Options(
        profile=profile,
        language=lang,
        keep=names(keep),
        drop=names(drop),
        rules=tuple(texts.values()),
    )
    further = further_rules(texts)
    _check_names("--keep", asked.keep, further)
    _check_names("--drop", asked.drop, further)
    if lang is not None:
        _check_language(lang)
    return asked


def further_rules(texts: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules in files' texts, by the files' names. Raises RuleError that names file and rule."""
    if not texts:
        return ()
    from cleaner.detect.rulefile import parse  # the help of the program starts without it

    return tuple(rule for file, text in texts.items() for rule in parse(text, "any", file))


def verdicts_of(file: str | None) -> Sequence[Verdict]:
    """The verdicts in a file, none without one. Raises ConfigError where it cannot be read."""
    if file is None:
        return ()
    from cleaner.verdicts import load  # the help of the program starts without it

    return load(Path(file))


def _check_names(flag: str, asked: frozenset[str], further: tuple[Rule, ...]) -> None:
    if not asked:
        return
    from cleaner.detect.names import known  # reads all rules

    names = known(further)
    for name in sorted(asked - names):
        near = get_close_matches(name, sorted(names), n=3)
        remedy = f"did you mean {' or '.join(near)}?" if near else "'cleaner rules list' shows what there is"
        raise ConfigError(f"{flag} {name}: no such category or rule; {remedy}")


def _check_language(code: str) -> None:
    from cleaner.detect.rulefile import languages
    from cleaner.language import known

    codes = (known() | {*languages()}) - {"any"}
    if code not in codes:
        raise ConfigError(f"--lang {code}: no language that is known here; say one of {', '.join(sorted(codes))}")


def limits(timeout: float, memory: str) -> Limits:
    """What one document may take. Raises ConfigError where `memory` is no size."""
    from cleaner.batch import Limits  # the help of the program starts without it

    return Limits(timeout, 0 if memory == "0" else size(memory))


def size(text: str) -> int:
    """A number of bytes: 500000, 500K, 500M, 1G. Raises ConfigError where it is none.

    >>> size("1.5M")
    1500000
    """
    number, unit = (text[:-1], text[-1].upper()) if text[-1:].upper() in UNITS else (text, "")
    try:
        bytes_ = int(float(number) * UNITS.get(unit, 1))
    except (ValueError, OverflowError):
        bytes_ = 0
    if bytes_ < 1:
        raise ConfigError(f"{text!r} is no size; say 500M or 1G")
    return bytes_


def names(values: Iterable[str] | None) -> frozenset[str]:
    """The names in comma-separated lists.

    >>> sorted(names(["ad,credit", "share"]))
    ['ad', 'credit', 'share']
    """
    return frozenset(name for value in values or () for part in value.split(",") if (name := part.strip()))


def rules_file(path: Path) -> str:
    """A rules file's text. Raises ConfigError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_RULES + 1)
        if len(data) > MAX_RULES:
            raise ConfigError(f"{path}: larger than {MAX_RULES:,} bytes; this is no rules file")
        return data.decode()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error
