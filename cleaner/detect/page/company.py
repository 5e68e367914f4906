"""Lines that are judged by what stands around them: images, which say little by themselves, and their captions."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.model import Line

FEWEST_WORDS = 4  # of a caption that says something; fewer are a name or a label


def in_company(lines: Sequence[Line], likely: Sequence[bool]) -> list[bool]:
    """What stays, once images and captions stay that stand between two lines that do.

    An image goes where its neighbours go; a caption that is likely itself stays anyway.
    """
    apart = [_is_image(line) or _is_caption(line) for line in lines]
    if not any(apart):
        return list(likely)
    before = _nearest(apart, likely)
    after = _nearest(apart[::-1], likely[::-1])[::-1]
    return [
        (before[index] and after[index]) or (likely[index] and not _is_image(lines[index])) if apart[index] else stays
        for index, stays in enumerate(likely)
    ]


def _nearest(apart: Sequence[bool], likely: Sequence[bool]) -> list[bool]:
    """For each line whether the last one before it that is judged by itself stays."""
    stays, nearest = False, []
    for is_apart, is_likely in zip(apart, likely, strict=True):
        nearest.append(stays)
        if not is_apart:
            stays = is_likely
    return nearest


def _is_caption(line: Line) -> bool:
    caption = line.role is not None and line.role.kind == "caption" and not line.origin
    return caption and len(line.text.split()) >= FEWEST_WORDS


def _is_image(line: Line) -> bool:
    """Whether a line is nothing but images."""
    if not line.marks or line.marks[0].kind not in ("image", "link"):
        return False
    covered = sum(mark.end - mark.start for mark in line.marks if mark.kind == "image")
    return covered > 0 and covered >= len(line.text.replace(" ", ""))
