"""Paints a memo in the list: its title, one muted line of what it is about and when, and how its text begins."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from archive.model.passage import Memo
from desktop.models.memos import KINDS, MEMO_ROLE
from desktop.theme import Theme
from desktop.views.library.delegate import set_lines
from desktop.wording import day, one_line

Index = QModelIndex | QPersistentModelIndex
ROW_PX = 84
_LEFT, _TOP, _EDGE = 16, 10, 3


class MemoRows(QStyledItemDelegate):
    """Rows of one height."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        memo: Memo = index.data(MEMO_ROLE)
        theme, box = self._theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("surface"))
            painter.fillRect(box.x(), box.y(), _EDGE, box.height(), theme.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("hover"))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.color("line"))
        width = box.width() - 2 * _LEFT
        left, top = box.x() + _LEFT, box.y() + _TOP
        font = theme.font("strong")
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        line = QFontMetricsF(font)
        shown = line.elidedText(one_line(memo.title), Qt.TextElideMode.ElideRight, width)
        painter.drawText(QPointF(left, top + line.ascent()), shown)
        top += round(line.lineSpacing()) + 2
        small = theme.font("small")
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        about = KINDS[memo.about[0]] if memo.about is not None else "Journal"
        told = f"{about} · {memo.author} · {day(memo.modified)}"
        painter.drawText(QPointF(left, top + QFontMetricsF(small).ascent()), told)
        top += round(QFontMetricsF(small).lineSpacing()) + 3
        layout = QTextLayout()
        set_lines(layout, one_line(memo.text[:400]), theme.font("interface"), width, 1)
        layout.draw(painter, QPointF(left, top))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(_EDGE + 2.5, 2.5, -3.5, -4.5), 6, 6)
        painter.restore()
