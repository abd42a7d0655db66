"""Pictures that a file holds in itself: what they are by their first bytes, where they stand, and how they are found again.

Nothing is fetched, nothing outside of the file is opened, and no picture is decoded here. Pure.
"""

from .found import Found, illustration
from .headers import Header, header

__all__ = ["Found", "Header", "header", "illustration"]
