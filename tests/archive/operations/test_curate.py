"""Editing, state, notes and purging: what each act changes, writes down and takes back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.article import Evidence
from archive.model.change import Change
from archive.model.search import Scope
from archive.operations import acts, curate

AddArticle = Callable[..., int]


def undo(archive: Archive, change: Change) -> Change:
    assert change.inverse is not None
    return acts.perform(archive, change.inverse)


def test_editing_sets_fields_their_evidence_and_the_journal(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, title="Old title")
    change = curate.edit(
        archive, article, title="  New\n title ", byline=["A", " ", "B"], published="2019-03", language="KO"
    )
    got = archive.store.articles.get(article)
    assert (got.title, got.byline, got.published, got.language) == ("New title", ("A", "B"), "2019-03", "ko")
    evidence = archive.store.articles.evidence(article)
    assert evidence["title"] == Evidence("New title", None, None, "entered", 1.0)
    assert evidence["byline"].value == "A; B"
    assert (change.label, change.touched) == ("Edit details", frozenset({("article", article)}))
    (entry,) = archive.store.journal.recent(10)
    assert (entry.change, entry.author) == (change, "Tester")


def test_an_edit_is_taken_back_with_its_evidence_and_made_again(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, title="Old title", publisher="Paper")
    before = archive.store.articles.get(article), archive.store.articles.evidence(article)
    change = curate.edit(archive, article, title="New title", publisher=None)
    after = archive.store.articles.get(article), archive.store.articles.evidence(article)
    again = undo(archive, change)
    assert (archive.store.articles.get(article), archive.store.articles.evidence(article)) == before
    assert change.label == again.label == "Edit details"
    undo(archive, again)
    assert (archive.store.articles.get(article), archive.store.articles.evidence(article)) == after


def test_an_edit_that_changes_nothing_touches_nothing(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, title="Title", language="en")
    change = curate.edit(archive, article, title="Title", language="EN", url="")
    assert (change.touched, change.inverse) == (frozenset(), None)
    assert archive.store.journal.recent(10) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("published", "last spring"), ("published", "2019-13"), ("accessed", "2019-02-30"), ("language", "Englisch!"),
     ("url", "not an address"), ("url", "javascript:alert(1)"), ("colour", "red")],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_refused_with_advice(
    archive: Archive, add_article: AddArticle, field: str, value: str
) -> None:
    article = add_article(archive)
    with pytest.raises(Invalid) as refusal:
        curate.edit(archive, article, **{field: value})
    assert refusal.value.advice
    assert archive.store.journal.recent(10) == []


def test_star_and_read_touch_only_what_differs(archive: Archive, add_article: AddArticle) -> None:
    first, second = add_article(archive), add_article(archive)
    curate.star(archive, [first], True)
    change = curate.star(archive, [first, second, second], True)
    assert (change.label, change.touched) == ("Star article", frozenset({("article", second)}))
    assert curate.read(archive, [first, second], True).label == "Mark 2 articles as read"
    assert archive.store.articles.get(first).read
    undo(archive, change)
    assert archive.store.articles.get(first).starred and not archive.store.articles.get(second).starred


def test_the_trash_takes_an_article_off_the_lists_and_gives_it_back(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    curate.trash(archive, [article])
    assert archive.store.articles.ids(Scope()) == set()
    assert archive.store.articles.ids(Scope(trashed=True)) == {article}
    change = curate.restore(archive, [article])
    assert archive.store.articles.ids(Scope()) == {article}
    undo(archive, change)
    assert archive.store.articles.ids(Scope(trashed=True)) == {article}


def test_a_note_is_searched_and_taken_back(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    with archive.atomic():
        archive.store.outbox.done([row for row, _, _ in archive.store.outbox.take(9)])
    change = curate.note(archive, article, "Look again.")
    ((_, _, document),) = archive.store.outbox.take(9)
    assert document is not None and document.notes == "Look again."
    undo(archive, change)
    assert archive.store.articles.get(article).note == ""


def test_the_reading_position_is_no_act(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    curate.remember_position(archive, article, 7)
    assert archive.store.articles.get(article).position == 7
    assert archive.store.journal.recent(10) == []


def test_a_reader_of_a_read_only_archive_keeps_no_position(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    with Archive.open(archive.path, read_only=True) as reader:
        curate.remember_position(reader, article, 7)
        assert reader.store.articles.get(article).position == 0


def test_acts_on_an_article_that_is_gone_change_nothing(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    for act in (curate.star, curate.read):
        with pytest.raises(NotFound):
            act(archive, [article, 999], True)
    with pytest.raises(NotFound):
        curate.trash(archive, [article, 999])
    assert not archive.store.articles.get(article).starred
    assert archive.store.articles.ids(Scope()) == {article}


# Purging

MARKER = "Xylophonkonzertabend"


def _bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir() if file.name.startswith(path.name))


def test_purging_leaves_no_trace_of_the_text_in_any_byte_of_the_file(archive: Archive, add_article: AddArticle) -> None:
    for number in range(30):
        add_article(archive, f"Ordinary words number {number}. " * 50, f"Ordinary {number}", publisher="Paper")
    body = f"{MARKER} was here. " * 400
    doomed = add_article(
        archive, body, f"{MARKER} title", byline=(MARKER,), publisher=MARKER, url=f"https://{MARKER}.example/"
    )
    curate.edit(archive, doomed, title=f"{MARKER} edited", byline=[f"{MARKER} second"])
    curate.edit(archive, doomed, title=f"{MARKER} again")
    curate.note(archive, doomed, f"{MARKER} note")
    archive.index.catch_up()
    for number in range(30, 60):
        add_article(archive, f"Ordinary words number {number}. " * 50, f"Ordinary {number}", publisher="Paper")
    archive.index.catch_up()
    assert MARKER.encode() in _bytes_on_disk(archive.path)
    change = curate.purge(archive, [doomed])
    assert change.inverse is None
    assert MARKER.lower().encode() not in _bytes_on_disk(archive.path).lower()
    assert archive.store.articles.count(Scope()) == 60
    assert archive.store.integrity() == []
    assert archive.index.search(MARKER).articles == ()
    with pytest.raises(NotFound):
        archive.store.articles.get(doomed)


def test_an_original_that_another_article_uses_stays(archive: Archive, add_article: AddArticle) -> None:
    first, second = add_article(archive, "Shared."), add_article(archive, "Shared.")
    curate.purge(archive, [first])
    address = archive.store.editions.current(second).original.sha512
    assert archive.store.originals.data(address) == b"A title\nShared."
    curate.purge(archive, [second])
    assert archive.store.originals.addresses() == []


def test_purging_is_all_or_nothing(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    with pytest.raises(NotFound):
        curate.purge(archive, [article, 999])
    assert archive.store.editions.text(article) == "A title\nSome words."


def test_what_was_purged_cannot_be_brought_back_by_undoing_earlier_acts(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive)
    change = curate.star(archive, [article], True)
    curate.purge(archive, [article])
    with pytest.raises(NotFound):
        undo(archive, change)
    assert all(entry.change.inverse is None for entry in archive.store.journal.recent(10))
