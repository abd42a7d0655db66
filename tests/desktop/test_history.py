"""Undo and redo by Changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.operations import annotate, curate
from desktop.history import STEPS_KEPT, History
from desktop.jobs import Jobs


@pytest.fixture
def history(small_archive: Path, jobs: Jobs):
    with Archive.open(small_archive) as archive:
        yield History(archive, jobs), archive, jobs
        jobs.drain()


def test_an_act_is_undone_and_redone_with_its_label(history) -> None:
    steps, archive, jobs = history
    article = min(archive.store.articles.ids(_everything()))
    steps.do(curate.edit(archive, ArticleId(article), title="A new title"))
    label = steps.undo_label
    steps.undo()
    jobs.drain()
    assert archive.store.articles.get(article).title != "A new title"
    assert (steps.undo_label, steps.redo_label) == (None, label)
    steps.redo()
    jobs.drain()
    assert archive.store.articles.get(article).title == "A new title"
    assert steps.undo_label == label


def test_a_new_act_forgets_what_was_undone(history) -> None:
    steps, archive, jobs = history
    article = min(archive.store.articles.ids(_everything()))
    steps.do(curate.star(archive, [article], True))
    steps.undo()
    jobs.drain()
    steps.do(curate.read(archive, [article], True))
    assert steps.redo_label is None


def test_typing_that_goes_on_in_one_note_is_one_step(history) -> None:
    steps, archive, jobs = history
    article = ArticleId(min(archive.store.articles.ids(_everything())))
    passage, made = annotate.mark(archive, article, 0, 3)
    steps.do(made)
    steps.do(annotate.set_note(archive, passage.uid, "a"))
    for end in (2, 3):
        steps.do(annotate.set_note(archive, passage.uid, "abc"[:end], joining=True))
    steps.undo()
    jobs.drain()
    assert annotate.find(archive, passage.uid).note == ""
    assert steps.undo_label == "Mark passage"
    steps.redo()
    jobs.drain()
    assert annotate.find(archive, passage.uid).note == "abc"


def test_hundreds_of_steps_are_kept_and_no_more(history) -> None:
    steps, archive, _ = history
    article = min(archive.store.articles.ids(_everything()))
    change = curate.star(archive, [article], True)
    for number in range(STEPS_KEPT + 5):
        steps.do(replace(change, entry=number))
    assert STEPS_KEPT >= 200
    assert len(steps._done) == STEPS_KEPT


def test_more_than_two_hundred_acts_are_undone_one_by_one_and_redone(history) -> None:
    steps, archive, jobs = history
    passage, made = annotate.mark(archive, ArticleId(min(archive.store.articles.ids(_everything()))), 0, 3)
    steps.do(made)
    for number in range(210):
        steps.do(annotate.set_note(archive, passage.uid, f"note {number}"))
    for number in reversed(range(209)):
        steps.undo()
        jobs.drain()
        assert annotate.find(archive, passage.uid).note == f"note {number}"
    for _ in range(2):
        steps.undo()
        jobs.drain()
    assert annotate.count(archive) == 0 and steps.undo_label is None
    while steps.redo_label is not None:
        steps.redo()
        jobs.drain()
    assert annotate.find(archive, passage.uid).note == "note 209"


def test_what_the_program_does_by_itself_takes_no_step_to_redo_away(history) -> None:
    steps, archive, jobs = history
    article = min(archive.store.articles.ids(_everything()))
    for title in ("One", "Two"):
        steps.do(curate.edit(archive, ArticleId(article), title=title))
    steps.undo()
    jobs.drain()
    steps.do(curate.read(archive, [article], True), by_itself=True)
    steps.redo()
    jobs.drain()
    assert archive.store.articles.get(article).title == "Two" and archive.store.articles.get(article).read
    for _ in range(3):
        steps.undo()
        jobs.drain()
    left = archive.store.articles.get(article)
    assert not left.read and left.title not in ("One", "Two") and steps.undo_label is None


def test_undo_means_the_persons_last_act_and_not_what_the_program_did_meanwhile(history) -> None:
    steps, archive, jobs = history
    article = min(archive.store.articles.ids(_everything()))
    before = archive.store.articles.get(article).title
    steps.do(curate.read(archive, [article], True), by_itself=True)
    assert steps.undo_label == "Mark article as read", "there is nothing else to undo"
    steps.do(curate.edit(archive, ArticleId(article), title="One"))
    steps.do(curate.read(archive, [article], False), by_itself=True)
    steps.undo()
    jobs.drain()
    left = archive.store.articles.get(article)
    assert left.title == before and not left.read and steps.undo_label == "Mark article as unread"


def test_a_step_that_can_no_longer_succeed_is_dropped_and_told(history) -> None:
    steps, archive, jobs = history
    told: list[BaseException] = []
    jobs.on_failure = told.append
    article = min(archive.store.articles.ids(_everything()))
    steps.do(curate.edit(archive, ArticleId(article), title="A new title"))
    steps.do(curate.purge(archive, [article]))
    steps.undo()
    jobs.drain()
    assert steps.undo_label is None
    assert len(told) == 1


def _everything():
    from archive.model.search import Scope

    return Scope()
