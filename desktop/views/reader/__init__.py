"""Reading an article: the page, its hits, its state, and the panel that says what is known about it and how."""

from .inspector import Inspector
from .reader import Reader

__all__ = ["Inspector", "Reader"]
