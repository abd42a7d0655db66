"""The research journal: memos, what they are about, and the links between them."""

from .memos import Memos

__all__ = ["Memos"]
