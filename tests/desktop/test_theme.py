"""Roles, contrast, fonts and icons of the three themes."""

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

import desktop
from desktop.commands import COMMANDS
from desktop.stylesheet import stylesheet
from desktop.theme import HIGHLIGHTS, THEMES, Theme, has_icon, roles

GROUNDS = ("background", "surface", "raised")
# Every pair of words and ground that the program shows. `faint` is no colour for words.
PAIRS = (
    *product(("text", "muted", "accent"), GROUNDS),
    *product(("text", "muted"), ("hover",)),
    *product(("text",), ("pressed", "selection", *HIGHLIGHTS)),
    *product(("text", "accent"), ("accent_wash",)),
    *product(("text", "warning"), ("warning_wash",)),
    *product(("warning",), GROUNDS),
    ("muted", "pressed"),
    ("on_accent", "accent"),
    ("surface", "text"),
)


# Marks that say something by themselves, on the ground that they are drawn on: 3:1 is enough (WCAG 2.2, 1.4.11).
SIGNS = tuple(product(("accent", "muted", "warning", "sky_mark"), ("surface",)))


def luminance(color: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1–21, WCAG 2.2."""
    light, dark = sorted((luminance(QColor(first)), luminance(QColor(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_of_words_and_ground_reaches_4_5_to_1(theme: str) -> None:
    held = roles(theme)
    weak = {pair: round(contrast(held[pair[0]], held[pair[1]]), 2) for pair in PAIRS}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 4.5}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", [QLineEdit, QTextEdit, QPlainTextEdit])
def test_what_an_empty_field_asks_for_is_written_in_a_colour_for_words(qtbot: QtBot, kind: type, theme: str) -> None:
    made, field = Theme(theme), kind()
    qtbot.addWidget(field)
    field.setPlaceholderText("MMMMMMMM")
    field.resize(200, 60)
    with qtbot.waitExposed(field):
        field.show()
    picture = field.grab().toImage()
    shown = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert made.color("muted").name() in shown


@pytest.mark.parametrize("theme", THEMES)
def test_every_sign_of_a_chart_reaches_3_to_1(theme: str) -> None:
    held = roles(theme)
    weak = {pair: round(contrast(held[pair[0]], held[pair[1]]), 2) for pair in SIGNS}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 3}


def test_all_themes_have_the_same_roles() -> None:
    assert roles("light").keys() == roles("dark").keys() == roles("sepia").keys()


def test_no_file_of_the_desktop_names_a_colour() -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b|\brgba?\(|QColor\(\s*[\"'\d]")
    root = Path(str(desktop.__file__)).parent
    found = {path.name: literal.findall(path.read_text("utf-8")) for path in root.rglob("*.py")}
    assert not {name: colours for name, colours in found.items() if colours}


def test_faint_is_never_the_colour_of_words_in_the_stylesheet() -> None:
    marked = stylesheet({role: f"@{role}@" for role in roles("light")})
    assert not re.search(r"[ {;]color: @faint@", marked)


def test_switching_the_theme_restyles_everything_and_says_so(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme("light")
    before = qapp.styleSheet()
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.dark
    assert qapp.styleSheet() != before
    assert theme.color("surface").name().upper() == roles("dark")["surface"]


def test_the_interface_and_the_text_are_set_in_their_own_typefaces(qapp: QApplication) -> None:
    theme = Theme("light")
    assert QFontInfo(theme.font("interface")).family() == "Source Sans Pro"
    assert QFontInfo(theme.font("reading")).family() == "Source Serif Pro"
    assert theme.font("interface").pixelSize() == 13


def test_numbers_in_tables_are_tabular(qapp: QApplication) -> None:
    assert [tag.toString() for tag in Theme("light").font("numbers").featureTags()] == [b"tnum"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_the_icon_set_has_the_icon_of_every_command(qapp: QApplication, command: object) -> None:
    assert has_icon(command.icon)  # type: ignore[attr-defined]


def test_an_icon_is_drawn_in_the_colour_of_its_role(qapp: QApplication) -> None:
    theme = Theme("light")
    image = theme.pixmap("star-fill", "warning", 32).toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).name().upper() == roles("light")["warning"]


def test_an_icon_without_room_is_no_picture_and_draws_nothing(qapp: QApplication) -> None:
    for size in (QSize(0, 16), QSize(-5, -5)):
        assert Theme("dark").icon("star-fill").pixmap(size).isNull()


@pytest.mark.parametrize("name", THEMES)
def test_a_list_of_suggestions_has_a_ground_of_its_own(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    """It stands in no window: with none it is black where nothing composes windows, as in the system's choice of a folder."""
    Theme(name, qapp)
    suggestions = QListView()  # what a completer shows
    qtbot.addWidget(suggestions)
    suggestions.resize(200, 90)
    picture = suggestions.grab().toImage()
    assert picture.pixelColor(100, 80) == QColor(roles(name)["surface"])
