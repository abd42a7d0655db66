"""How each kind of block is set: fonts, line heights, margins and colours, from the theme's roles and the reader's settings.

Every length is a multiple of the letter height, so that one size control moves all. Line heights are fixed in pixels
(with the baseline at four fifths, as Qt sets them), so that a line with Hangul in it is no taller than its neighbours.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFrameFormat,
)

from archive.model.article import RunKind
from desktop.settings import Settings
from desktop.theme import Theme, roles

from .outline import Role

USUAL_SIZE_PX = 17.5
PAPER_SIZE_PT = 11.0
LEAST_MARGINS_PX = (40, 24)  # the left one holds the paragraph numbers
# Below this share of the wished column a page is narrow: titles are set smaller, so that a line holds several words.
NARROW = 0.75
NARROW_TITLE = 23 / 17.5
DEEPEST_INDENT = 6
# Running English: what a line of `reading.measure` letters is measured by.
_SAMPLE = "the quiet river carries what it can and leaves the rest on the far bank, "

_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value


@dataclass(frozen=True, slots=True)
class _Setting:
    """One role's look: height of letters, of lines, margins above and below, indent, all in letter heights."""

    size: float = 1.0
    leading: float | None = None  # None: as the reader chose
    above: float = 0.0
    below: float = 0.92
    indent: float = 0.0
    color: str = "text"
    serif: bool = True
    strong: bool = False


_ROLES: dict[Role, _Setting] = {
    Role.TITLE: _Setting(size=30 / 17.5, leading=1.2, below=0.42, strong=True),
    Role.ABOUT: _Setting(size=13 / 17.5, leading=1.45, below=1.4, color="muted", serif=False),
    Role.HEADING: _Setting(size=1.2, leading=1.3, above=1.5, below=0.5, strong=True),
    Role.PARAGRAPH: _Setting(),
    Role.QUOTE: _Setting(indent=1.5),
    Role.ITEM: _Setting(below=0.42),
    Role.CAPTION: _Setting(size=13 / 17.5, leading=1.45, color="muted", serif=False),
    Role.META: _Setting(size=13 / 17.5, leading=1.45, color="muted", serif=False),
    Role.PICTURE: _Setting(above=0.2),
    Role.SET_ASIDE: _Setting(size=13 / 17.5, leading=1.45, color="muted", serif=False, below=0.6, indent=1.0),
}

# Small muted lines: in a row they stand close together, so that the first paragraph is not behind a wall of them.
QUIET = frozenset({Role.ABOUT, Role.META, Role.CAPTION})
_PICTURE_GAP = 0.45  # letter heights between a picture and its caption
_QUIET_GAPS = {False: 0.12, True: 0.4}  # letter heights; the second below the line that stands under the title


class Typography:
    """The formats in force for one way of reading: a screen in a theme, or paper."""

    def __init__(
        self,
        font: Callable[[str, float], QFont],
        color: Callable[[str], QColor],
        *,
        size: float = USUAL_SIZE_PX,
        leading: float = 1.62,
        measure: int = 66,
        serif: bool = True,
        width_px: float = 0,
    ) -> None:
        """`width_px` is the width of the page, 0 for one that is wide enough."""
        self._font = font
        self.color = color
        self.size = size
        self._leading = leading
        self._measure = measure
        self._serif = serif
        self.body_font = self._font_of(_ROLES[Role.PARAGRAPH])
        self.number_font = font("small_numbers", max(10.0, round(size * 12 / USUAL_SIZE_PX)))
        metrics = QFontMetricsF(self.body_font)
        self.column_px = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * measure
        self.narrow = self.is_narrow(width_px)
        # How wide a picture may be: the column, as far as the page has room for it.
        self.room_px = min(self.column_px, width_px - sum(LEAST_MARGINS_PX)) if width_px else self.column_px

    @classmethod
    def of(cls, theme: Theme, settings: Settings, width_px: float = 0) -> "Typography":
        """As the person set it, for a page of a width."""
        return cls(
            theme.font,
            theme.color,
            size=float(settings["reading.size"]),
            leading=float(settings["reading.leading"]),
            measure=int(settings["reading.measure"]),
            serif=settings["reading.face"] == "serif",
            width_px=width_px,
        )

    @classmethod
    def on_paper(cls, theme: Theme, settings: Settings) -> "Typography":
        """For print: black on white at 11 points, whatever the screen looks like; lengths are points."""
        light = roles("light")
        return cls(
            theme.font,
            lambda role: QColor(light[role]),
            size=PAPER_SIZE_PT,
            leading=1.45,
            serif=settings["reading.face"] == "serif",
        )

    def is_narrow(self, width_px: float) -> bool:
        """Whether a page of this width is too narrow for the wished column by far."""
        return 0 < width_px - sum(LEAST_MARGINS_PX) < self.column_px * NARROW

    def frame(self, width_px: float) -> QTextFrameFormat:
        """Margins that centre the column in a width; 0 asks for none (paper has its own)."""
        layout = QTextFrameFormat()
        if width_px:
            side = (width_px - self.column_px) / 2
            layout.setLeftMargin(max(LEAST_MARGINS_PX[0], side))
            layout.setRightMargin(max(LEAST_MARGINS_PX[1], side))
            layout.setTopMargin(self.size * 2)
            layout.setBottomMargin(self.size * 5)
        return layout

    def block(
        self,
        role: Role,
        level: int = 0,
        *,
        first: bool = False,
        carries_on: bool = False,
        follower: Role | None = None,
        from_right: bool = False,
    ) -> QTextBlockFormat:
        """`first` has nothing above it; one that `carries_on` in the next block has no gap below; the `follower`'s role
        decides on the gap. Words that run `from_right` are indented there."""
        setting = _ROLES[role]
        layout = QTextBlockFormat()
        layout.setLineHeight(self.line_px(role, level), _FIXED)
        layout.setTopMargin(0 if first else setting.above * self.size)
        below = _ROLES[Role.PARAGRAPH].below if role is Role.ITEM and follower is not Role.ITEM else setting.below
        if role is Role.PICTURE and follower in (Role.CAPTION, Role.PICTURE):
            below = _PICTURE_GAP
        if role in QUIET and follower in QUIET:
            below = _QUIET_GAPS[role is Role.ABOUT]
        layout.setBottomMargin(0 if carries_on else below * self.size)
        indent = self.indent_px(role, level)
        if from_right:
            layout.setRightMargin(indent)
        else:
            layout.setLeftMargin(indent)
        if role in (Role.TITLE, Role.HEADING):
            layout.setHeadingLevel(max(1, min(6, level)))
        return layout

    def indent_px(self, role: Role, level: int = 0) -> float:
        """How far a block's words stand in from the column's edge."""
        deep = max(1, min(DEEPEST_INDENT, level))
        if role is Role.ITEM:
            return deep * self.bullet_indent_px
        return (_ROLES[role].indent + (deep - 1 if role is Role.QUOTE else 0)) * self.size

    def line_px(self, role: Role, level: int = 0) -> float:
        setting = _ROLES[role]
        return round(self._size_of(role, level) * (setting.leading or self._leading), 2)

    def characters(self, role: Role, level: int = 0) -> QTextCharFormat:
        setting = _ROLES[role]
        layout = QTextCharFormat()
        layout.setFont(self._font_of(setting, self._size_of(role, level)))
        layout.setForeground(self.color(setting.color))
        return layout

    def inline(self, base: QTextCharFormat, kind: RunKind, *, upright: bool = False) -> QTextCharFormat:
        """The format of an inline mark over `base`; a link is a quiet underline, its words stay ink; a word that was recognised and may
        be wrong has a wave under it.

        `upright` letters (Hangul, Han, kana) have no italics: emphasis is set heavier.
        """
        layout = QTextCharFormat(base)
        if kind is RunKind.EMPHASIS and not upright:
            layout.setFontItalic(True)
        elif kind in (RunKind.STRONG, RunKind.EMPHASIS):
            layout.setFontWeight(QFont.Weight.DemiBold)
        elif kind is RunKind.UNCERTAIN:
            layout.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            layout.setUnderlineColor(self.color("warning"))
        else:
            layout.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            layout.setUnderlineColor(self.color("faint"))
        return layout

    @property
    def bullet_indent_px(self) -> float:
        """How far an item's words hang to the right of the column's edge, for each level."""
        return self.size * 1.4

    def _size_of(self, role: Role, level: int) -> float:
        size = self.size * (NARROW_TITLE if role is Role.TITLE and self.narrow else _ROLES[role].size)
        return self.size * 1.06 if role is Role.HEADING and level > 2 else size

    def _font_of(self, setting: _Setting, size: float | None = None) -> QFont:
        serif = setting.serif and self._serif
        if setting.strong:
            role = "title" if serif else "title_sans"
        else:
            role = "reading" if serif else "reading_sans"
        # Half-pixel steps: glyphs are cached by size, and nobody sees less.
        return self._font(role, round((size or self.size) * 2) / 2)
