"""Electronic books and magazines (EPUB 2 and 3)."""

from .reader import read

__all__ = ["read"]
