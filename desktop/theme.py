"""Colour roles, typefaces, icons and the one stylesheet; no other file of the desktop names a colour.

A view asks for roles: `theme.color("accent")`, `theme.font("reading", 17.5)`, `theme.icon("book-open")`, and draws again on
`theme.changed`. Lengths are device-independent pixels on a 4 px grid.
"""

import json
import tomllib
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

import resources
from desktop.stylesheet import stylesheet

THEMES = ("light", "sepia", "dark")
CHOICES = ("system", *THEMES)
HIGHLIGHTS = ("sun", "moss", "sky", "rose", "iris")
ICON_SIZE_PX = 20

_SANS = "Source Sans Pro"
_SERIF = "Source Serif Pro"
_HANGUL_SANS = ("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic", "UnDotum")
_HANGUL_SERIF = ("Noto Serif CJK KR", "Noto Serif KR", "AppleMyungjo", "Batang", "NanumMyeongjo", "UnBatang")
_MONO = ("DejaVu Sans Mono", "Menlo", "Consolas", "Liberation Mono", "Noto Sans Mono CJK KR")
_WEIGHTS = ("Regular", "It", "Semibold", "SemiboldIt", "Bold")

# Role of a font → (serif?, size in px, weight, tabular numbers?).
_FONTS: dict[str, tuple[bool, float, QFont.Weight, bool]] = {
    "interface": (False, 13, QFont.Weight.Normal, False),
    "strong": (False, 13, QFont.Weight.DemiBold, False),
    "small": (False, 12, QFont.Weight.Normal, False),
    "small_strong": (False, 12, QFont.Weight.DemiBold, False),
    "caption": (False, 10, QFont.Weight.Normal, False),
    "heading": (False, 19, QFont.Weight.DemiBold, False),
    "numbers": (False, 13, QFont.Weight.Normal, True),
    "small_numbers": (False, 12, QFont.Weight.Normal, True),
    "reading": (True, 17.5, QFont.Weight.Normal, False),
    "reading_sans": (False, 17.5, QFont.Weight.Normal, False),
    "title": (True, 30, QFont.Weight.DemiBold, False),
    "title_sans": (False, 30, QFont.Weight.DemiBold, False),
    "quote": (True, 14, QFont.Weight.Normal, False),
}


@cache
def _load_fonts() -> None:
    """Registers the ten font files and the icon font with Qt; once a process (measured: 5 ms)."""
    for package, stem in (("font_source_sans_pro", "SourceSansPro"), ("font_source_serif_pro", "SourceSerifPro")):
        folder = Path(str(import_module(package).__file__)).parent / "files"
        for weight in _WEIGHTS:
            QFontDatabase.addApplicationFont(str(folder / f"{stem}-{weight}.otf"))


# Signs that the icon font lacks are set in the interface's typeface.
_SIGNS = {"paragraph": "¶"}


@cache
def _glyphs() -> tuple[str, dict[str, str]]:
    """The icon font's family and its characters by name.

    QtAwesome carries Phosphor; importing QtAwesome itself costs 115 ms of the start, reading its two files 5 ms.
    """
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ImportError("QtAwesome, which carries the icons, is not installed")
    folder = Path(spec.origin).parent / "fonts"
    font = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-[0-9]*.ttf"))))
    names = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text("utf-8"))
    return QFontDatabase.applicationFontFamilies(font)[0], {name: chr(int(code, 16)) for name, code in names.items()}


def has_icon(name: str) -> bool:
    """Whether the icon set knows the name."""
    return name in _SIGNS or name in _glyphs()[1]


def program_icon() -> QIcon:
    """The program's own icon, in the sizes that window systems ask for."""
    from PySide6.QtSvg import QSvgRenderer

    drawing = QSvgRenderer(resources.path("icons", "waystation.svg").read_bytes())
    icon = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        drawing.render(painter)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


@cache
def roles(theme: str) -> dict[str, str]:
    """The colour roles of a theme as `#RRGGBB`; raises FileNotFoundError for a theme that is none."""
    text = resources.text("themes", f"{theme}.toml")
    return dict(tomllib.loads(text)["roles"])


class Theme(QObject):
    """The look in force. `choose` restyles the whole program at once and emits `changed`."""

    changed = Signal()

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        _load_fonts()
        self._choice = choice if choice in CHOICES else "system"
        self._apply()
        # A slot of a QObject: Qt lets go of it by itself when the theme is destroyed.
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def choice(self) -> str:
        """What the person chose: `system` or a theme's name."""
        return self._choice

    @property
    def name(self) -> str:
        """The theme in force: light, sepia or dark."""
        return self._name

    @property
    def dark(self) -> bool:
        return self.color("background").lightnessF() < 0.5

    def choose(self, choice: str) -> None:
        """Switches to `system`, `light`, `sepia` or `dark`; nothing happens when it is chosen already."""
        if choice != self._choice and choice in CHOICES:
            self._choice = choice
            self._apply()
            self.changed.emit()

    def color(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role; `alpha` 0–1. Raises KeyError for an unknown role."""
        return QColor(_color(self.name, role, alpha))

    def font(self, role: str = "interface", size: float | None = None) -> QFont:
        """The font of a role (`interface`, `small`, `heading`, `reading`, `title`, `numbers`, `mono`…), `size` in px."""
        return QFont(_font(role, size, _dpi()))  # copies know the typeface that was found for the first

    def icon(self, name: str, role: str = "muted") -> QIcon:
        """The icon in a role's colour (chosen: accent, disabled: faint), at any size and always in the theme in force.

        Raises KeyError for an unknown name or role.
        """
        roles(self.name)[role]
        sign = _SIGNS.get(name)
        family, characters = _glyphs()
        return QIcon(_GlyphEngine(self, _SANS if sign else family, sign or characters[name], role))

    def pixmap(self, name: str, role: str = "muted", size: int = ICON_SIZE_PX) -> QPixmap:
        """The icon as a picture of `size` px, sharp on the screen at hand; draw again when the theme changes."""
        return self.icon(name, role).pixmap(QSize(size, size))

    def _system_changed(self) -> None:
        if self._choice == "system":
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._name = self._choice
        if self._choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            self._name = "dark" if dark else "light"
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        app.setFont(self.font("interface"))
        app.setPalette(self._palette())
        sheet = stylesheet(roles(self.name))
        if app.styleSheet() != sheet:  # setting the same again styles every widget anew
            app.setStyleSheet(sheet)

    def _palette(self) -> QPalette:
        palette = QPalette()
        pairs = {
            QPalette.ColorRole.Window: "background",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "raised",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.Highlight: "selection",
            QPalette.ColorRole.HighlightedText: "text",
            QPalette.ColorRole.ToolTipBase: "surface",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.Mid: "line",
            QPalette.ColorRole.Accent: "accent",
        }
        for part, role in pairs.items():
            palette.setColor(part, self.color(role))
        for part in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, part, self.color("muted"))
        return palette


class _GlyphEngine(QIconEngine):
    """Draws one character of the icon font in the colour that its role has at the moment of drawing."""

    def __init__(self, theme: Theme, family: str, character: str, role: str) -> None:
        super().__init__()
        self._theme = theme
        self._family = family
        self._character = character
        self._role = role

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._theme, self._family, self._character, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = "faint" if mode == QIcon.Mode.Disabled else "accent" if state == QIcon.State.On else self._role
        font = QFont(self._family)
        font.setPixelSize(min(rect.width(), rect.height()))
        painter.save()
        painter.setFont(font)
        painter.setPen(self._theme.color(role))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        # Qt asks in device pixels and sets the ratio itself; a button that is laid out narrower than its frame asks for less than none.
        if size.isEmpty():
            return QPixmap()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap


@lru_cache(maxsize=1024)
def _color(theme: str, role: str, alpha: float) -> QColor:
    color = QColor(roles(theme)[role])
    color.setAlphaF(alpha)
    return color


@lru_cache(maxsize=256)
def _font(role: str, size: float | None, dpi: float) -> QFont:
    if role == "mono":
        font = QFont()
        font.setFamilies(list(_MONO))
        font.setStyleHint(QFont.StyleHint.Monospace)
        return _sized(font, size or 12, dpi)
    serif, usual, weight, tabular = _FONTS[role]
    font = QFont()
    font.setFamilies([_SERIF, *_HANGUL_SERIF, *_HANGUL_SANS] if serif else [_SANS, *_HANGUL_SANS])
    font.setStyleHint(QFont.StyleHint.Serif if serif else QFont.StyleHint.SansSerif)
    font.setWeight(weight)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return _sized(font, size or usual, dpi)


def _sized(font: QFont, size_px: float, dpi: float) -> QFont:
    # A pixel size is an integer in Qt; a fractional one goes through points at the screen's logical dots per inch.
    if size_px == int(size_px):
        font.setPixelSize(int(size_px))
    else:
        font.setPointSizeF(size_px * 72.0 / dpi)
    return font


def _dpi() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInchY() if screen is not None else 96.0
