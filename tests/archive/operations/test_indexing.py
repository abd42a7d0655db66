"""The indexing process yields to the window that it works beside."""

import os

import pytest

from archive.archive import Archive
from archive.index.tiers import FACTOR
from archive.operations import find, indexing, mates


@pytest.mark.skipif(os.name != "posix", reason="Windows has no sessions and no nice values")
def test_the_indexer_stays_in_the_session_of_the_program_as_a_group_of_its_own_and_stands_back_there(
    archive: Archive,
) -> None:
    child = indexing.indexer(archive)
    child.start()
    try:
        assert child.wait(120)
        assert child._child is not None
        process = child._child.pid
        assert os.getsid(process) == os.getsid(0), "a session of its own has as large a share as the window"
        assert os.getpgid(process) == process, "it is ended together with its mate, and not by Ctrl+C"
        assert os.getpriority(os.PRIO_PROCESS, process) == min(os.nice(0) + 15, 19)
    finally:
        child.close()


def test_a_mate_stands_back_as_its_indexer_does_and_less_beside_an_import_that_it_serves() -> None:
    archive, mate, window = "a.waystation", mates.FROM_THE_END, mates.WITH_WINDOW
    assert indexing._steps_back([archive]) == 15  # it was not started so
    assert indexing._steps_back([archive, mate, window]) == 0  # it is started with the indexer's own
    assert indexing._steps_back([archive, mate]) == 5


def test_who_saves_one_article_after_the_other_waits_for_no_join_before_there_are_many(
    archive: Archive, add_article
) -> None:
    many = indexing.AT_ONCE_JOINS.times * FACTOR
    for number in range(many - 1):
        add_article(archive, f"river {number}")
        indexing.index_few(archive)
    assert archive.index.sizes() == [1] * (many - 1)
    add_article(archive, "the last river")
    indexing.index_few(archive)
    assert archive.index.sizes() == [many]
    assert find.search(archive, "river").total == many


def test_what_was_left_unjoined_the_indexer_joins(archive: Archive, add_article) -> None:
    for number in range(FACTOR):
        add_article(archive, f"river {number}")
        indexing.index_few(archive)
    assert archive.index.sizes() == [1] * FACTOR
    child = indexing.indexer(archive)
    child.start()
    try:
        assert child.wait(120)
        assert archive.index.sizes() == [FACTOR]
    finally:
        child.close()
