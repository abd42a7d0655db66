"""The first filling of a library: its rows are painted before anything else is read."""

from pytestqt.qtbot import QtBot

from archive.base.errors import Invalid
from archive.operations import browse
from desktop.views.library.library import Library


def _counted(desk, qtbot: QtBot, monkeypatch) -> list[str]:
    """What a new library does at its first filling, until its sidebar is counted, in order."""
    order, sidebar = [], browse.sidebar
    monkeypatch.setattr(browse, "sidebar", lambda archive: (order.append("counted"), sidebar(archive))[1])
    again = Library(desk.context)
    qtbot.addWidget(again)
    again.list.lister.listed.connect(lambda _: order.append("listed"))
    again.list.lister.settled.connect(lambda: order.append("settled"))
    with qtbot.waitExposed(again):
        again.show()
    again.refresh()
    qtbot.waitUntil(lambda: "counted" in order)
    desk.settle()
    qtbot.waitUntil(lambda: not again.list.lister.settling)
    desk.settle()
    return order


def test_the_sidebar_is_counted_once_the_first_list_was_painted(desk, qtbot: QtBot, monkeypatch) -> None:
    assert _counted(desk, qtbot, monkeypatch) == ["listed", "settled", "counted"]


def test_the_sidebar_is_counted_where_the_first_list_fails(desk, qtbot: QtBot, monkeypatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise Invalid("Nothing can be listed.", "Try again.")

    monkeypatch.setattr(browse, "listing", none)
    assert _counted(desk, qtbot, monkeypatch) == ["counted"]
