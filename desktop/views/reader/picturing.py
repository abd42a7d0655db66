"""How large a picture stands in the column, and how it is drawn there: for screen and paper alike."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QTextOption

from archive.model.article import Illustration

if TYPE_CHECKING:
    from .typography import Typography

TALLEST = 1.1  # of the column's width: a tall picture is made narrower
_PLACEHOLDER = (16, 5)  # the shape of what stands for a drawing that has no size
_INSET_PX = 14.0
_CORNER_PX = 4.0
WAITING = "The picture is being read…"


def picture_size(picture: Illustration, room_px: float) -> tuple[float, float]:
    """(width, height) of a picture in a column so wide; never larger than it is in pixels."""
    wide, tall = (picture.width, picture.height) if picture.width and picture.height else _PLACEHOLDER
    most = room_px if (picture.width, picture.height) == (0, 0) else min(room_px, wide)
    scale = min(most / wide, TALLEST * room_px / tall)
    return max(24.0, round(wide * scale)), max(24.0, round(tall * scale))


def draw(painter: QPainter, place: QRectF, shown: QImage | str | None, told: str, look: "Typography") -> None:
    """Draws a picture, or in its place why there is none; `told` is what is said of it."""
    if isinstance(shown, QImage):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, shown)
        return
    painter.setPen(QPen(look.color("line"), 1.0))
    painter.setBrush(look.color("raised"))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER_PX, _CORNER_PX)
    painter.setFont(look.number_font)
    painter.setPen(look.color("muted"))
    words = QTextOption(Qt.AlignmentFlag.AlignCenter)
    words.setWrapMode(QTextOption.WrapMode.WordWrap)
    said = shown if shown is not None else WAITING
    inside = place.adjusted(_INSET_PX, 6, -_INSET_PX, -6)
    painter.drawText(inside, f"{said}\n{told}" if told and isinstance(shown, str) else said, words)
