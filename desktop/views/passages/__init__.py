"""Every marked passage of the archive, as a table and as cards, and the memos beside them."""

from .passages import Passages

__all__ = ["Passages"]
