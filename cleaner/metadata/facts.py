"""Values as metadata holds them: clean, short, of one form, whatever a page put there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import unescape
from typing import Any

Facts = Mapping[str, Any]

LONGEST, LONGEST_ADDRESS, MOST_NAMES = 1000, 2000, 50

_TAG = re.compile(r"<[^<>]{1,500}>")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff\s]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LABEL = re.compile(r"^[Bb][Yy]\s+(?=[A-Z])")


def words(value: Any) -> str:
    """A text on one line, without markup; "" for what is none."""
    if not isinstance(value, str):
        return ""
    return _UNSEEN.sub(" ", _TAG.sub("", unescape(value[: 4 * LONGEST]))).strip()[:LONGEST]


def names(values: Iterable[Any]) -> list[str]:
    """Names or tags, each once; addresses are no names."""
    found = (_LABEL.sub("", words(value)) for value in values)
    return list(dict.fromkeys(name for name in found if name and "://" not in name and len(name) <= 200))[:MOST_NAMES]


def moment(value: Any) -> str:
    """A date or time of ISO 8601, as it was given; a day where only that can be read; "" for none.

    >>> moment("2024-05-01T10:00:00Z"), moment("2024-05-01 (Wed)"), moment("yesterday")
    ('2024-05-01T10:00:00Z', '2024-05-01', '')
    """
    text = words(value) if isinstance(value, str) else ""
    day = _DAY.match(text)
    for candidate in (text, day[0] if day else ""):
        try:
            return candidate if datetime.fromisoformat(candidate) and day else ""
        except ValueError:
            continue
    return ""


def address(value: Any) -> str:
    """An address of the web; "" for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    web = text.lower().startswith(("http://", "https://"))
    return text if web and len(text) <= LONGEST_ADDRESS and not _UNSEEN.search(text) else ""
