"""Two texts side by side: editions of an article, or two articles, with what each change touches."""

from .versions import VersionsPage

__all__ = ["VersionsPage"]
