"""Rows that take too long to measure are drawn as rows on their way, and a moment later as themselves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout
from pytestqt.qtbot import QtBot

from archive.base.text import Utf16Map
from desktop.theme import Theme
from desktop.views.library import table
from desktop.views.library.delegate import ArticleDelegate, set_lines


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


@pytest.mark.parametrize(
    "text",
    [
        "The ferry waits while the river falls, and nobody crosses it before the spring. " * 6,
        "i" * 900,
        "강을 건너 시장에 간다 " * 40,
        "עברית היא שפה שנכתבת מימין לשמאל " * 20,
        "🛶 across 🌊 " * 60,
        "one" + " " * 400 + "two " * 100,
        "e" + "\u0301" * 300 + " and more of it" * 30,
        "river " * 9 + "\u200b" * 300 + " ferry" * 40,
    ],
)
@pytest.mark.parametrize("lines", [1, 2])
def test_a_text_is_elided_where_all_of_it_would_be(qtbot: QtBot, text: str, lines: int) -> None:
    font, width, whole, layout = Theme("light").font("interface"), 300.0, QTextLayout(), QTextLayout()
    set_lines(whole, text, font, width, 10_000)
    start = Utf16Map(text).to_code_points(whole.lineAt(lines - 1).textStart())
    kept = set_lines(layout, text, font, width, lines)
    assert layout.text() == text[:start] + QFontMetricsF(font).elidedText(
        text[start:], Qt.TextElideMode.ElideRight, width
    )
    assert text[: Utf16Map(text).to_code_points(kept)] == layout.text().removesuffix("…")
    assert layout.lineCount() <= lines < whole.lineCount()
