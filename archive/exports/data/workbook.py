"""Excerpts as an Excel workbook (Office Open XML): sheets of excerpts, of tags and of articles. Every cell is text or a number."""

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.base.progress import Progress
from archive.exports.shared import records
from archive.exports.shared.cells import plain
from archive.exports.shared.disks import Steady
from archive.model.excerpt import Packet

from . import columns

# Excel specifications and limits: characters a cell holds, rows of a sheet.
_CELL_CHARS, _ROWS = 32_767, 1_048_576
_LONG = frozenset(
    {"exact", "before", "after", "note", "definition", "use_when", "not_when", "title", "prefix", "suffix"}
)
_WIDE, _NARROW = 48, 16  # characters


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """Three sheets with frozen headings and a filter; what is too long for a cell is cut, marked with “…” and told."""
    import xlsxwriter

    # Rows wait in files of their own until they are put together; whatever happens, these go with their folder. It stands where the
    # workbook will: words of an encrypted archive are written to no other disk than the one that was chosen for them.
    aside_of = tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-", ignore_cleanup_errors=True)
    with aside_of as aside, closing(Steady(path)) as out:
        options = {
            "constant_memory": True,
            "tmpdir": aside,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(out, options)
        try:
            with book:
                sheets = _filled(book, packet, progress)
        except xlsxwriter.exceptions.FileCreateError as error:
            raise error.args[0] from error  # the error of the disk that it is about
        finally:
            for sheet in book.worksheets():
                with suppress(OSError):  # a full disk tells it once more
                    sheet.row_data_fh.close()
    return sheets.warnings()


def _filled(book: Any, packet: Packet, progress: Progress) -> "_Sheets":
    made = datetime.fromisoformat(packet.made.replace("Z", "+00:00")).replace(tzinfo=None)
    book.set_properties({"title": plain(packet.title), "created": made})
    sheets = _Sheets(book)
    rows = progress.over(columns.rows(packet), "Writing excerpts", packet.passages)
    sheets.fill("Excerpts", columns.headings(packet.choice), rows)
    if packet.choice.tags:
        told = [records.tag(each, packet.choice) for each in packet.tags]
        sheets.fill(
            "Tags", list(told[0]) if told else ["uid", "path", "colour"], (list(each.values()) for each in told)
        )
    works = (records.work(each) for each in packet.works.values())
    names = ["id", "uid", "title", "byline", "publisher", "republisher", "published", "accessed", "language", "url"]
    sheets.fill(
        "Articles",
        [*names, "words", "rights"],
        ([each[name] for name in [*names, "words", "rights"]] for each in works),
    )
    return sheets


class _Sheets:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._strong = book.add_format({"bold": True, "bottom": 1})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._cut = self._left = 0

    def fill(self, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.set_column(place, place, _WIDE if heading in _LONG else _NARROW)
            sheet.write_string(0, place, heading, self._strong)
        count = 0
        for count, row in enumerate(rows, 1):
            if count >= _ROWS:
                self._left += 1
                continue
            for place, value in enumerate(row):
                self._write(sheet, count, place, value)
        if count:
            sheet.autofilter(0, 0, min(count, _ROWS - 1), len(headings) - 1)

    def _write(self, sheet: Any, row: int, place: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int):
            sheet.write_number(row, place, value, self._wrapped)
            return
        text = plain("; ".join(value) if isinstance(value, list) else str(value))
        if len(text.encode("utf-16-le")) > 2 * _CELL_CHARS:
            text = text.encode("utf-16-le")[: 2 * (_CELL_CHARS - 1)].decode("utf-16-le", "ignore") + "…"
            self._cut += 1
        sheet.write_string(row, place, text, self._wrapped)

    def warnings(self) -> tuple[str, ...]:
        told = []
        if self._cut:
            cells = "1 cell was" if self._cut == 1 else f"{self._cut:,} cells were"
            told.append(
                f"{cells} cut, because Excel holds {_CELL_CHARS:,} characters a cell; CSV and JSON hold all of it."
            )
        if self._left:
            told.append(f"{self._left:,} rows were left out, because a sheet holds {_ROWS:,}; CSV holds all of them.")
        return tuple(told)
