"""Taking the timeline out: pictures of what is seen, and all that the filter lets through as data."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from archive.model.event import EventFilter


def choose(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))


def trigger(bench, view, words: str) -> None:
    next(action for action in view.save_menu.actions() if action.text() == words).trigger()
    bench.settle()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_of_what_is_seen(bench, view, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    choose(monkeypatch, str(tmp_path / "mine"))
    trigger(bench, view, "Picture (PNG)…" if kind == "png" else "Drawing (SVG)…")
    out = tmp_path / f"mine.{kind}"
    if kind == "png":
        assert QImage(str(out)).width() >= view.canvas.width()
    else:
        assert out.read_text(encoding="utf-8").lstrip().startswith("<") and "</svg>" in out.read_text(encoding="utf-8")
    assert bench.toasts == [f"Wrote mine.{kind}."]


@pytest.mark.parametrize(
    ("words", "ending"),
    [("Table (CSV)…", "csv"), ("Data (JSON)…", "json"), ("Calendar (ICS)…", "ics"), ("TimelineJS (JSON)…", "json")],
)
def test_data_of_what_the_filter_lets_through(
    bench, view, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, ending: str
) -> None:
    view.filters.field.setText("lock was rebuilt")
    bench.settle()
    choose(monkeypatch, str(tmp_path / f"out.{ending}"))
    trigger(bench, view, words)
    told = (tmp_path / f"out.{ending}").read_text(encoding="utf-8")
    assert "1987" in told and "2012" not in told
    assert bench.toasts and bench.toasts[-1].startswith(f"Wrote 1 time to out.{ending}.")


def test_the_json_is_all_of_it_without_a_filter(bench, view, tmp_path: Path) -> None:
    view.save_menu._wanted = EventFilter
    view.save_menu.save_data(tmp_path / "all.json", "json")
    bench.settle()
    held = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    rows = held if isinstance(held, list) else next(each for each in held.values() if isinstance(each, list))
    assert len(rows) == len(bench.told())


def test_nothing_is_written_when_nobody_says_where(bench, view, tmp_path: Path, monkeypatch) -> None:
    before = {each.name for each in tmp_path.iterdir()}
    choose(monkeypatch, "")
    for action in view.save_menu.actions():
        action.trigger()
    bench.settle()
    assert bench.toasts == [] and {each.name for each in tmp_path.iterdir()} == before


def test_a_picture_that_cannot_be_written_is_told_in_a_sentence(bench, view, tmp_path: Path) -> None:
    told: list[str] = []
    bench.context.alerts.show = lambda error: told.append(str(error))
    view.save_menu.save_picture(tmp_path / "no" / "folder.png", "png")
    assert told and "could not be written" in told[0] and "folder that you can write to" in told[0]
