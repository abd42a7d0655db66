"""OpenDocument texts (ISO/IEC 26300-1, ODF 1.3) and their templates."""

from .reader import read

__all__ = ["read"]
