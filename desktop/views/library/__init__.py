"""The library: places on the left, the list with its search in the middle, the reader beside it."""

from .library import Library

__all__ = ["Library"]
