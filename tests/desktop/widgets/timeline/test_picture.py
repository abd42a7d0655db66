"""What is drawn: hard dots, soft bars, signs that need no colour; and the pictures that are kept."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.theme import THEMES, Theme
from desktop.widgets.timeline import TimelineCanvas, Tone, glyphs, picture
from desktop.widgets.timeline.days import ordinal
from desktop.widgets.timeline.looks import BAR_PX, DOT_PX, FADE_PX, Kind
from desktop.widgets.timeline.painting import _BAND_ALPHA, Painting, inks

Y = 30
LEFT, RIGHT = 40.0, 240.0


def kind(tone: Tone = Tone.CONFIRMED, **looks: bool) -> Kind:
    names = ("precise", "approximate", "disagreeing", "open_start", "open_end")
    return Kind(tone, *(looks.get(name, False) for name in names))


@pytest.fixture(params=["lines", "sprites"])
def strengths(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[object]:
    """How dark each pixel of a row is, 0 to 1, for a mark drawn from LEFT to RIGHT; as lines and as kept pictures."""
    theme = Theme("light")

    def draw(of: Kind, left: float = LEFT, right: float = RIGHT, y: int = Y) -> list[float]:
        image = QImage(300, 60, QImage.Format.Format_RGB32)
        image.fill(theme.color("surface"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if request.param == "lines":
            glyphs.draw(painter, of, left, right, Y, inks(theme))
        else:
            glyphs.Sprites(inks(theme), 1.0).draw(painter, of, left, right, Y, 300.0)
        painter.end()
        return [1 - image.pixelColor(x, y).lightnessF() for x in range(300)]

    yield draw


def test_a_bar_begins_and_ends_softly_at_its_days(strengths) -> None:  # type: ignore[no-untyped-def]
    row = strengths(kind())
    assert max(row[:39]) == pytest.approx(0, abs=0.01)
    assert max(row[242:]) == pytest.approx(0, abs=0.01)
    rising = row[40:48]
    assert rising == sorted(rising)
    assert rising[0] < 0.15 < row[140]
    assert row[140] == pytest.approx(row[100], abs=0.02)


def test_a_dot_has_a_hard_edge_where_the_day_is_known(strengths) -> None:  # type: ignore[no-untyped-def]
    row = strengths(kind(precise=True), 134.5, 145.5)
    dark = [x for x, strength in enumerate(row) if strength > 0.6]
    touched = [x for x, strength in enumerate(row) if strength > 0.02]
    assert 2 * DOT_PX - 2 <= len(dark) <= 2 * DOT_PX
    assert len(touched) - len(dark) <= 2  # a pixel at most on either side is between


def test_an_approximate_day_has_no_hard_edge(strengths) -> None:  # type: ignore[no-untyped-def]
    row = strengths(kind(precise=True, approximate=True), 134.5, 145.5)
    dark = [x for x, strength in enumerate(row) if strength > 0.6]
    touched = [x for x, strength in enumerate(row) if strength > 0.02]
    assert len(touched) - len(dark) >= 5


def test_an_approximate_bar_is_paler_and_softer(strengths) -> None:  # type: ignore[no-untyped-def]
    sure, about = strengths(kind()), strengths(kind(approximate=True))
    assert about[140] < sure[140] * 0.8
    assert about[50] / about[140] < sure[50] / sure[140]


def test_an_open_end_fades_out_over_its_length(strengths) -> None:  # type: ignore[no-untyped-def]
    row = strengths(kind(open_end=True))
    fading = row[int(RIGHT - FADE_PX) : int(RIGHT)]
    assert all(one >= other - 0.02 for one, other in pairwise(fading))
    assert fading[0] > 0.4
    assert fading[-1] < 0.03
    assert row[52] > 0.4


def test_an_open_start_comes_out_of_nothing(strengths) -> None:  # type: ignore[no-untyped-def]
    row = strengths(kind(open_start=True))
    assert row[42] < 0.05 < row[70] < row[150]
    assert row[228] > 0.4


def test_found_is_hollow_and_confirmed_is_full(strengths) -> None:  # type: ignore[no-untyped-def]
    full, hollow = strengths(kind(precise=True), 134.5, 145.5), strengths(kind(Tone.FOUND, precise=True), 134.5, 145.5)
    assert full[140] > 0.6
    assert hollow[140] < 0.05 < hollow[135]
    off = Y - int(BAR_PX / 2) + 2
    assert strengths(kind(Tone.FOUND), y=off)[140] < strengths(kind(), y=off)[140] / 2


def test_rejected_is_struck_through(strengths) -> None:  # type: ignore[no-untyped-def]
    above = Y - int(BAR_PX / 2) - 2
    assert max(strengths(kind(), y=above)) < 0.02
    assert max(strengths(kind(Tone.REJECTED), y=above)) > 0.2


def test_a_disagreement_has_a_dashed_ring(strengths) -> None:  # type: ignore[no-untyped-def]
    edge = Y - int(BAR_PX / 2) - 4
    row = strengths(kind(disagreeing=True), y=edge)[60:220]
    assert max(strengths(kind(), y=edge)) < 0.02
    dashes = sum(one < 0.15 <= other for one, other in pairwise(row))
    assert dashes >= 10


@pytest.mark.parametrize("name", THEMES)
def test_it_is_drawn_in_every_theme_on_that_themes_ground(canvas: TimelineCanvas, name: str) -> None:
    theme = canvas.stage.theme
    theme.choose(name)
    try:
        image = canvas.grab().toImage()
        assert image.pixelColor(300, 300) == theme.color("surface")
        position = canvas.stage.index.position(11)
        middle = canvas.rect_of(position).center()
        assert _near(image.pixelColor(middle), theme.color("accent"))
    finally:
        theme.choose("light")


def test_a_png_has_twice_the_pixels(canvas: TimelineCanvas) -> None:
    image = picture.png(canvas.stage, QSize(700, 300))
    assert image.size() == QSize(1400, 600)
    assert image.pixelColor(600, 590) == canvas.stage.theme.color("surface")


def test_an_svg_is_xml_with_title_description_and_words(canvas: TimelineCanvas) -> None:
    root = ElementTree.fromstring(picture.svg(canvas.stage, QSize(900, 420), "My times"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "My times"
    assert "6 times told between" in (root.findtext(f"{space}desc") or "")
    words = {"".join(each.itertext()).strip() for each in root.iter(f"{space}text")}
    shown = {words.text for lane in canvas.stage.frame().lanes for words in lane.words}
    assert shown
    assert shown <= words
    assert {"River", "Hills", "Silent", "Published", "0 of 2 articles"} <= words
    assert root.find(f".//{space}image") is None


def test_the_words_of_an_svg_name_a_font_that_is_always_at_hand(canvas: TimelineCanvas) -> None:
    root = ElementTree.fromstring(picture.svg(canvas.stage, QSize(900, 420)))
    families = {each.get("font-family") for each in root.iter() if each.get("font-family")}
    assert families and all(family is not None and family.endswith(", sans-serif") for family in families)


def test_a_picture_shows_the_days_in_view_whatever_its_size(canvas: TimelineCanvas) -> None:
    canvas.show_span(ordinal(2011), ordinal(2013), moving=False)
    copy = canvas.stage.copy(1600, 500)
    assert (copy.scale.first, copy.scale.last) == pytest.approx(canvas.view)


def test_a_label_is_drawn_after_its_words_have_changed(canvas: TimelineCanvas) -> None:
    before = canvas.grab().toImage()
    canvas.stage._text_of = lambda ids: dict.fromkeys(ids, "other words")
    canvas.refresh_texts()
    assert canvas.grab().toImage() != before


def test_marks_outside_the_brush_are_paler(canvas: TimelineCanvas) -> None:
    middle = canvas.rect_of(canvas.stage.index.position(11)).center()
    before = canvas.grab().toImage().pixelColor(middle).lightnessF()
    canvas.brush(ordinal(2015), ordinal(2017))
    assert canvas.grab().toImage().pixelColor(middle).lightnessF() > before + 0.2
    canvas.brush(ordinal(2010), ordinal(2011))
    assert canvas.grab().toImage().pixelColor(middle).lightnessF() == pytest.approx(before, abs=0.05)


@pytest.mark.parametrize("name", THEMES)
def test_words_on_a_band_can_be_read(qapp: QApplication, name: str) -> None:
    theme = Theme(name)
    band = Painting(theme)._mixed("accent", _BAND_ALPHA)
    light, dark = sorted((_luminance(theme.color("text")), _luminance(band)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
    Theme("light")


def _luminance(color: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _near(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))  # type: ignore[arg-type]
