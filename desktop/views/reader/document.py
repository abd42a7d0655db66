"""Sets pieces of an edition as a QTextDocument, and converts between its positions and the archive's.

Builds from blocks only, never from foreign HTML, so nothing a page says can load, run or be followed. The archive
counts code points over the canonical text, Qt UTF-16 units over the blocks shown: only this module converts.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from archive.base.text import Utf16Map
from archive.model.article import Edition, Run, RunKind

from .outline import Piece, Role, from_right, marker
from .pagemarks import page_starts
from .picturing import picture_size
from .typography import Typography

# Characters to which Qt's documents give a meaning of their own (new block, frame ends, embedded object) or that would
# end the line: shown as one character of the same width in UTF-16, so that positions hold.
_MEANINGFUL = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_MEANINGFUL |= str.maketrans(dict.fromkeys("\0\ufdd0\ufdd1\ufffc", "\ufffd"))

# Letters that have no italics: Hangul, Han, kana and their punctuation.
_UPRIGHT = re.compile("([\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]+)")

_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value

PUT_BACK = "waystation:put-back/"
PUT_BACK_WORDS = "Put back"


class SetSection:
    """One section of an edition set as a document, with the way from and to the archive's positions.

    Qt block number N is `pieces[N]`. Display-only pieces may be rewritten at any time without harm to the positions.
    """

    def __init__(self, edition: Edition, pieces: Sequence[Piece], typography: Typography) -> None:
        self.edition = edition
        self.pieces = tuple(pieces) or (Piece(Role.PARAGRAPH, 0, 0),)
        self.document = QTextDocument()
        self.document.setUndoRedoEnabled(False)
        self.document.setDocumentMargin(0)
        self.document.setDefaultFont(typography.body_font)
        self._real = [index for index, piece in enumerate(self.pieces) if piece.shown is None]
        self._starts = [self.pieces[index].start for index in self._real]
        blocks = [piece.block for piece in self.pieces if piece.block is not None]
        self.page_starts = page_starts(edition, blocks[0], blocks[-1] + 1) if blocks else ()
        # What is to be seen of the edition's pictures, by their index; filled when they were decoded.
        self.images: dict[int, QImage | str] = {}
        self._utf16 = lru_cache(maxsize=256)(self._map_of)
        _Setter(self, typography).run()

    @property
    def start(self) -> int:
        """The first code point of the canonical text in this section."""
        return self._starts[0] if self._starts else self.pieces[0].start

    @property
    def end(self) -> int:
        """Past the last code point in this section."""
        return self.pieces[self._real[-1]].end if self._real else self.pieces[-1].end

    def text_of(self, piece: Piece) -> str:
        return self.edition.text[piece.start : piece.end] if piece.shown is None else piece.shown

    def to_qt(self, position: int, *, closing: bool = False) -> int:
        """The Qt position of a code point. Where two pieces meet, `closing` gives the end of the first."""
        if not self._real:
            return 0
        at = max(0, bisect_right(self._starts, position) - 1)
        if closing and at and self._starts[at] == position and self.pieces[self._real[at - 1]].end == position:
            at -= 1
        index = self._real[at]
        piece = self.pieces[index]
        inside = min(max(position, piece.start), piece.end) - piece.start
        return self.document.findBlockByNumber(index).position() + self._utf16(index).to_utf16(inside)

    def inside(self, block: QTextBlock, position: int) -> int:
        """How many UTF-16 units into its block a code point stands; one outside its piece stands at that edge."""
        index = min(block.blockNumber(), len(self.pieces) - 1)
        piece = self.pieces[index]
        return self._utf16(index).to_utf16(min(max(position, piece.start), piece.end) - piece.start)

    def to_archive(self, position: int) -> int:
        """The code point at a Qt position; in a display-only piece, the place where that piece stands."""
        block = self.document.findBlock(position)
        if not block.isValid():
            return self.end
        piece = self.pieces[block.blockNumber()]
        if piece.shown is not None:
            return piece.start
        return piece.start + self._utf16(block.blockNumber()).to_code_points(position - block.position())

    def span_to_qt(self, start: int, end: int) -> tuple[int, int]:
        """The Qt range of `[start, end)`."""
        first = self.to_qt(start)
        return first, max(first, self.to_qt(end, closing=True))

    def piece_of(self, block: QTextBlock) -> Piece:
        return self.pieces[min(block.blockNumber(), len(self.pieces) - 1)]

    def block_of_role(self, role: Role) -> QTextBlock | None:
        index = next((index for index, piece in enumerate(self.pieces) if piece.role is role), None)
        return None if index is None else self.document.findBlockByNumber(index)

    def block_of_set_aside(self, index: int) -> QTextBlock | None:
        at = next((at for at, piece in enumerate(self.pieces) if piece.set_aside == index), None)
        return None if at is None else self.document.findBlockByNumber(at)

    def say_about(self, words: str, typography: Typography) -> None:
        """Rewrites the line under the title."""
        block = self.block_of_role(Role.ABOUT)
        if block is None or block.text() == words:
            return
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(words, typography.characters(Role.ABOUT))

    def _map_of(self, index: int) -> Utf16Map:
        return Utf16Map(self.text_of(self.pieces[index]))


class _Setter:
    """Writes the pieces into the document in one edit."""

    def __init__(self, section: SetSection, typography: Typography) -> None:
        self._section = section
        self._type = typography
        self._cursor = QTextCursor(section.document)

    def run(self) -> None:
        frame = self._section.document.rootFrame()
        frame.setFrameFormat(self._type.frame(0))
        self._cursor.beginEditBlock()
        for index, piece in enumerate(self._section.pieces):
            last = index + 1 == len(self._section.pieces)
            follower = None if last else self._section.pieces[index + 1]
            self._piece(piece, follower, first=index == 0)
        self._cursor.endEditBlock()

    def _piece(self, piece: Piece, follower: Piece | None, *, first: bool) -> None:
        carries_on = follower is not None and follower.continued
        text = self._section.text_of(piece).translate(_MEANINGFUL)
        layout = self._type.block(
            piece.role,
            piece.level,
            first=first,
            carries_on=carries_on,
            follower=None if follower is None else follower.role,
            from_right=from_right(text),
        )
        if piece.picture is not None:
            picture = self._section.edition.pictures[piece.picture]
            layout.setLineHeight(picture_size(picture, self._type.room_px)[1], _FIXED)
        characters = self._type.characters(piece.role, piece.level)
        if piece.role is Role.ITEM and not piece.continued:
            # The item's own number hangs to the left of its words, so that these keep one edge.
            layout.setTextIndent(-QFontMetricsF(characters.font()).horizontalAdvance(marker(text)))
        if first:
            self._cursor.setBlockFormat(layout)
            self._cursor.setBlockCharFormat(characters)
        else:
            self._cursor.insertBlock(layout, characters)
        runs = self._runs(piece)
        if runs:
            self._with_runs(piece, text, runs)
        else:
            self._cursor.insertText(text, characters)
        if piece.set_aside is not None:
            self._cursor.insertText("\u2003", characters)
            link = self._type.inline(characters, RunKind.LINK)
            link.setAnchor(True)
            link.setAnchorHref(f"{PUT_BACK}{piece.set_aside}")
            self._cursor.insertText(PUT_BACK_WORDS, link)

    def _runs(self, piece: Piece) -> list[Run]:
        if piece.block is None:
            return []
        runs = self._section.edition.blocks[piece.block].runs
        shown = (run for run in runs if run.kind is not RunKind.PAGE)
        return [run for run in shown if run.start < piece.end and run.end > piece.start]

    def _with_runs(self, piece: Piece, text: str, runs: Sequence[Run]) -> None:
        edges, open_now = {piece.start, piece.end}, list[Run]()
        for run in runs:
            edges |= {max(run.start, piece.start), min(run.end, piece.end)}
        ordered = sorted(edges)
        plain = self._type.characters(piece.role, piece.level)
        waiting = sorted(runs, key=lambda run: run.start, reverse=True)
        for left, right in pairwise(ordered):
            open_now = [run for run in open_now if run.end > left]
            while waiting and waiting[-1].start <= left:
                open_now.append(waiting.pop())
            self._marked(text[left - piece.start : right - piece.start], plain, {run.kind for run in open_now})

    def _marked(self, text: str, plain: QTextCharFormat, kinds: set[RunKind]) -> None:
        parts = _UPRIGHT.split(text) if RunKind.EMPHASIS in kinds else [text]
        for number, part in enumerate(parts):
            layout = plain
            for kind in kinds:
                layout = self._type.inline(layout, kind, upright=number % 2 == 1)
            if part:
                self._cursor.insertText(part, layout)
