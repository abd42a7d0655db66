"""Rich Text Format (version 1.9.1), as word processors, mail programs and note books write it."""

from .reader import read

__all__ = ["read"]
