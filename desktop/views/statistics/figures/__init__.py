"""The tab "Figures": what articles claim in numbers, series by series, with what figures say of each other."""

from .figures import Figures

__all__ = ["Figures"]
