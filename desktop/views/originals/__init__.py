"""The original of an article as it was imported: looked at, checked, written out, handed on."""

from .acts import OriginalActs
from .page import OriginalPage

__all__ = ["OriginalActs", "OriginalPage"]
