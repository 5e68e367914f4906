"""The lines of a decoded text."""

from __future__ import annotations


def physical(text: str) -> list[str]:
    r"""Split at "\n"; a "\r" before it belongs to the line ending. A text without any "\n" is split at "\r".

    A line ending at the end of the text ends the last line and begins no further one.

    >>> physical("a\r\nb\rc\n"), physical("a\rb\r")
    (['a', 'b\rc'], ['a', 'b'])
    """
    ending = "\r" if "\r" in text and "\n" not in text else "\n"
    texts = text.split(ending)
    if not texts[-1]:
        texts.pop()
    return [line.removesuffix("\r") for line in texts]
