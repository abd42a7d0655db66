"""The words in Tesseract's table (`tsv`), with where they stand and how sure they are.

The columns: level, page_num, block_num, par_num, line_num, word_num, left, top, width, height, conf, text
(https://tesseract-ocr.github.io/tessdoc/Command-Line-Usage.html). Level 5 is a word; `conf` goes from 0 to 100.
"""

from dataclasses import dataclass

from archive.importers.inline import clean

_COLUMNS = 12
_WORD = "5"


@dataclass(frozen=True, slots=True)
class Word:
    """A word at a place of the picture, in pixels from its top left. `line` tells lines apart: block, paragraph and line of the page.

    `sure` goes from 0 to 100.
    """

    text: str
    sure: float
    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int


def words(table: str) -> tuple[Word, ...]:
    """The words in reading order. What is no row of a table is passed over."""
    found = []
    for row in table.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) == _COLUMNS and cells[0] == _WORD and (word := _word(cells)) is not None:
            found.append(word)
    return tuple(found)


def _word(cells: list[str]) -> Word | None:
    text = " ".join(clean(cells[11]).split())
    try:
        block, paragraph, line = map(int, cells[2:5])
        left, top, width, height = map(int, cells[6:10])
        sure = float(cells[10])
    except ValueError:
        return None
    if not text or not 0 <= sure <= 100:
        return None
    return Word(text, sure, (block, paragraph, line), left, top, left + width, top + height)
