"""Lines that are judged by what stands around them: images, which say little by themselves, captions, and terms."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.model import Line

FEWEST_WORDS = 4  # of a caption that says something; fewer are a name or a label


def in_company(lines: Sequence[Line], likely: Sequence[bool]) -> list[bool]:
    """What stays, once images and captions stay that stand between two lines that do, and terms whose definitions do.

    An image goes where its neighbours go; a caption that is likely itself stays anyway.
    """
    return _with_terms(lines, _with_pictures(lines, likely))


def _with_pictures(lines: Sequence[Line], likely: Sequence[bool]) -> list[bool]:
    apart = [_is_image(line) or _is_caption(line) for line in lines]
    if not any(apart):
        return list(likely)
    before = _nearest(apart, likely)
    after = _nearest(apart[::-1], likely[::-1])[::-1]
    return [
        (before[index] and after[index]) or (likely[index] and not _is_image(lines[index])) if apart[index] else stays
        for index, stays in enumerate(likely)
    ]


def _with_terms(lines: Sequence[Line], likely: list[bool]) -> list[bool]:
    """What stays, once the terms of a definition list stay whose definitions do."""
    terms = [index for index, line in enumerate(lines[:-1]) if _element(line) == "dt"]
    for index in reversed(terms):
        if _element(lines[index + 1]) in ("dt", "dd"):
            likely[index] = likely[index] or likely[index + 1]
    return likely


def _element(line: Line) -> str:
    """The name of the element that the line stands in; "" where it came from elsewhere."""
    return line.path.rpartition(" > ")[2].partition(":")[0].partition(".")[0].partition("#")[0]


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
