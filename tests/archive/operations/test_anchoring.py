"""Passages when the text changes: they come along in the same transaction, wait for a person, and are never lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.annotation import anchors
from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.article import SetAside
from archive.model.ids import ArticleId
from archive.model.passage import State
from archive.operations import acts, anchoring, annotate, editions, history, ingest, maintain

AddArticle = Callable[..., ArticleId]

FIRST = """The crossing of the river

She crossed the frozen river at night with her brother, and they walked until the morning.

The broker asked for 33,000 yuan, which her uncle had borrowed from a neighbour.

Nobody in the village spoke about them afterwards, and the house stood empty for a year."""
SECOND = (
    FIRST.replace("33,000", "34,000")
    .replace("Nobody in the village", "As told last week, nobody in the village")
    .replace("\n\nShe crossed", "\n\nThis account was written down in the spring.\n\nShe crossed")
)


@pytest.fixture
def updated(archive: Archive, tmp_path: Path) -> Callable[[str], ArticleId]:
    """Imports a text under one and the same name: the second time it is a new edition."""

    def take(text: str) -> ArticleId:
        path = tmp_path / "article.txt"
        path.write_text(text, encoding="utf-8")
        (report,) = ingest.run(archive, [path]).files
        assert report.id is not None
        return report.id

    return take


def mark(archive: Archive, article: ArticleId, words: str, *tags: str) -> str:
    start, end = annotate.find_quote(archive, article, words)
    return annotate.mark(archive, article, start, end, tags=tags, note=f"on {words}")[0].uid


def test_an_import_takes_passages_to_the_new_edition_or_lets_them_wait(
    archive: Archive, updated: Callable[[str], ArticleId], tmp_path: Path
) -> None:
    article = updated(FIRST)
    safe = mark(archive, article, "at night with her brother", "route")
    changed = mark(archive, article, "The broker asked for 33,000 yuan", "price")
    (tmp_path / "article.txt").write_text(SECOND, encoding="utf-8")
    (report,) = ingest.run(archive, [tmp_path / "article.txt"]).files
    assert report.status == "updated" and any("waits for review" in warning for warning in report.warnings)
    text = archive.store.editions.current(article)
    moved, waiting = annotate.find(archive, safe), annotate.find(archive, changed)
    assert moved.state is State.ANCHORED and moved.edition == text.id
    assert text.text[moved.anchor.start : moved.anchor.end] == "at night with her brother"
    assert waiting.state is State.REVIEW and waiting.edition != text.id
    assert waiting.anchor.exact == "The broker asked for 33,000 yuan"
    assert (waiting.note, waiting.tags[0].path) == ("on The broker asked for 33,000 yuan", "price")
    assert waiting.proposal is not None and "34,000" in text.text[waiting.proposal.start : waiting.proposal.end]
    archive.index.catch_up()
    assert maintain.check(archive) == []


def test_a_proposal_is_taken_only_when_a_person_says_so_and_that_can_be_undone(
    archive: Archive, updated: Callable[[str], ArticleId]
) -> None:
    article = updated(FIRST)
    uid = mark(archive, article, "The broker asked for 33,000 yuan")
    updated(SECOND)
    waiting = annotate.find(archive, uid)
    change = annotate.accept_proposal(archive, uid)
    taken = annotate.find(archive, uid)
    assert taken.state is State.ANCHORED and taken.proposal is None and "34,000" in taken.anchor.exact
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert annotate.find(archive, uid).anchor == waiting.anchor
    assert annotate.find(archive, uid).proposal == waiting.proposal


def test_an_orphan_keeps_everything_and_is_attached_by_hand(
    archive: Archive, updated: Callable[[str], ArticleId]
) -> None:
    article = updated(FIRST)
    uid = mark(
        archive, article, "The broker asked for 33,000 yuan, which her uncle had borrowed from a neighbour.", "price"
    )
    updated(FIRST.replace("\n\nThe broker asked for 33,000 yuan, which her uncle had borrowed from a neighbour.", ""))
    lost = annotate.find(archive, uid)
    assert lost.state is State.ORPHAN and lost.tags and lost.note and lost.anchor.exact.startswith("The broker")
    start, end = annotate.find_quote(archive, article, "stood empty")
    annotate.reattach(archive, uid, start, end)
    assert annotate.find(archive, uid).anchor.exact == "stood empty"
    assert annotate.find(archive, uid).state is State.ANCHORED


def test_going_back_to_an_edition_brings_every_passage_back_to_its_place(
    archive: Archive, updated: Callable[[str], ArticleId]
) -> None:
    article = updated(FIRST)
    for words in ("at night", "The broker asked for 33,000 yuan", "the house", "river"):
        mark(archive, article, words)
    before = annotate.of_article(archive, article)
    aside = SetAside(0, 5, "A line that was set aside.", "test")
    with archive.atomic():  # an edition that has something set aside
        current = archive.store.editions.current(article)
        archive.store.connections.change("DROP TRIGGER editions_never_change")
        archive.store.connections.change(
            "UPDATE editions SET set_aside = ? WHERE id = ?", (f'[[0, 5, "{aside.text}", "test"]]', current.id)
        )
    change = editions.put_back(archive, article, aside)
    after = annotate.of_article(archive, article)
    assert [passage.state for passage in after] == [State.ANCHORED] * 4
    assert {passage.edition for passage in after} == {archive.store.editions.current(article).id}
    assert change.inverse is not None
    back = acts.perform(archive, change.inverse)
    assert annotate.of_article(archive, article) == before
    assert back.inverse is not None
    acts.perform(archive, back.inverse)
    assert annotate.of_article(archive, article) == after


def test_what_waited_for_review_stands_again_when_its_own_edition_is_shown(
    archive: Archive, updated: Callable[[str], ArticleId]
) -> None:
    article = updated(FIRST)
    mark(archive, article, "The broker asked for 33,000 yuan")
    before = annotate.of_article(archive, article)
    first = archive.store.editions.current(article).id
    updated(SECOND)
    assert annotate.of_article(archive, article)[0].state is State.REVIEW
    with archive.atomic():
        archive.store.editions.use(article, first)
        assert anchoring.follow(archive, article).anchored == 1
    assert annotate.of_article(archive, article) == before


def test_what_was_selected_in_a_text_that_an_import_replaced_is_taken_along(
    archive: Archive, updated: Callable[[str], ArticleId]
) -> None:
    article = updated(FIRST)
    shown = archive.store.editions.current(article)
    night, broker = shown.text.index("at night"), shown.text.index("33,000")
    updated(SECOND)
    passage, _ = annotate.mark(archive, article, night, night + 8, edition=shown.id)
    assert passage.state is State.ANCHORED and passage.anchor.exact == "at night"
    assert passage.anchor.start > night
    waiting, _ = annotate.mark(archive, article, broker, broker + 6, edition=shown.id)
    assert waiting.state is not State.ANCHORED and waiting.anchor.exact == "33,000"
    annotate.move_edges(archive, passage.uid, night, night + 17, edition=shown.id)
    assert annotate.find(archive, passage.uid).anchor.exact == shown.text[night : night + 17]
    other = archive.store.editions.summaries(
        updated("Another article\n\nWith words that have nothing to do with any river.")
    )[0]
    with pytest.raises(NotFound, match="another article"):
        annotate.mark(archive, article, 0, 5, edition=other.id)


def test_an_act_from_before_a_new_edition_is_still_taken_back(
    archive: Archive, updated: Callable[[str], ArticleId]
) -> None:
    article = updated(FIRST)
    start, end = annotate.find_quote(archive, article, "at night")
    _, made = annotate.mark(archive, article, start, end)
    other, _ = annotate.mark(archive, article, start, end)
    gone = annotate.unmark(archive, [other.uid])
    updated(SECOND)
    history.revert(archive, gone.entry)
    back = annotate.find(archive, other.uid)
    assert back.state is State.ANCHORED and back.edition == archive.store.editions.current(article).id
    history.revert(archive, made.entry)
    assert [each.uid for each in annotate.of_article(archive, article)] == [other.uid]
    archive.index.catch_up()
    assert maintain.check(archive) == []


def test_an_import_that_fails_leaves_every_passage_where_it_was(
    archive: Archive, updated: Callable[[str], ArticleId], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = updated(FIRST)
    mark(archive, article, "at night")
    before = annotate.of_article(archive, article)

    def fail(*_: object) -> None:
        raise RuntimeError("stopped in the middle")

    monkeypatch.setattr(anchors, "describe", fail)
    with pytest.raises(RuntimeError):
        updated(SECOND)
    assert annotate.of_article(archive, article) == before
    assert len(archive.store.editions.summaries(article)) == 1


def test_what_is_kept_as_it_is_waits_no_more_until_the_text_changes_again(
    archive: Archive, updated: Callable[[str], ArticleId]
) -> None:
    article = updated(FIRST)
    uid, safe = mark(archive, article, "The broker asked for 33,000 yuan"), mark(archive, article, "at night")
    updated(SECOND)
    assert annotate.find(archive, uid).waits and not annotate.find(archive, safe).waits
    change = annotate.keep_as_is(archive, [uid])
    kept = annotate.find(archive, uid)
    assert kept.kept and not kept.waits and kept.state is State.REVIEW and change.label == "Keep passage as it is"
    assert kept.anchor.exact == "The broker asked for 33,000 yuan"
    assert history.page(archive, limit=1)[0].details == (history.Detail("review", "waits", "kept as it is"),)
    updated(SECOND.replace("the house stood empty", "the house stood quite empty"))
    assert annotate.find(archive, uid).waits  # a new text is another question
    annotate.keep_as_is(archive, [uid])
    again = annotate.keep_as_is(archive, [uid], kept=False)
    assert annotate.find(archive, uid).waits and again.label == "Review passage again"
    assert again.inverse is not None
    acts.perform(archive, again.inverse)
    assert annotate.find(archive, uid).kept
    with pytest.raises(Invalid, match="stands where its words are"):
        annotate.keep_as_is(archive, [uid, safe])
    assert maintain.check(archive) == []


def test_what_was_kept_stands_again_when_its_words_come_back(
    archive: Archive, updated: Callable[[str], ArticleId]
) -> None:
    article = updated(FIRST)
    uid = mark(archive, article, "The broker asked for 33,000 yuan")
    updated(SECOND)
    annotate.keep_as_is(archive, [uid])
    updated(FIRST + "\n\nA line was added.")
    passage = annotate.find(archive, uid)
    assert passage.state is State.ANCHORED and not passage.kept
    updated(SECOND + "\n\nAnother line was added.")
    assert annotate.find(archive, uid).waits
