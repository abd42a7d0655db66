"""Rows that take too long to measure are drawn as rows on their way, and a moment later as themselves."""

from pytestqt.qtbot import QtBot

from desktop.views.library import table
from desktop.views.library.delegate import ArticleDelegate


def _drawn(monkeypatch) -> list[list[int | None]]:
    """The articles of each drawing, in order; None for a row on its way."""
    drawings: list[list[int | None]] = []
    begin, hit, waiting = ArticleDelegate.at_most, ArticleDelegate._paint_hit, ArticleDelegate._paint_waiting

    def began(self, seconds):
        drawings.append([])
        return begin(self, seconds)

    monkeypatch.setattr(ArticleDelegate, "at_most", began)
    monkeypatch.setattr(ArticleDelegate, "_paint_hit", lambda *row: (drawings[-1].append(row[3].article.id), hit(*row)))
    monkeypatch.setattr(ArticleDelegate, "_paint_waiting", lambda *row: (drawings[-1].append(None), waiting(*row)))
    return drawings


def test_a_row_that_is_left_out_is_drawn_in_the_next_drawing(desk, qtbot: QtBot, monkeypatch) -> None:
    rows = desk.library.list.table
    shown = [desk.library.list.lister.model.hit(row).article.id for row in range(5)]
    rows.restyle()
    monkeypatch.setattr(table, "MOST_S", 0.0)
    drawings = _drawn(monkeypatch)
    rows.viewport().repaint()
    assert drawings == [[shown[0], None, None, None, None]]
    qtbot.waitUntil(lambda: bool(drawings) and drawings[-1] == shown)
    assert [drawing.count(None) for drawing in drawings] == [4, 3, 2, 1, 0], "each drawing measures one at least"


def test_where_there_is_time_all_rows_are_drawn_at_once_and_not_again(desk, monkeypatch) -> None:
    rows = desk.library.list.table
    rows.restyle()
    monkeypatch.setattr(table, "MOST_S", 60.0)
    drawings = _drawn(monkeypatch)
    rows.viewport().repaint()
    assert len(drawings[-1]) == 5 and None not in drawings[-1]
    assert not rows.itemDelegate().left_out
