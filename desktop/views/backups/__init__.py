"""The page of backups: which there are, how each differs from the archive, and going back to one."""

from .page import BackupsPage

__all__ = ["BackupsPage"]
