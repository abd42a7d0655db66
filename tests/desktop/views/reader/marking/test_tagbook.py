"""The codebook as the desktop holds it: made ready in a job, and only what differs is made anew."""

import threading

import pytest

from archive.operations import codebook
from desktop.context import Context
from desktop.models import tags
from desktop.models.tags import TagBook


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, threading.Thread]]:
    """The tags of which a row for the tag box was made, each with the thread that made it."""
    told: list[tuple[str, threading.Thread]] = []
    choice = tags.choice
    monkeypatch.setattr(
        tags, "choice", lambda tag: (told.append((tag.path, threading.current_thread())), choice(tag))[1]
    )
    return told


def test_rows_are_made_off_the_interface_thread_and_again_only_where_a_tag_differs(
    context: Context, made: list[tuple[str, threading.Thread]]
) -> None:
    for path in ("ferry", "ferry/night", "river"):
        codebook.add(context.archive, path)
    book = TagBook(context)
    book.refresh()
    context.jobs.drain()
    assert [path for path, _ in made] == ["ferry", "ferry/night", "river"]
    assert threading.main_thread() not in {thread for _, thread in made}
    made.clear()
    codebook.define(context.archive, "river", definition="Water that runs.")
    book.refresh()
    context.jobs.drain()
    assert [path for path, _ in made] == ["river"]
    found = book.named("RIVER")
    assert found is not None and found.definition == "Water that runs." and book.tag(found.id) is found
    codebook.rename(context.archive, "ferry", "boat")
    book.refresh()
    context.jobs.drain()
    assert [tag.path for tag in book.tags] == ["boat", "boat/night", "river"] and book.named("ferry") is None
