"""Lines with roles to blocks: neighbours of one element become one block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaner.model import Block, BlockKind, Mark, Role
from cleaner.structure.kept import Kept


def assemble(lines: Sequence[Kept]) -> tuple[Block, ...]:
    """Join the lines of each element into its block; every line is in exactly one."""
    groups: list[list[Kept]] = []
    before: Role | None = None
    for line in lines:
        role = _role(line)
        if before is not None and _continues(before, role):
            groups[-1].append(line)
        else:
            groups.append([line])
        before = role
    return tuple(block for group in groups if (block := _block(group)) is not None)


def _role(line: Kept) -> Role:
    if line.role is None:
        raise ValueError(f"line {line.number} has no role")
    return line.role


def _continues(before: Role, role: Role) -> bool:
    if before.kind != role.kind or before.quote != role.quote:
        return False
    if role.soft:
        return True
    return role.kind != "rule" and role.group != 0 and (before.group, before.level) == (role.group, role.level)


def _block(lines: Sequence[Kept]) -> Block | None:
    """One element's block; None for code of which nothing but blank lines is left."""
    role = _role(lines[0])
    text, marks = _joined(lines) if len(lines) > 1 else (lines[0].text, lines[0].marks)
    if role.kind == "code" and not text.strip():
        return None
    kind: BlockKind = "table" if role.kind == "row" else role.kind
    rows = [_role(line) for line in lines] if kind == "table" else []
    return Block(
        kind=kind,
        text=text,
        lines=tuple([line.number for line in lines]),
        level=role.level,
        ordered=role.ordered,
        number=role.number,
        quote=role.quote,
        language=role.language,
        header=_header(rows),
        spans=tuple(row.spans for row in rows) if any(row.spans for row in rows) else (),
        marks=tuple(marks),
        group=role.container,
        label=role.label,
    )


def _header(rows: Sequence[Role]) -> int:
    """How many rows at the start are the table's head."""
    return next((number for number, row in enumerate(rows) if not row.header), len(rows))


def _joined(lines: Sequence[Kept]) -> tuple[str, Sequence[Mark]]:
    """The lines' text as one, and their marks over it; a mark that goes on over a break goes on as one."""
    pieces: list[str] = []
    marks: list[Mark] = []
    ending: dict[tuple[str, str, str], int] = {}  # which marks end where the text so far does
    length = 0
    for line in lines:
        role = _role(line)
        if pieces:
            pieces.append(" " if role.soft else "\n")
            length += 1
        fluent = role.kind not in {"row", "code"}
        going_on, ending = ending, {}
        for mark in line.marks:
            name = (mark.kind, mark.target, mark.title)
            moved = replace(mark, start=mark.start + length, end=mark.end + length)
            before = going_on.get(name) if fluent and mark.start == 0 else None
            place = len(marks) if before is None else before
            if before is None:
                marks.append(moved)
            else:
                marks[before] = replace(marks[before], end=moved.end)
            if mark.end == len(line.text):
                ending[name] = place
        pieces.append(line.text)
        length += len(line.text)
    return "".join(pieces), marks
