"""A result as a page that shows every removal and repair where it stands, with its rule and reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from cleaner.model import Line, Removal, Repair, Result

Style = Literal["", "number", "removed", "repaired", "rule"]


class Segment(NamedTuple):
    """A piece of the page and what it is; how that looks is the terminal's business."""

    text: str
    style: Style = ""


# How pieces of a line that go, and what comes in their place, are marked where there is no colour (as wdiff does).
BRACKETS: Mapping[str, tuple[str, str]] = {"removed": ("[-", "-]"), "repaired": ("{+", "+}")}
_CONTROLS = {code: f"U+{code:04X}" for code in (*range(32), *range(127, 160)) if chr(code) != "\t"}


def explain(result: Result) -> Iterator[Segment]:
    """The reading, line by line, with what was found in it; then what was found, counted.

    A line starts with its number and a sign: "-" for one that is gone, "~" for one that changed. Under it stands each
    rule and its reason and, on a page, the CSS path of the element that the text stands in.
    """
    findings = by_line(result.removals, result.repairs)
    width = len(str(len(result.article.lines)))
    for line in result.article.lines:
        yield from _line(line, findings.get(line.number, ()), width)
    yield Segment(_counted(result) + "\n", "rule")


def by_line(removals: Iterable[Removal], repairs: Iterable[Repair]) -> dict[int, list[Removal | Repair]]:
    """The findings of each line that has some, by its number, in the order in which they stand in it."""
    found: dict[int, list[Removal | Repair]] = defaultdict(list)
    every: list[Removal | Repair] = [*removals, *repairs]
    for finding in every:
        found[finding.line].append(finding)
    for findings in found.values():
        findings.sort(key=lambda finding: finding.start)
    return dict(found)


def covers(found: Sequence[Removal | Repair], text: str) -> bool:
    """Whether the findings of a line are one removal that takes it whole, but for space."""
    if len(found) != 1 or not isinstance(found[0], Removal):
        return False
    return not (text[: found[0].start] + text[found[0].end :]).strip()


def _line(line: Line, found: Sequence[Removal | Repair], width: int) -> Iterator[Segment]:
    whole = covers(found, line.text)
    sign = "-" if whole else "~" if found else " "
    yield Segment(f"{line.number:>{width}} {sign} ", "number")
    if whole:
        yield Segment(_harmless(line.text), "removed")
    else:
        yield from _pieces(line.text, found)
    yield Segment("\n")
    for finding in found:
        yield Segment(f"{'':>{width}}   ^ {_why(finding, line.text)}\n", "rule")
    if line.path and any(isinstance(finding, Removal) for finding in found):
        yield Segment(f"{'':>{width}}     {_harmless(line.path)}\n", "rule")


def _pieces(text: str, found: Sequence[Removal | Repair]) -> Iterator[Segment]:
    at = 0
    for finding in found:
        yield Segment(_harmless(text[at : finding.start]))
        yield _marked(text[finding.start : finding.end], "removed")
        if isinstance(finding, Repair):
            yield _marked(finding.replacement, "repaired")
        at = finding.end
    yield Segment(_harmless(text[at:]))


def _marked(text: str, style: Literal["removed", "repaired"]) -> Segment:
    start, end = BRACKETS[style]
    return Segment(f"{start}{_visible(text)}{end}", style)


def _why(finding: Removal | Repair, text: str) -> str:
    if isinstance(finding, Removal):
        return f"{finding.rule}: {finding.reason}"
    before = _visible(text[finding.start : finding.end])
    return f'{finding.rule}: "{before}" should read "{_visible(finding.replacement)}"'


def _harmless(text: str) -> str:
    """The text, without characters that steer a terminal."""
    return text.translate(_CONTROLS)


def _visible(text: str) -> str:
    """The text, with characters that show nothing spelt as their code points: U+200B."""
    return "".join(char if char.isprintable() or char == "\t" else f"U+{ord(char):04X}" for char in text)


def _counted(result: Result) -> str:
    kinds = Counter(removal.category for removal in result.removals)
    kinds.update(f"{repair.category} repair" for repair in result.repairs)
    each = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "nothing found"
    return f"{result.source.uri}: {result.status}; {each}"
