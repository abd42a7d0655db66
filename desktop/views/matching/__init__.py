"""Tag every match: what a search finds in all the texts is looked through, ticked and tagged as one act."""

from .matching import Matching

__all__ = ["Matching"]
