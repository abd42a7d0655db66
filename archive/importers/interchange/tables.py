"""Which kind of table a file is, by the names of its columns, and what it brings."""

import csv

from archive.base.errors import Unreadable
from archive.base.text import visible
from archive.model.article import Source
from archive.model.interchange import Incoming

from . import codebooks, highlights
from .sheets import SEPARATORS, key_of, parse, separator_of

_READ = (
    "What is read is a table of links and highlights (a column named url, title, highlight or quote), as Readwise, Raindrop, Pocket and"
    " Instapaper write it, and a codebook (a column named code, tag, name or path, and one named definition, parent or colour)."
)
_LONGEST = 2_000  # characters of a line that may name columns
_FEWEST = 3


def _keys(head: str, fewest: int = 1) -> list[str]:
    """The names in the first line of a text, as they are compared; none where that names no columns, or surely fewer than wanted."""
    line = head.lstrip("\ufeff\r\n").replace("\r", "\n").split("\n", 1)[0].strip()
    if not line or len(line) > _LONGEST or sum(map(line.count, SEPARATORS)) < fewest - 1:
        return []
    try:
        return [key_of(cell) for cell in next(csv.reader([line], delimiter=separator_of(line)), [])]
    except csv.Error:
        return []


def is_likely(head: str) -> bool:
    """Whether a table that nobody named can be told by its first line: others may have a title or a name among their columns."""
    keys = _keys(head)
    return highlights.is_plain(keys) or codebooks.is_plain(keys)


def is_table(head: str) -> bool:
    """Whether the first line of a text names columns, all of which are known here."""
    keys = _keys(head, _FEWEST)
    known = highlights.KNOWN | codebooks.KNOWN
    return (
        len(keys) >= _FEWEST
        and all(key in known for key in keys)
        and (highlights.is_one(keys) or codebooks.is_one(keys))
    )


def read(source: Source) -> Incoming:
    """What a table brings. Raises Unreadable with its columns when nothing tells what they are."""
    sheet = parse(source)
    if highlights.is_one(sheet.keys):
        return highlights.read(sheet)
    if codebooks.is_one(sheet.keys):
        return codebooks.read(sheet)
    shown = ", ".join(f"“{visible(name)[:30]}”" for name in sheet.headings[:6] if name)
    more = f" and {len(sheet.headings) - 6:,} more" if len(sheet.headings) > 6 else ""
    rows = "1 row" if len(sheet.rows) == 1 else f"{len(sheet.rows):,} rows"
    raise Unreadable(f"This table has {rows} with the columns {shown or '(none)'}{more}.", _READ)
