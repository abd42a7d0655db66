"""The page on which what was copied is looked at before it is added."""

from .page import QuickAdd

__all__ = ["QuickAdd"]
