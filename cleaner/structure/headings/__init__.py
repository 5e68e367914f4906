"""Headings of plain text: rules for what is sure, a small model for what rules do not decide."""

from cleaner.structure.headings.rules import Layout, is_heading, is_title_of_text, layout
from cleaner.structure.headings.trees import likely

__all__ = ["Layout", "is_heading", "is_title_of_text", "layout", "likely"]
