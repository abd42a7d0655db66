"""The words by which figures are read and grouped: those that ship, and what a person adds."""

from .page import LexiconPage

__all__ = ["LexiconPage"]
