"""The pictures of an article in the reader: at their place, decoded elsewhere, opened larger, never loaded from anywhere."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop import pictureworker
from desktop.program import Program
from desktop.views.reader.outline import Role
from desktop.views.reader.pictures import PicturesOf
from tests.archive.importers.illustrations.drawn import png
from tests.archive.importers.illustrations.test_formats import AFTER, BEFORE, MAP


def of(window: Program) -> PicturesOf:
    return window.desk().library.reader.active.findChild(PicturesOf)


def test_a_picture_stands_between_the_words_and_is_no_part_of_them(window: Program) -> None:
    pane = window.desk().library.reader.active
    section = pane.surface.section
    assert section is not None
    roles = [piece.role for piece in section.pieces]
    at = roles.index(Role.PICTURE)
    assert (roles[at - 1], roles[at + 1]) == (Role.PARAGRAPH, Role.CAPTION)
    assert isinstance(section.images[0], QImage) and section.images[0].width() == 120
    pane.surface.selectAll()
    assert pane.surface.selected_text() == pane.opened.edition.text  # type: ignore[union-attr]


def test_pictures_are_hidden_and_shown_by_a_setting(window: Program) -> None:
    pane = window.desk().library.reader.active
    window.actions.trigger("reading.pictures")
    assert pane.surface.section is not None
    assert all(piece.picture is None for piece in pane.surface.section.pieces)
    window.actions.trigger("reading.pictures")
    assert any(piece.picture is not None for piece in pane.surface.section.pieces)


def test_a_click_opens_it_larger_and_from_there_it_is_copied_and_exported(
    window: Program, qtbot, tmp_path: Path
) -> None:
    pane, pictures = window.desk().library.reader.active, of(window)
    surface = pane.surface
    place = next(
        QPoint(surface.column_left() + 20, y) for y in range(surface.viewport().height()) if pictures.at(QPoint(surface.column_left() + 20, y)) == 0
    )  # fmt: skip
    qtbot.mouseClick(surface.viewport(), Qt.MouseButton.LeftButton, pos=place + QPoint(0, 6))
    window.settle()
    dialog = pictures.dialog
    assert dialog is not None and dialog.said.text() == "The first map, drawn in ink."
    assert isinstance(dialog.canvas.shown, QImage)
    dialog.copy.click()
    assert QApplication.clipboard().image().width() == 120
    pictures.export(pane.opened.edition, 0, tmp_path / "map.png")  # type: ignore[union-attr]
    window.settle()
    assert (tmp_path / "map.png").read_bytes() == MAP
    dialog.close()


def test_the_command_opens_the_picture_in_view(window: Program) -> None:
    window.actions.trigger("reading.picture")
    window.settle()
    dialog = of(window).dialog
    assert dialog is not None and dialog.number == 0
    dialog.close()


def test_the_decoder_gives_pixels_no_wider_than_asked_and_says_what_is_damaged() -> None:
    width, height, pixels = pictureworker.decode(png(400, 200), 100)
    assert (width, height, len(pixels)) == (100, 50, 4 * 100 * 50)
    try:
        pictureworker.decode(png(400, 200)[:60], 100)
    except Exception as error:
        assert "damaged" in str(error)
    else:
        raise AssertionError("half a picture was decoded")


def test_articles_without_pictures_start_nothing(window: Program) -> None:
    assert BEFORE and AFTER
    pictures = of(window)
    pictures._pane.show_nothing()
    assert pictures._numbers() == []
