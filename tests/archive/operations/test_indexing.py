"""The indexing process yields to the window that it works beside."""

import os

import pytest

from archive.archive import Archive
from archive.operations import indexing, mates


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
