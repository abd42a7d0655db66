"""What the timeline shows at the moment and from where; works the frame out when asked, and draws it at any size.

The canvas moves it, pictures are taken of it. It knows no events and no archive.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from desktop.theme import Theme

from . import lanes as layout
from . import scale as scales
from .density import Calendar
from .frame import Asked, Frame, work_out
from .glyphs import Sprites
from .index import Index
from .marks import Lane, Marks, Publications, TextOf
from .painting import NAMES_GAP_PX, NAMES_LEFT_PX, Look, Painting, inks

RIGHT_PX = 16.0  # free right of the plot, for the scroll bar of the lanes
_LABEL_MOST_PX = 208.0
_TEXTS_KEPT = 20_000


class Stage:
    """Change it through its methods and attributes, then call `dirty`; `frame` is worked out once between two changes."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.lanes: Sequence[Lane] = ()
        self.index = Index(Marks.none(), 0)
        self.calendar = Calendar(Publications())
        self.published_note = ""
        self.told = self.published = True
        self.chosen: int | None = None
        self.brush: tuple[int, int] | None = None
        self.width, self.height, self.names_px = 1.0, 1.0, layout.NAMES_LEAST_PX
        self.scale = scales.fitted(737_000, 738_000, 1.0)
        self.scroll = 0.0
        self._texts: dict[int, tuple[str, float]] = {}
        self._text_of: TextOf = lambda ids: {}
        self._frame: Frame | None = None
        self._most: tuple[float, Mapping[int, float]] = (0.0, {})  # px per day, fullest columns seen at that scale
        self._held_painting: tuple[tuple[str, float | None], Painting] | None = None

    def show(
        self, marks: Marks | Index, lanes: Sequence[Lane], published: Publications | Calendar, text_of: TextOf
    ) -> None:
        """Takes other content; the days in view stay. An index and a calendar of many are best made off the interface thread.

        Lanes that are no list may make each when it is looked at.
        """
        chosen = self.chosen_id
        self.lanes, self._text_of = tuple(lanes) if isinstance(lanes, list) else lanes, text_of
        self.index = marks if isinstance(marks, Index) else Index(marks, len(self.lanes))
        self.calendar = published if isinstance(published, Calendar) else Calendar(published)
        self.published_note = self.calendar.note
        self.chosen = self.index.position(chosen)
        self._texts.clear()
        self._most = (0.0, {})
        self.resize(self.width, self.height)

    def forget_texts(self) -> None:
        """Asks for words anew."""
        self._texts.clear()
        self.dirty()

    @property
    def chosen_id(self) -> int | None:
        return None if self.chosen is None else int(self.index.ids[self.chosen])

    @property
    def bands(self) -> layout.Bands:
        return layout.bands(self.height, len(self.lanes), self.scroll, told=self.told, published=self.published)

    def resize(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.names_px = self._names_px()
        self.scale = self.scale.resized(width - self.names_px - RIGHT_PX)
        self.scroll = self.bands.scroll
        self.dirty()

    def dirty(self) -> None:
        self._frame = None

    def whole(self) -> scales.Scale:
        """The scale that shows everything there is."""
        spans = [span for span in (self.index.span(), self.calendar.span()) if span is not None]
        if not spans:
            return self.scale
        return scales.fitted(min(a for a, _ in spans), max(b for _, b in spans), self.scale.width)

    def frame(self) -> Frame:
        if self._frame is None:
            most = self._most[1] if self._most[0] == self.scale.px_per_day else {}
            asked = Asked(self.index, self.calendar, self.scale, self.bands, self._words, chosen=self.chosen, most=most)
            self._frame = work_out(asked)
            self._most = (self.scale.px_per_day, self._frame.most)
        return self._frame

    def look(self) -> Look:
        return Look(self.lanes, self.published_note, self.names_px, self.chosen, self.brush)

    def sprites(self, ratio: float) -> Sprites | None:
        """The pictures of marks that a screen of this many device pixels a pixel is drawn with."""
        return self._painting_for(ratio).sprites

    def paint(self, painter: QPainter, ratio: float | None) -> None:
        """Draws the frame; with sprites made for a screen of this many device pixels a pixel, or as lines without a ratio."""
        self._painting_for(ratio).draw(painter, self.frame(), self.look(), self.width, self.height)

    def copy(self, width: float, height: float) -> "Stage":
        """The same days and lanes in another size, for a picture."""
        other = Stage(self.theme)
        other.lanes, other.index, other.calendar = self.lanes, self.index, self.calendar
        other.published_note, other._text_of = self.published_note, self._text_of
        other.told, other.published, other.chosen, other.brush = self.told, self.published, self.chosen, self.brush
        other.width, other.height, other.scroll = width, height, self.scroll
        other.names_px = other._names_px()
        other.scale = self.scale.resized(width - other.names_px - RIGHT_PX)
        return other

    def text(self, position: int) -> str:
        """The whole words of a mark."""
        ident = int(self.index.ids[position])
        return self._text_of([ident]).get(ident, "")

    def _words(self, positions: Sequence[int]) -> dict[int, tuple[str, float]]:
        ids = self.index.ids
        if len(self._texts) > _TEXTS_KEPT:
            self._texts.clear()
        missing = [ident for place in positions if (ident := int(ids[place])) not in self._texts]
        if missing:
            self._ask(missing)
        found = {place: self._texts[int(ids[place])] for place in positions}
        if self.chosen in found:
            text = found[self.chosen][0]
            found[self.chosen] = (text, QFontMetricsF(self.theme.font("small_strong")).horizontalAdvance(text))
        return {place: words for place, words in found.items() if words[0]}

    def _ask(self, missing: list[int]) -> None:
        told = self._text_of(missing)
        metrics = QFontMetricsF(self.theme.font("small"))
        for ident in missing:
            line = " ".join(told.get(ident, "").split())
            wide = metrics.horizontalAdvance(line)
            if wide > _LABEL_MOST_PX:
                line = metrics.elidedText(line, Qt.TextElideMode.ElideRight, _LABEL_MOST_PX)
                wide = metrics.horizontalAdvance(line)
            self._texts[ident] = (line, wide)

    def _names_px(self) -> float:
        most = min(layout.NAMES_MOST_PX, max(layout.NAMES_LEAST_PX, self.width * layout.NAMES_SHARE))
        beside = NAMES_LEFT_PX + NAMES_GAP_PX + 2
        return float(round(max(layout.NAMES_LEAST_PX, min(self._widest_name(most - beside) + beside, most))))

    def _widest_name(self, enough: float) -> float:
        """The width of the widest name or note; once one is as wide as `enough` the others do not matter."""
        metrics = QFontMetricsF(self.theme.font("interface"))
        notes = QFontMetricsF(self.theme.font("small", 11))
        # Many lanes: their names are not all measured, a longer one is cut.
        lanes = self.lanes[:200]
        names = dict.fromkeys(["Published", *(lane.name for lane in lanes)])
        told = dict.fromkeys([self.published_note, *(lane.note for lane in lanes)])
        widest = 0.0
        for font, words in ((metrics, names), (notes, told)):
            for each in words:
                widest = max(widest, font.horizontalAdvance(each))
                if widest >= enough:
                    return widest
        return widest

    def _painting_for(self, ratio: float | None) -> Painting:
        key = (self.theme.name, ratio)
        if self._held_painting is None or self._held_painting[0] != key:
            sprites = None if ratio is None else Sprites(inks(self.theme), ratio)
            self._held_painting = (key, Painting(self.theme, sprites))
        return self._held_painting[1]
