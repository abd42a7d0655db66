"""What is read of the archive, and what is not read again."""

from dataclasses import replace

import pytest

from archive.model.event import EventFilter
from archive.operations import curate, events, timeline
from desktop.views.timeline import loading
from desktop.views.timeline.wanted import STANDING, Wanted

A_WORD = Wanted(EventFilter(text="lock", statuses=STANDING))


def ask(bench, view, wanted: Wanted) -> object:
    """What was arranged."""
    view.filters.changed.emit(wanted)
    bench.settle()
    return view._arranged


def test_the_way_back_from_a_filter_arranges_nothing_again(bench, view) -> None:
    everything = view._arranged
    narrowed = ask(bench, view, A_WORD)
    assert narrowed is not everything
    assert ask(bench, view, Wanted()) is everything
    assert ask(bench, view, A_WORD) is narrowed


def test_after_something_was_written_the_same_question_has_a_new_answer(bench, view) -> None:
    ask(bench, view, A_WORD)
    before = ask(bench, view, Wanted())
    events.correct(bench.archive, bench.mention("1987").uid, "1986")
    after = ask(bench, view, replace(Wanted(), lanes="none"))
    assert after is not before
    assert ask(bench, view, Wanted()) is not before
    row = view.model.row_of(bench.mention("1987").id)
    view.table.choose(row)
    view.table.viewport().repaint()
    bench.settle()
    assert view.table.current.mention.edtf == "1986"


def test_an_article_that_tells_nothing_counts_as_soon_as_it_is_there(bench, view) -> None:
    bench.fill([("Another silence", "Hill post", "2018", "Nobody says when, again.")])
    ask(bench, view, Wanted(lanes="publisher"))
    assert view.loader.loaded.coverage.articles == 5
    curate.edit(bench.archive, 1, publisher="Lock letter")
    arranged = ask(bench, view, Wanted(lanes="publisher", published=False))
    assert "Lock letter" in [lane.name for lane in arranged.lanes]


def test_only_so_many_answers_are_kept(bench, view, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = view._arranged
    for word in ("lock", "pass", "path", "tunnel"):
        ask(bench, view, Wanted(EventFilter(text=word, statuses=STANDING)))
    assert ask(bench, view, Wanted()) is not everything
    monkeypatch.setattr(loading, "_MARKS_KEPT", 0)
    assert ask(bench, view, A_WORD) is ask(bench, view, A_WORD)
    assert len(view.loader._answers) == 1


def test_words_and_rows_that_are_known_stay_while_nothing_is_written(
    bench, view, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.canvas.repaint()
    view.table.viewport().repaint()
    bench.settle()
    read: list[int] = []
    by_ids = timeline.by_ids
    monkeypatch.setattr(timeline, "by_ids", lambda archive, ids: [read.extend(ids), by_ids(archive, ids)][1])
    ask(bench, view, replace(Wanted(), filter=EventFilter(statuses=STANDING, articles=(1,))))
    view.canvas.repaint()
    view.table.viewport().repaint()
    bench.settle()
    assert len(drawn := [words.text for lane in view.canvas.stage.frame().lanes for words in lane.words]) > 1
    assert "The lock was rebuilt in 1987." in drawn
    # Nothing but rows of the list that were out of sight before.
    assert not set(read) & set(view.canvas.stage.index.ids.tolist())
    bench.context.history.do(events.relabel(bench.archive, bench.mention("1987").uid, "A new lock"))
    view.canvas.repaint()
    bench.settle()
    assert view.canvas.stage.text(view.canvas.stage.index.position(bench.mention("1987").id)) == "A new lock"


def test_what_is_read_ahead_is_what_the_timeline_asks_for(bench, show, monkeypatch: pytest.MonkeyPatch) -> None:
    timeline.warm(bench.archive)
    asked: list[str] = []
    store = bench.archive.store
    rows = store.connections.rows
    monkeypatch.setattr(store.connections, "rows", lambda sql, *more: [asked.append(sql), rows(sql, *more)][1])
    loading.answer(bench.archive, Wanted(), None, None, loading.Progress())
    assert not [sql for sql in asked if " mentions " in sql and "trashed_at" not in sql]
