"""Tables with one article a row: CSV, TSV, JSON, JSON lines, Excel workbooks and OpenDocument spreadsheets. Each row that has a text becomes a member.

What each column is, a person says, or its headings and contents tell beyond doubt; otherwise the table waits to be asked about
(`Imported.table`). Told apart from tables of links, highlights and codes by the headings. Nothing is fetched, no formula is worked out.
"""

from .detect import Kind, detect, is_likely
from .reader import read
from .row import MARK
from .row import read as read_row

__all__ = ["MARK", "Kind", "detect", "is_likely", "read", "read_row"]
