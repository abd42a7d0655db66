"""Paints one article of the list: title, a muted line, a snippet with washes; measured once, drawn from what was measured.

Every row has the same height, so that a list of any length opens and scrolls at once: a title of one line leaves two lines to
the snippet, a title of two leaves one. Where the processor is busy otherwise, measuring a page of rows can take several times as long as
it does alone: what has no measure by then is drawn as a row that is on its way, and measured in the next drawing.
"""

import math
import re
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QIcon,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from archive.base.text import Utf16Map
from archive.model.article import Article, Verdict
from archive.model.search import Hit, Snippet
from desktop.models.articles import HIT_ROLE, RESTRICTED_ROLE
from desktop.theme import Theme
from desktop.wording import date, length, one_line

LEFT, RIGHT, TOP, GAP = 16, 14, 12, 4
EDGE = 3
DOT = 6
BADGE = 14
BODY_LINES = 3  # title and snippet together
MOST_S: Final = 0.012  # for measuring, in one drawing; a page of rows takes half of that on a machine at rest
_KEPT = 200  # rows: some pages of them, each with its glyphs
_AHEAD = 64  # UTF-16 units behind a line's end that say where it is elided: the next word, or as many letters of it as there is no room for
_WHITE = re.compile(r"\s")
_ROLES = ("text", "muted", "surface", "accent", "hover", "line", "sun")
_WRAPPED: Final = QTextOption()
_WRAPPED.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
# As numbers: asking PySide's flags for one makes an object each time, and every row asks three times.
_SELECTED, _HOVERED, _FOCUSED = (
    flag.value
    for flag in (QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver, QStyle.StateFlag.State_HasFocus)
)


@dataclass(slots=True)
class _Measured:
    """What one row needs to be drawn, relative to its top left."""

    title: QTextLayout
    subtitle: str
    snippet: QTextLayout
    washes: list[QRectF]
    words: list[QTextLayout.FormatRange]  # those on the washes


def set_lines(layout: QTextLayout, text: str, font: QFont, width: float, lines: int) -> int:
    """Breaks `text` into at most `lines` lines of `width` pixels, the last one elided; UTF-16 units kept unaltered."""
    layout.setCacheEnabled(True)  # else the glyphs are worked out again for each highlight and each drawing
    layout.setFont(font)
    layout.setTextOption(_WRAPPED)
    layout.setText(text)
    kept = _break(layout, width, lines)
    whole = Utf16Map(text)
    if kept >= whole.to_utf16(len(text)):
        return kept
    last = layout.lineAt(layout.lineCount() - 1)
    start, ahead = whole.to_code_points(last.textStart()), whole.to_code_points(kept + _AHEAD)
    elided = _elided(text[start:], ahead - start, font, width)
    layout.setText(text[:start] + elided)
    _break(layout, width, lines)
    return last_kept(whole.to_utf16(start), elided)


def _elided(text: str, enough: int, font: QFont, width: float) -> str:
    """As much of the text as there is room for, with an ellipsis; mostly `enough` characters of it say how much that is."""
    metrics, right = QFontMetricsF(font), Qt.TextElideMode.ElideRight
    elided = metrics.elidedText(text[:enough], right, width)
    # All of what was looked at finds room only where it is of signs that take none.
    return metrics.elidedText(text, right, width) if elided == text[:enough] else elided


def last_kept(start: int, elided: str) -> int:
    """UTF-16 units before the ellipsis of an elided last line that starts at `start`."""
    body = elided.removesuffix("…")
    return start + Utf16Map(body).to_utf16(len(body))


def _break(layout: QTextLayout, width: float, lines: int) -> int:
    layout.beginLayout()
    top, end = 0.0, 0
    for _ in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return end


class ArticleDelegate(QStyledItemDelegate):
    """Draws rows for `ArticlesModel`; `searching` shows passages instead of the article's beginning."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measured: OrderedDict[object, _Measured] = OrderedDict()
        self._until = math.inf  # seconds of `time.monotonic`, where somebody waits
        self._has_measured = self._left_out = False  # in this drawing
        self.forget()

    def forget(self) -> None:
        """Fonts or colours changed: measure and tint again."""
        self._measured.clear()
        theme = self._theme
        self._colors = {role: theme.color(role) for role in _ROLES}
        self._title_font = theme.font("strong")
        self._small_font = theme.font("small")
        self._snippet_font = theme.font("interface")
        self._title_line = QFontMetricsF(self._title_font).lineSpacing()
        self._small_line = QFontMetricsF(self._small_font).lineSpacing()
        self._snippet_line = QFontMetricsF(self._snippet_font).lineSpacing()
        self._star = theme.icon("star-fill", "accent")
        self._warning = theme.icon("warning", "warning")
        self._lock = theme.icon("lock-simple", "muted")

    def row_height(self) -> int:
        """Pixels that every row takes."""
        body = self._title_line + (BODY_LINES - 1) * self._snippet_line
        return round(TOP + body + 2 * GAP + self._small_line + TOP)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(option.rect.width(), self.row_height())

    # Measuring

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """What is drawn meanwhile is measured for so long, one row at least; `left_out` tells whether rows had to wait."""
        self._until, self._has_measured, self._left_out = time.monotonic() + seconds, False, False
        try:
            yield
        finally:
            self._until = math.inf

    @property
    def left_out(self) -> bool:
        """Whether the last drawing was too short for all of its rows: they are to be drawn again."""
        return self._left_out

    def _measured_in_time(self, hit: Hit, width: int, locked: bool) -> _Measured | None:
        """As `_measure`; None once there is no time left for a row without a measure."""
        key = self._key(hit, width, locked)
        if key not in self._measured:
            if self._has_measured and time.monotonic() >= self._until:
                self._left_out = True
                return None
            self._has_measured = True
        return self._measure(key, hit, width, locked)

    def _key(self, hit: Hit, width: int, locked: bool) -> tuple[object, ...]:
        """Of what a row's measure depends on."""
        article = hit.article
        badges = len(self._badges(article, locked))
        return (
            article.id,
            article.edition,
            article.title,
            article.publisher,
            article.published,
            hit.snippets,
            width,
            badges,
        )

    def _measure(self, key: tuple[object, ...], hit: Hit, width: int, locked: bool) -> _Measured:
        article = hit.article
        found = self._measured.get(key)
        if found is not None:
            self._measured.move_to_end(key)
            return found
        inner = float(width - LEFT - RIGHT)
        title = QTextLayout()
        room = inner - len(self._badges(article, locked)) * (BADGE + 2)
        set_lines(title, one_line(article.title), self._title_font, room, BODY_LINES - 1)
        lines = BODY_LINES - title.lineCount()
        line = self._subtitle(article, inner)
        snippet = QTextLayout()
        washes, words = self._set_snippet(snippet, hit, inner, lines)
        made = self._measured[key] = _Measured(title, line, snippet, washes, words)
        if len(self._measured) > _KEPT:
            self._measured.popitem(last=False)
        return made

    def _subtitle(self, article: Article, width: float) -> str:
        """Publisher · date · minutes; of a long publisher less is shown, of the others nothing is lost."""
        metrics, line = QFontMetricsF(self._small_font), self._line(article)
        if not article.publisher or metrics.horizontalAdvance(line) <= width:
            return line
        rest = f"{date(article)} · {length(article)}"
        room = width - metrics.horizontalAdvance(f" · {rest}")
        return f"{metrics.elidedText(one_line(article.publisher), Qt.TextElideMode.ElideRight, room)} · {rest}"

    @staticmethod
    def _line(article: Article) -> str:
        publisher = [one_line(article.publisher)] if article.publisher else []
        return " · ".join([*publisher, date(article), length(article)])

    def _set_snippet(
        self, layout: QTextLayout, hit: Hit, width: float, lines: int
    ) -> tuple[list[QRectF], list[QTextLayout.FormatRange]]:
        """Sets the best passage, or the article's beginning; the washes behind the found words, and those words."""
        if not hit.snippets or not hit.snippets[0].highlights:
            # Found by its title, publisher or tags: the beginning tells more than a passage without the words.
            set_lines(layout, one_line(hit.article.excerpt), self._snippet_font, width, lines)
            return [], []
        per_line = width / QFontMetricsF(self._snippet_font).averageCharWidth()
        text, highlights = framed(hit.snippets[0], round(per_line * lines))
        kept = set_lines(layout, text, self._snippet_font, width, lines)
        units = Utf16Map(text)
        washes: list[QRectF] = []
        words: list[QTextLayout.FormatRange] = []
        for start, end in highlights:
            first, last = units.to_utf16(start), min(units.to_utf16(end), kept)
            if first < last:
                washes += _boxes(layout, first, last)
                words.append(self._plain_words(first, last))
        return washes, words

    def _plain_words(self, start: int, end: int) -> QTextLayout.FormatRange:
        """Words on a wash are in the text's colour: the muted one is too weak there."""
        made = QTextLayout.FormatRange()
        made.start, made.length = start, end - start
        look = QTextCharFormat()
        look.setForeground(self._colors["text"])
        made.format = look
        return made

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Where a title or publisher is cut short, the tooltip has the whole of it."""
        hit = index.data(HIT_ROLE)
        if not isinstance(hit, Hit):
            return False
        why = index.data(RESTRICTED_ROLE)
        width, whole = option.rect.width(), self._line(hit.article)
        row = self._measure(self._key(hit, width, bool(why)), hit, width, bool(why))
        cut = row.title.text() != one_line(hit.article.title) or row.subtitle != whole
        told = [f"{one_line(hit.article.title)}\n{whole}"] if cut else []
        told += [f"May not leave unasked: {why}"] if why else []
        QToolTip.showText(event.globalPos(), "\n".join(told), view)
        return True

    # Drawing

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colors, box, state = self._colors, option.rect, option.state.value
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & _SELECTED:
            painter.fillRect(box, colors["surface"])
            painter.fillRect(box.x(), box.y(), EDGE, box.height(), colors["accent"])
        elif state & _HOVERED:
            painter.fillRect(box, colors["hover"])
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, colors["line"])
        hit = index.data(HIT_ROLE)
        locked = isinstance(hit, Hit) and bool(index.data(RESTRICTED_ROLE))
        row = self._measured_in_time(hit, box.width(), locked) if isinstance(hit, Hit) else None
        if row is not None:
            self._paint_hit(painter, QPointF(box.x(), box.y()), hit, row, box.width(), locked)
        else:
            self._paint_waiting(painter, QRectF(box))
        if state & _FOCUSED:
            painter.setPen(QPen(colors["accent"], 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(EDGE + 2.5, 2.5, -3.5, -4.5), 6, 6)
        painter.restore()

    def _paint_hit(
        self, painter: QPainter, corner: QPointF, hit: Hit, row: _Measured, width: int, locked: bool
    ) -> None:
        colors, article = self._colors, hit.article
        left, top = corner.x() + LEFT, corner.y() + TOP
        painter.setPen(colors["text"])
        row.title.draw(painter, QPointF(left, top))
        self._paint_badges(painter, corner, self._badges(article, locked), width)
        top += row.title.boundingRect().height() + GAP
        painter.setFont(self._small_font)
        painter.setPen(colors["muted"])
        painter.drawText(QRectF(left, top, width - LEFT - RIGHT, self._small_line), 0, row.subtitle)
        top += self._small_line + GAP
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors["sun"])
        for wash in row.washes:
            painter.drawRoundedRect(wash.translated(left, top), 2, 2)
        painter.setPen(colors["muted"])
        row.snippet.draw(painter, QPointF(left, top), row.words)
        if article.trashed_at is None and not article.read:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors["accent"])
            middle = corner.y() + TOP + self._title_line / 2
            painter.drawEllipse(QPointF(corner.x() + LEFT / 2 + 1, middle), DOT / 2, DOT / 2)

    def _paint_badges(self, painter: QPainter, corner: QPointF, badges: list[QIcon], width: int) -> None:
        right = corner.x() + width - RIGHT - BADGE
        top = corner.y() + TOP + (self._title_line - BADGE) / 2
        for icon in badges:
            icon.paint(painter, round(right), round(top), BADGE, BADGE)
            right -= BADGE + 2

    def _badges(self, article: Article, locked: bool) -> list[QIcon]:
        """The signs at the right end of the title, from the right."""
        star = [self._star] if article.starred else []
        partial = [self._warning] if article.verdict is Verdict.PARTIAL else []
        return [*star, *partial, *([self._lock] if locked else [])]

    def _paint_waiting(self, painter: QPainter, box: QRectF) -> None:
        """Two quiet bars where text will be, for a row that is on its way."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colors["line"])
        left, top = box.x() + LEFT, box.y() + TOP
        painter.drawRoundedRect(QRectF(left, top + 4, box.width() * 0.55, 8), 4, 4)
        painter.drawRoundedRect(QRectF(left, top + self._title_line + 6, box.width() * 0.35, 6), 3, 3)


def _boxes(layout: QTextLayout, start: int, end: int) -> list[QRectF]:
    """The rectangles of UTF-16 units `[start, end)`, one a line that they touch."""
    boxes = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first >= last:
            continue
        left, right = _across(line, first), _across(line, last)
        boxes.append(QRectF(min(left, right) - 1, line.y() + 1, abs(right - left) + 2, line.height() - 2))
    return boxes


def _across(line: QTextLine, position: int) -> float:
    """Where a UTF-16 position stands in a line, in pixels."""
    found: Any = line.cursorToX(position)  # PySide gives (x, position); its stubs say float
    return float(found[0] if isinstance(found, tuple) else found)


def framed(snippet: Snippet, room: int) -> tuple[str, list[tuple[int, int]]]:
    """The snippet cut so that its first highlight is within `room` characters, with ellipses, and the moved highlights."""
    text, start = snippet.text, 0
    if snippet.highlights:
        first, end = snippet.highlights[0]
        if end > room - 8:
            start = max(0, first - room // 3)
            space = text.find(" ", start, first)
            start = space + 1 if space >= 0 else start
    lead = "…" if start or snippet.start else ""
    # White space is one character each, so positions stay where they are.
    shown = lead + _WHITE.sub(" ", text[start:])
    shift = len(lead) - start
    tail = "" if shown.endswith((".", "!", "?", "…", "。")) else "…"
    return shown + tail, [(a + shift, b + shift) for a, b in snippet.highlights if a >= start]
