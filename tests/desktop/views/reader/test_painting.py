"""A page is painted in a turn after the one in which it was set, and knows its places before."""

from PySide6.QtCore import QEvent, QObject

from archive.model.article import BlockKind

TITLE = "A ferry in fog"
LONG = [(BlockKind.HEADING, TITLE)] + [
    (BlockKind.PARAGRAPH, f"Crossing {number}. " + "Nobody saw the other bank. " * 30) for number in range(40)
]


class Painted(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.times = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def _set_again(reader) -> Painted:
    """Sets the page anew, and asks for what Qt would paint at once."""
    surface = reader.active.surface
    painted = Painted(surface.viewport())
    reader.active.restyle()
    surface.window().repaint()
    return painted


def test_a_page_is_painted_a_turn_after_it_was_set(reader, add, open_article, qtbot):
    open_article(add(TITLE, LONG))
    qtbot.waitUntil(reader.active.surface.viewport().updatesEnabled)
    painted = _set_again(reader)
    assert painted.times == 0
    qtbot.waitUntil(lambda: painted.times > 0)
    assert reader.active.surface.viewport().updatesEnabled()


def test_a_page_knows_its_places_before_it_is_painted(reader, add, open_article, qtbot):
    open_article(add(TITLE, LONG))
    wanted = reader.active.opened.edition.text.index("Crossing 30")
    painted = _set_again(reader)
    reader.active.go_to(wanted, top=True)
    assert (painted.times, reader.position()) == (0, wanted)
    reader.active.go_to(0, top=True)
    assert (painted.times, reader.position()) == (0, 0)


def test_a_picture_of_a_page_that_was_set_just_now_has_its_words(reader, add, open_article, qtbot):
    open_article(add(TITLE, LONG))
    viewport = reader.active.surface.viewport()
    qtbot.waitUntil(viewport.updatesEnabled)
    before = viewport.grab().toImage()
    _set_again(reader)
    assert viewport.grab().toImage() == before
