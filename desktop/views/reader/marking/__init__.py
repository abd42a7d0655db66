"""Marking passages on the page and showing them: washes, margin, cards, and the keys that make and change them."""

from .markings import Markings

__all__ = ["Markings"]
