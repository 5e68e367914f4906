"""How figures are said."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """A time as one says it.

    >>> duration(0.84), duration(61), duration(7322)
    ('0.8 s', '1 min 01 s', '2 h 02 min')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
