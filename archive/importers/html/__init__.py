"""Saved web pages: bytes in, an Imported out. `read` is the only door."""

from .reader import read

__all__ = ["read"]
