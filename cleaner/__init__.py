"""Strip what is not the article, structure what is, keep the original beside the result."""

__version__ = "0.1.0"
