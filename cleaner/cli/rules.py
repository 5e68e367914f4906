"""`cleaner rules`: list the rules, show one, try them on their own examples."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import ends, options
from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.detect.ruleset import Rule
    from cleaner.learn import Boilerplate


def list_(
    rules: options.Rules = None,
    category: Annotated[
        str | None, typer.Option("--category", metavar="NAME", help="Only rules of this category.")
    ] = None,
) -> None:
    """List every rule: name, language, reason. Those marked "optional" apply only with --drop.

    \b
    cleaner rules list --category ad
    """
    for rule in _every(rules):
        if category in {None, rule.category}:
            optional = " (optional)" if rule.optional else ""
            typer.echo(f"{rule.name:<28} {rule.language:<4} {rule.reason}{optional}")


def show(
    name: Annotated[str, typer.Argument(metavar="RULE", help="The rule's name, such as ad.marker.")],
    rules: options.Rules = None,
) -> None:
    """Show a rule: what it looks for, what it removes and what it keeps.

    \b
    cleaner rules show ad.marker
    """
    known = _every(rules)
    found = [rule for rule in known if rule.name == name]
    if not found:
        near = get_close_matches(name, [rule.name for rule in known], n=1)
        remedy = f"did you mean {near[0]}?" if near else "see 'cleaner rules list'"
        raise ConfigError(f"{name}: no such rule; {remedy}")
    typer.echo("\n\n".join(_page(rule) for rule in found))


def test(rules: options.Rules = None, verdicts: options.Verdicts = None) -> None:
    """Try every rule on its own examples, and on readers' verdicts; exits with 1 where one fails.

    \b
    cleaner rules test --rules mine.toml
    cleaner rules test --verdicts kept.verdicts.ndjson
    """
    from cleaner.detect.examples import failures  # the help of the program starts without it
    from cleaner.detect.judged import disagreements

    known = _every(rules)
    further = tuple(options.rules_file(Path(file)) for file in rules or ())
    judged = options.verdicts_of(verdicts)
    failed = list(failures(known, further))
    disagreeing = list(disagreements(judged, further))
    for failure in (*failed, *disagreeing):
        typer.echo(failure)
    told = (
        f"; {len(judged):,} verdict{'' if len(judged) == 1 else 's'}, {len(disagreeing):,} not met" if verdicts else ""
    )
    ends.say(f"{len(known):,} rules tried, {len(failed):,} examples fail{told}")
    if failed or disagreeing:
        raise typer.Exit(ends.FINDING)


def learn(
    paths: options.Paths = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="SITE.toml|DIR", help="The rules file to write, or their folder; else stdout."
        ),
    ] = None,
    group_by: Annotated[
        options.GroupBy | None, typer.Option("--group-by", help="Learn each site's alone: DIR/SITE.toml for each.")
    ] = None,
    least: Annotated[int, typer.Option("--least", metavar="N", min=2, help="Documents that a line must recur in.")] = 3,
    share: Annotated[
        float, typer.Option("--share", metavar="S", min=0, max=1, help="Share of the documents that it must recur in.")
    ] = 0.05,
    from_: options.From = "auto",
    rules: options.Rules = None,
    field: options.Field = None,
    jobs: options.Jobs = 1,
) -> None:
    """Learn a site's own boilerplate from its articles: lines, and patterns of lines, that recur over them.

    \b
    cleaner rules learn crawl/example.org/ -o example.toml
    cleaner clean crawl/example.org/ -o clean/ --rules example.toml
    cleaner rules learn crawl.warc.gz --group-by site -o sites/

    What the shipped rules remove already is not learned again. Look at the file before you use it.
    """
    from cleaner import batch  # the help of the program starts without it
    from cleaner.batch.facts import site
    from cleaner.learn import Learner
    from cleaner.model import Failed

    if group_by and output is None:
        raise ConfigError("--group-by site writes a file a site; name their folder with -o DIR")
    reading = batch.Reading(form=from_, field=field)
    wanted = options.cleaning(None, None, rules, None, None)
    learners: dict[str, Learner] = {} if group_by else {"": Learner()}
    for result in batch.clean_all(ends.inputs(paths), options=wanted, jobs=jobs, reading=reading):
        if not isinstance(result, Failed):
            learners.setdefault(site(result.source) if group_by else "", Learner()).see(result)
    for name, learner in sorted(learners.items()):
        _tell_learned(name, learner.learned(least, share), output)


def _tell_learned(site: str, found: Boilerplate, output: Path | None) -> None:
    """Say what was learned, and write it: into a file of the site's in a folder, where there are several."""
    from cleaner import learn
    from cleaner.batch.naming import safe
    from cleaner.batch.output import write_file

    for line in found.lines:
        ends.say(f"{line.documents:>7,} documents  {line.examples[0]}")
    for _, line in found.patterns:
        ends.say(f"{line.documents:>7,} documents  {' | '.join(line.examples)}")
    place = f"{site}: " if site else ""
    counts = f"{len(found.lines):,} lines and {len(found.patterns):,} patterns from {found.documents:,} documents"
    ends.say(place + counts)
    if output is None:
        typer.echo(learn.to_toml(found), nl=False)
    elif not site:
        write_file(output, learn.to_toml(found).encode())
    elif found.lines or found.patterns:
        write_file(output / f"{safe(site)}.toml", learn.to_toml(found).encode())


def _every(files: list[str] | None) -> list[Rule]:
    """All shipped rules, in all languages, and those of further files."""
    from cleaner.detect.rulefile import languages, shipped

    return [
        *(rule for language in languages() for rule in shipped(language)),
        *options.further_rules({file: options.rules_file(Path(file)) for file in files or ()}),
    ]


def _page(rule: Rule) -> str:
    lists = {"phrases": rule.phrases, "patterns": rule.patterns, "removes": rule.removes, "keeps": rule.keeps}
    sections = (f"{title}:\n" + "\n".join(f"    {entry}" for entry in lists[title]) for title in lists if lists[title])
    return "\n".join((f"{rule.name} ({rule.language}, {rule.where}): {rule.reason}", *sections))
