"""Word documents (Office Open XML, ISO/IEC 29500-1), also with macros, which are never run, and templates."""

from .reader import read

__all__ = ["read"]
