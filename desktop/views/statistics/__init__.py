"""The view on the rail that shows what the archive holds, what the coding says, and what the articles claim in numbers."""

from .statistics import Statistics

__all__ = ["Statistics"]
