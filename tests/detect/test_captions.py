"""Captions stay unless they are to be dropped."""

from __future__ import annotations

from cleaner.model import Options, Role
from tests.detect.articles import removed

CAPTION = "The ferry in the harbour"


def test_captions_go_where_they_are_dropped() -> None:
    role = Role("caption")
    assert removed(CAPTION, role=role) == []
    dropped = Options(drop=frozenset({"caption"}))
    assert removed(CAPTION, role=role, options=dropped) == [("caption.block", CAPTION)]
