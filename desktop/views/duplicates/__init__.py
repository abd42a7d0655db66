"""Articles of one origin: what is proposed, what was decided, and the acts on both."""

from .duplicates import DuplicatesPage

__all__ = ["DuplicatesPage"]
