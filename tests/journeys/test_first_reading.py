"""Import by drop, type a query, open a hit, step through the hits, close, start again: everything is where it was."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.program import Program

Make = Callable[..., Program]

_PARTS = [
    "The lock at Fallow was built of oak and has been mended with steel. Its keeper counts the barges by their lamps.",
    "In a dry summer the barge skippers wait for water, and the keeper lends them books that the last crew left behind.",
    "A barge of 38 metres fits between the gates with a hand to spare on either side, if nobody leans out.",
]
CANAL = "The keeper of Fallow lock\n\nBy Ada Quist\n\nPublished: 4 May 2021\n\n" + "\n\n".join(
    f"{part} That was in the week numbered {number}, when nothing else was written down."
    for number in range(12)
    for part in _PARTS
)
OTHER = (
    "Snow on the pass\n\nThe road over the pass was closed for nine days, and the post came by sledge. "
    + "It snowed. " * 60
)


def drop(window: QWidget, paths: list[Path]) -> None:
    """Drops files on the window as a file manager would."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    spot, none, copy = QPointF(600, 400), Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(spot.toPoint(), copy, data, Qt.MouseButton.LeftButton, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(spot, copy, data, Qt.MouseButton.LeftButton, none))


def hit_line(program: Program) -> str:
    label = program.window.findChild(QLabel, "hit_count")
    assert label is not None
    return label.text()


def test_import_find_read_step_and_come_back(program: Make, empty_archive: Path, tmp_path: Path, qtbot: QtBot) -> None:
    files = [tmp_path / "canal.txt", tmp_path / "pass.txt"]
    for path, words in zip(files, (CANAL, OTHER), strict=True):
        path.write_text(words, encoding="utf-8")
    first = program(empty_archive)
    drop(first.window, files)
    first.settle()
    library = first.desk().library
    assert library.sidebar.place("all").count == 2

    first.actions.trigger("search.focus")
    field = first.window.findChild(QLineEdit, "search-field")
    assert field is not None and field.hasFocus()
    qtbot.keyClicks(field, "barge skippers")
    first.settle()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    first.settle()
    qtbot.keyClick(first.window.focusWidget(), Qt.Key.Key_Return)
    first.settle()
    opened = library.reader.article_id
    assert opened is not None
    assert library.reader.active.surface.toPlainText().startswith("The keeper of Fallow lock")

    seen = [hit_line(first)]
    for _ in range(3):
        first.actions.trigger("find.next")
        first.settle()
        seen.append(hit_line(first))
    assert len(set(seen)) == 4, "each step stands at another hit"
    place = library.reader.position()
    assert place > 0
    first.close()

    again = program(empty_archive)
    again.settle()
    library = again.desk().library
    assert library.list.search.text == "barge skippers"
    assert library.reader.article_id == opened
    assert library.reader.position() == place
