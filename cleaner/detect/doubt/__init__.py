"""Residue that no rule names, in a text that is an article: what trees are nearly sure of."""

from cleaner.detect.doubt.decision import find

__all__ = ["find"]
