"""Memos: about things or free, found by their words, linked, and taken back like everything else."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.operations import acts, annotate, codebook, history, memos

AddArticle = Callable[..., ArticleId]


def undo(archive: Archive, change: Change) -> Change:
    assert change.inverse is not None
    return acts.perform(archive, change.inverse)


def test_memos_are_about_things_found_by_words_and_linked(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "Some words about a river.")
    passage, _ = annotate.mark(archive, article, 0, 4)
    codebook.add(archive, "route")
    on_tag, _ = memos.create(
        archive, "Routes", "두만강 or the Yalu?", about=("tag", codebook.get(archive, "route").uid)
    )
    on_article, _ = memos.create(
        archive, "", "First line\nrest", about=("article", archive.store.articles.get(article).uid)
    )
    free, _ = memos.create(archive, "Free", "Nothing yet.", author="Second")
    assert on_article.title == "First line"
    assert [memo.uid for memo in memos.memos(archive, "YALU 두만강")] == [on_tag.uid]
    assert [memo.uid for memo in memos.memos(archive, kind="")] == [free.uid]
    assert [memo.uid for memo in memos.memos(archive, about=("article", archive.store.articles.get(article).uid))] == [
        on_article.uid
    ]
    assert len(memos.memos(archive)) == 3 and len(memos.memos(archive, limit=1, offset=2)) == 1
    memos.link(archive, free.uid, ("passage", passage.uid))
    change = memos.link(archive, free.uid, ("memo", on_tag.uid))
    assert memos.find(archive, free.uid).links == (("memo", on_tag.uid), ("passage", passage.uid))
    assert [memo.uid for memo in memos.linking(archive, ("memo", on_tag.uid))] == [free.uid]
    assert memos.link(archive, free.uid, ("passage", passage.uid)).inverse is None
    undo(archive, change)
    memos.unlink(archive, free.uid, ("passage", passage.uid))
    assert memos.find(archive, free.uid).links == ()
    assert free.author == "Second"


def test_editing_and_deleting_a_memo_come_back_exactly(archive: Archive) -> None:
    memo, made = memos.create(archive, "One", "text")
    other, _ = memos.create(archive, "Two")
    memos.link(archive, memo.uid, ("memo", other.uid))
    first = memos.edit(archive, memo.uid, text="t")
    more = memos.edit(archive, memo.uid, text="typed", joining=True)
    assert first.entry == more.entry
    whole = memos.find(archive, memo.uid)
    gone = memos.delete(archive, memo.uid)
    with pytest.raises(NotFound):
        memos.find(archive, memo.uid)
    undo(archive, gone)
    assert memos.find(archive, memo.uid) == whole
    assert memos.memos(archive, "typed") == [whole]
    undo(archive, more)
    assert memos.find(archive, memo.uid).text == "text"
    assert history.page(archive)[0].label == "Undo: Edit memo"
    memos.unlink(archive, memo.uid, ("memo", other.uid))
    history.revert(archive, made.entry)
    assert [each.title for each in memos.memos(archive)] == ["Two"]


def test_what_a_memo_cannot_be_is_said(archive: Archive) -> None:
    memo, _ = memos.create(archive, "One")
    for what in (
        lambda: memos.create(archive, " ", "\n"),
        lambda: memos.create(archive, "x" * 501),
        lambda: memos.create(archive, "x", about=("article", "0" * 32)),
        lambda: memos.create(archive, "x", about=("memo", memo.uid)),
        lambda: memos.link(archive, memo.uid, ("memo", memo.uid)),
        lambda: memos.link(archive, memo.uid, ("planet", "x")),
        lambda: memos.edit(archive, memo.uid, title="", text=""),
    ):
        with pytest.raises(Invalid):
            what()
    with pytest.raises(NotFound):
        memos.edit(archive, "nothing", text="x")
    assert len(memos.memos(archive)) == 1
