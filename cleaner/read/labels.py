"""What a reference to a footnote shows, and the label that this makes."""

from __future__ import annotations

import re

_LABEL = re.compile(r"[^\s\[\]`\\$|]{1,100}")
_AROUND = "[](){}^ \xa0"
_SPACES = re.compile(r"\s+")


def label_of(shown: str) -> str:
    """The label of the footnote that "[1]", "(note 2)" or "*" refers to; "" where markdown cannot hold it.

    >>> label_of("[1]"), label_of("(note 2)"), label_of("[a][b]")
    ('1', 'note-2', '')
    """
    label = _SPACES.sub("-", shown.strip(_AROUND))
    return label if _LABEL.fullmatch(label) else ""
