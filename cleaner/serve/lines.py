"""A reading as it is shown: its lines in pieces, what was removed or repaired in them, and the findings in runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cleaner.model import Line, Removal, Repair
from cleaner.serve.facts import shortened
from cleaner.serve.kinds import hue, reason
from cleaner.serve.replay import Replayed
from cleaner.verdicts import Verdict
from cleaner.write.explain import by_line, covers

State = Literal["kept", "gone", "part", "blank"]
WINDOW = 3000  # lines that one page shows
MAX_LINE = 20_000  # characters of a line that are shown
SAMPLE = 120  # characters


@dataclass(frozen=True, slots=True)
class Run:
    """Findings that are told as one: lines in a row that one rule removed whole, or a single finding.

    number   from 1, in the document
    first    the first line, `last` the last
    lines    how many lines it has
    text     the beginning of what was found; `replacement` is None for a removal
    """

    number: int
    rule: str
    hue: int
    reason: str
    first: int
    last: int
    lines: int
    text: str
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line; `run` is the finding that it belongs to, `opens` whether it is the first of that."""

    text: str
    run: Run | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One line.

    label    what the page or the markdown says that it is: "h2", "li" …; empty for plain text
    depth    how deep in lists or quotes
    verdict  a reader's, on any part of it: "wrong", "missed"; empty where there is none
    """

    number: int
    state: State
    pieces: tuple[Piece, ...]
    label: str = ""
    depth: int = 0
    origin: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Some of a reading's lines; `runs` are all that lie in them."""

    lines: tuple[Shown, ...]
    runs: tuple[Run, ...]
    first: int
    total: int

    @property
    def before(self) -> int | None:
        """The first line of the window before; None where there is none."""
        return max(1, self.first - WINDOW) if self.first > 1 else None

    @property
    def after(self) -> int | None:
        """The first line of the window after; None where there is none."""
        return self.first + WINDOW if self.first + WINDOW <= self.total else None


def window(replayed: Replayed, first: int, verdicts: Sequence[Verdict] = ()) -> Window:
    """The lines from a number on, as many as a page shows."""
    total = len(replayed.article.lines)
    first = min(max(first, 1), max(total, 1))
    lines = replayed.article.lines[first - 1 : first - 1 + WINDOW]
    findings = by_line(replayed.removals, replayed.repairs)
    judged = {verdict.line: verdict.verdict for verdict in verdicts}
    runs: list[Run] = []
    shown = [_shown(line, pieces, judged.get(line.number, "")) for line, pieces in _pieces(lines, findings, runs)]
    return Window(tuple(shown), tuple(runs), first, total)


def _pieces(
    lines: Sequence[Line], findings: Mapping[int, list[Removal | Repair]], runs: list[Run]
) -> Iterator[tuple[Line, tuple[Piece, ...]]]:
    """Each line with its pieces; fills `runs`."""
    sizes = _whole_runs(lines, findings)
    current: Run | None = None
    for line in lines:
        found = findings.get(line.number, [])
        if not line.text.strip():
            yield line, ()
        elif covers(found, line.text):
            opens = current is None or current.last < line.number
            if opens:
                first, last, count = sizes[line.number]
                current = _run(len(runs) + 1, found[0], line, (first, last, count))
                runs.append(current)
            yield line, (*_indent(line.text), Piece(_cut(line.text.strip()), current, opens))
        else:
            current = None
            yield line, tuple(_split(line, found, runs))


def _whole_runs(
    lines: Sequence[Line], findings: Mapping[int, list[Removal | Repair]]
) -> Mapping[int, tuple[int, int, int]]:
    """For the first line of each run of lines that one rule removed whole: first, last, how many. Blank ones aside."""
    runs: dict[int, tuple[int, int, int]] = {}
    opened = 0
    rule: str | None = None  # of the run that is open
    for line in lines:
        found = findings.get(line.number, [])
        if not line.text.strip():
            continue
        if covers(found, line.text):
            if found[0].rule != rule:
                opened, rule = line.number, found[0].rule
            first, _, count = runs.get(opened, (opened, 0, 0))
            runs[opened] = (first, line.number, count + 1)
        else:
            rule = None
    return runs


def _indent(text: str) -> tuple[Piece, ...]:
    """The space before a line's text, which is not struck through."""
    space = text[: len(text) - len(text.lstrip())]
    return (Piece(_cut(space)),) if space else ()


def _split(line: Line, found: Sequence[Removal | Repair], runs: list[Run]) -> Iterator[Piece]:
    at = 0
    for finding in found:
        if finding.start > at:
            yield Piece(_cut(line.text[at : finding.start]))
        run = _run(len(runs) + 1, finding, line, (line.number, line.number, 1))
        runs.append(run)
        yield Piece(_cut(line.text[finding.start : finding.end]), run, True)
        at = finding.end
    if at < len(line.text):
        yield Piece(_cut(line.text[at:]))


def _run(number: int, finding: Removal | Repair, line: Line, extent: tuple[int, int, int]) -> Run:
    return Run(
        number=number,
        rule=finding.rule,
        hue=hue(finding.rule),
        reason=finding.reason if isinstance(finding, Removal) else reason(finding.rule),
        first=extent[0],
        last=extent[1],
        lines=extent[2],
        text=shortened(line.text[finding.start : finding.end].strip(), SAMPLE),
        replacement=finding.replacement if isinstance(finding, Repair) else None,
    )


def _shown(line: Line, pieces: tuple[Piece, ...], verdict: str) -> Shown:
    role = line.role
    return Shown(
        number=line.number,
        state=_state(pieces),
        pieces=pieces,
        label=_label(line),
        depth=min(6, (role.quote + (0 if role.kind == "heading" else role.level)) if role else 0),
        origin=line.origin,
        verdict=verdict,
    )


def _state(pieces: tuple[Piece, ...]) -> State:
    if not pieces:
        return "blank"
    if all(piece.run and piece.run.replacement is None for piece in pieces if piece.text.strip()):
        return "gone"
    return "part" if any(piece.run for piece in pieces) else "kept"


def _label(line: Line) -> str:
    """What a line is, as short as an element's name."""
    if line.role is None or line.role.kind == "paragraph":
        return ""
    names = {"heading": f"h{line.role.level or 1}", "list_item": "li", "row": "tr", "quote": "quote", "rule": "hr"}
    return names.get(line.role.kind, line.role.kind)


def _cut(text: str) -> str:
    return shortened(text, MAX_LINE)
