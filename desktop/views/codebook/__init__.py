"""The codebook: the tree of tags, and everything about the one that is chosen."""

from .codebook import Codebook

__all__ = ["Codebook"]
