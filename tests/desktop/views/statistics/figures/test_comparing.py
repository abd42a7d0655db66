"""Comparing in the background: how far it is can be read, it can be paused and gone on with, and what was done stays."""

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from archive.archive import Archive
from archive.base.progress import Progress
from archive.operations import compared, comparing
from desktop.views.statistics import Statistics
from desktop.views.statistics.figures.comparing import LABEL, Pace, Stand, told

from ..conftest import Bench


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is compared while somebody waits, and an article at a time."""
    monkeypatch.setattr(comparing, "SOON", 0)
    monkeypatch.setattr(compared, "ARTICLES_AT_ONCE", 1)
    monkeypatch.setattr(compared, "_MANY", 0)


def parts(view: Statistics) -> tuple[QLabel, QPushButton]:
    words = view.figures.comparing.findChild(QLabel, "figures_comparing_words")
    button = view.figures.comparing.findChild(QPushButton, "figures_comparing_button")
    assert isinstance(words, QLabel) and isinstance(button, QPushButton)
    return words, button


@pytest.mark.usefixtures("slowly")
def test_how_far_it_is_can_be_read_and_all_is_found_in_the_end(bench: Bench, show: Callable[..., Statistics]) -> None:
    paces: list[Pace] = []
    labels: list[str] = []
    bench.context.jobs.started.connect(lambda job: labels.append(job.label))
    view = show(bench)
    comparer = view.figures.loader.comparer
    comparer.paced.connect(paces.append)
    bench.settle()
    comparer.go_on()
    bench.settle()
    assert LABEL in labels
    assert comparer.pace.stand is Stand.RESTING and view.figures.comparing.isHidden()
    assert comparing.pending(bench.archive) == 0
    assert [each.kind for each in view.figures._shown.findings] == ["conflict"]  # type: ignore[union-attr]


@pytest.mark.usefixtures("slowly")
def test_it_is_paused_and_gone_on_with_and_what_was_done_stays(
    bench: Bench, show: Callable[..., Statistics], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = show(bench)
    comparer = view.figures.loader.comparer
    with bench.archive.atomic():
        bench.archive.store.comparisons.put_all()
    started, lay = Event(), compared._lay

    def lay_and_pause(archive: Archive) -> int:
        started.wait(10)
        taken = lay(archive)
        comparer.pause()
        return taken

    monkeypatch.setattr(compared, "_lay", lay_and_pause)
    comparer.go_on()
    started.set()
    bench.settle()
    words, button = parts(view)
    assert comparer.pace.stand is Stand.PAUSED
    assert view.figures.comparing.isVisible() and button.text() == "Go on" and words.text().startswith("Paused")
    assert bench.archive.store.comparisons.pending() == 2, "one of three articles is laid out"
    view.narrow(view.filters.filter)
    bench.settle()
    assert bench.archive.store.comparisons.pending() == 2, "what a person has paused does not go on by itself"
    assert view.figures.list.rows.series, "the panel is used meanwhile"
    monkeypatch.setattr(compared, "_lay", lay)
    button.click()
    bench.settle()
    assert comparing.pending(bench.archive) == 0 and view.figures.comparing.isHidden()


@pytest.mark.usefixtures("slowly")
def test_what_was_compared_before_counts_among_what_is_done(bench: Bench) -> None:
    comparing.settle(bench.archive)
    with bench.archive.atomic():
        bench.archive.store.comparisons.put_all()
    compared._lay(bench.archive)
    told_: list[tuple[int, int, str]] = []
    comparing.settle(bench.archive, progress=Progress(lambda done, total, what: told_.append((done, total, what))))
    articles = [each for each in told_ if each[2] == "articles"]
    assert [(done, total) for done, total, _ in articles] == [(2, 3), (3, 3)]
    assert told_[-1][0] == told_[-1][1] and told_[-1][2] == "groups of figures"


def test_the_words_tell_numbers_and_who_is_waited_for() -> None:
    assert told(Pace(Stand.UNDER_WAY, 12_400, 100_000, "articles")).startswith("12,400 of 100,000 articles compared")
    assert told(Pace(Stand.PAUSED, 3, 9, "groups of figures")) == "Paused: 3 of 9 groups of figures compared."
