"""What stands beside a block's words and takes no position: bullets of items, rules of quotes. For screen and paper alike."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen, QTextBlock

from archive.operations import illustrations

from .document import SetSection
from .outline import Role, from_right, marker
from .picturing import draw, picture_size
from .typography import DEEPEST_INDENT, Typography

# In letter heights: a bullet's width, its distance from the words, and where the rules of a quote stand.
BULLET = 0.27
BULLET_GAP = 0.62
RULE = 0.3
RULE_WIDTH = 0.115


class Ornaments:
    """Draws the ornaments of a section's blocks; `column` is the left and right edge of the column."""

    def __init__(self, section: SetSection, look: Typography, column: tuple[float, float]) -> None:
        self._section = section
        self._look = look
        self._column = column

    def paint(self, painter: QPainter, block: QTextBlock, origin: QPointF) -> None:
        """Draws what belongs to a block whose top left corner is at `origin`; it has been laid out."""
        piece = self._section.piece_of(block)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if piece.role is Role.ITEM and not piece.continued and not marker(block.text()):
            self._bullet(painter, block, origin, piece.level)
        elif piece.role is Role.QUOTE:
            self._rules(painter, block, origin, max(1, min(DEEPEST_INDENT, piece.level)))
        elif piece.role is Role.SET_ASIDE:
            self._rules(painter, block, origin, 1, dotted=True)
        elif piece.picture is not None:
            draw(painter, self.frame(block, origin, piece.picture), *self._seen(piece.picture), self._look)

    def frame(self, block: QTextBlock, origin: QPointF, picture: int) -> QRectF:
        """Where a picture stands; in a page that has become narrower it is as wide as that."""
        wide, tall = picture_size(self._section.edition.pictures[picture], self._look.room_px)
        left, right = self._column
        scale = min(1.0, (right - left) / wide)
        line = block.layout().lineAt(0)
        # Qt sets the baseline of a line of a fixed height at four fifths of it.
        top = origin.y() + line.y() + line.ascent() - 0.8 * tall
        return QRectF(left, top, wide * scale, tall * scale)

    def _seen(self, picture: int) -> tuple[QImage | str | None, str]:
        edition = self._section.edition
        return self._section.images.get(picture), illustrations.caption(edition, edition.pictures[picture])

    def _bullet(self, painter: QPainter, block: QTextBlock, origin: QPointF, level: int) -> None:
        line, size = block.layout().lineAt(0), self._look.size
        words = line.naturalTextRect()
        aside = words.right() + BULLET_GAP * size if from_right(block.text()) else line.x() - BULLET_GAP * size
        middle = line.y() + line.ascent() - QFontMetricsF(block.charFormat().font()).xHeight() * 0.52
        at, width, color = origin + QPointF(aside, middle), BULLET * size, self._look.color("muted")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        if level <= 1:
            painter.drawEllipse(at, width / 2, width / 2)
        elif level == 2:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color, size * 0.07))
            painter.drawEllipse(at, width / 2, width / 2)
        else:
            painter.drawRect(QRectF(at.x() - width / 2, at.y() - size * 0.04, width, size * 0.08))

    def _rules(
        self, painter: QPainter, block: QTextBlock, origin: QPointF, depth: int, *, dotted: bool = False
    ) -> None:
        layout, size = block.layout(), self._look.size
        last = layout.lineAt(layout.lineCount() - 1)
        bottom = origin.y() + last.y() + last.height()
        follower = self._section.piece_of(block.next()) if block.next().isValid() else None
        left, right = self._column
        pen = QPen(self._look.color("faint" if dotted else "line"), RULE_WIDTH * size)
        if dotted:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        for number in range(depth):
            aside = (RULE + number) * size
            x = right - aside if from_right(block.text()) else left + aside
            runs_on = not dotted and follower is not None and follower.role is Role.QUOTE and follower.level > number
            end = bottom + (block.blockFormat().bottomMargin() if runs_on else 0)
            painter.drawLine(QPointF(x, origin.y() + (0 if runs_on else 2)), QPointF(x, end))
