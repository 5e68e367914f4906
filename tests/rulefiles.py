"""A rules file of somebody's own."""

from __future__ import annotations

RULES = """
[[rule]]
name = "mine.ferries"
reason = "the ferries' own line"
where = "line"
phrases = ["Ferries know best"]
removes = ["Ferries know best"]
keeps = ["The ferries ran at noon."]
"""
