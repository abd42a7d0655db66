"""Reads saved plain text line by line: where the article begins and ends, and what each line of it is.

`lines` cuts and unwraps, `assign` places every line; both are linear in the text and never drop a character.
"""

from .assign import Placed, assign, item_text
from .split import Line, lines

__all__ = ["Line", "Placed", "assign", "item_text", "lines"]
