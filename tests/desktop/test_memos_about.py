"""Memos on an article, a tag and a collection: begun where the thing is shown, counted there, and found again from there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from archive.archive import Archive
from archive.operations import browse, codebook, collect, memos
from desktop.models.places import PlaceKind
from desktop.program import Program
from desktop.views.aboutmemos import AboutMemos

Make = Callable[[Path], Program]


@pytest.fixture
def shelved(small_archive: Path) -> Path:
    """With a tag and a collection."""
    with Archive.open(small_archive) as archive:
        codebook.add(archive, "route")
        collect.create(archive, "Fieldwork")
        archive.index.catch_up()
    return small_archive


def press(about: AboutMemos, name: str) -> None:
    about.findChild(QPushButton, name).click()


def test_a_memo_is_begun_on_the_article_that_is_shown_and_found_from_there(program: Make, shelved: Path) -> None:
    one = program(shelved)
    archive = one.desk().context.archive
    article = browse.listing(archive).hits[0].article
    one.desk().library.open(article.id)
    one.settle()
    about = one.desk().library.inspector.memos
    one.actions.trigger("article.memo")
    one.settle()
    (memo,) = memos.memos(archive)
    assert memo.about == ("article", article.uid)
    assert about.heading.text() == "Memos 1"
    memos.create(archive, "Free")
    one.actions.trigger("go.library")
    press(about, "about-memo")
    one.settle()
    view = one.desk().views["passages"]
    assert one.window.stack.currentWidget() is view
    assert [each.uid for each in view.memos.model.memos] == [memo.uid], "only those about the article are listed"
    assert view.memos.only.text().startswith("Article: ")
    view.memos.only.click()
    one.settle()
    assert len(view.memos.model.memos) == 2
    assert not view.memos.only.isVisible()


def test_what_tells_of_no_memo_stays_as_it_is_for_the_next_article_without_one(program: Make, shelved: Path) -> None:
    one = program(shelved)
    library = one.desk().library
    first, second = [hit.article.id for hit in browse.listing(one.desk().context.archive).hits[:2]]
    library.open(first)
    one.settle()
    about, listed = library.inspector.memos, list[str]()
    write = about.findChild(QPushButton, "about-memo-write")
    about.listed.connect(lambda: listed.append("anew"))
    library.open(second)
    one.settle()
    assert about.findChild(QPushButton, "about-memo-write") is write and listed == []
    press(about, "about-memo-write")
    one.settle()
    (memo,) = memos.memos(one.desk().context.archive)
    assert memo.about is not None and memo.about[1] == str(library.inspector._facts.article.uid)
    assert about.heading.text() == "Memos 1" and listed == ["anew"]


def test_a_memo_is_begun_on_a_tag_in_the_codebook(program: Make, shelved: Path) -> None:
    one = program(shelved)
    view = one.desk().show_codebook()
    one.settle()
    view.go_to("route")
    one.settle()
    press(view.memos, "about-memo-write")
    one.settle()
    archive = one.desk().context.archive
    assert [memo.about for memo in memos.memos(archive)] == [("tag", codebook.get(archive, "route").uid)]
    assert view.memos.heading.text() == "Memos 1"


def test_a_memo_is_begun_on_a_collection_and_listed_among_those(program: Make, shelved: Path) -> None:
    one = program(shelved)
    archive, sidebar = one.desk().context.archive, one.desk().library.sidebar
    (shelf,) = browse.collections(archive)
    place = sidebar.place(f"{PlaceKind.COLLECTION}:{shelf.id}")
    entries = {action.text(): action for action in sidebar.menu_for(place).actions()}
    entries["Write a memo"].trigger()
    one.settle()
    (memo,) = memos.memos(archive)
    assert memo.about == ("collection", shelf.uid)
    menu = sidebar.menu_for(place)
    one.settle()
    assert "Memos (1)" in [action.text() for action in menu.actions()]
    memos.create(archive, "Free")
    journal = one.desk().views["passages"].memos
    journal.kinds.chosen.emit("collection")
    one.settle()
    assert [each.uid for each in journal.model.memos] == [memo.uid]


def test_a_memo_leads_to_its_tag_its_collection_and_its_article(program: Make, shelved: Path) -> None:
    one = program(shelved)
    desk = one.desk()
    archive = desk.context.archive
    (shelf,) = browse.collections(archive)
    article = browse.listing(archive).hits[0].article
    codebook.add(archive, "route/river")
    tag = codebook.get(archive, "route/river")
    things = {
        kind: memos.create(archive, kind, about=(kind, uid))[0].uid
        for kind, uid in (("tag", tag.uid), ("collection", shelf.uid), ("article", article.uid))
    }

    def follow(kind: str) -> None:
        one.actions.trigger("go.memos")
        one.settle()
        desk.views["passages"].memos.show_memo(things[kind])
        one.settle()
        desk.views["passages"].memos.editor.findChild(QPushButton, f"memo-to-{kind}-{memos_about(kind)}").click()
        one.settle()

    def memos_about(kind: str) -> str:
        about = memos.find(archive, things[kind]).about
        assert about is not None
        return about[1]

    for _ in range(2):  # before the codebook was ever shown, and after
        follow("tag")
        assert one.window.stack.currentWidget() is desk.views["codebook"]
        assert desk.views["codebook"].tag.path == "route/river"
        desk.views["codebook"].go_to("route")
        one.settle()
    follow("collection")
    assert desk.library.sidebar.chosen == f"{PlaceKind.COLLECTION}:{shelf.id}"
    assert desk.library.list.wanted.scope.collection == shelf.id
    follow("article")
    assert one.window.stack.currentWidget() is desk.library and desk.library.reader.article_id == article.id


def test_nothing_is_offered_to_be_written_where_nothing_can_be(program: Make, shelved: Path) -> None:
    with Archive.open(shelved):
        one = program(shelved)
        view = one.desk().show_codebook()
        one.settle()
        view.go_to("route")
        one.settle()
        assert view.memos.findChild(QPushButton, "about-memo-write") is None
        assert not one.actions.action("tag.memo").isEnabled()
        one.close()
