"""What is brought in stands where it stood, is matched to what is here, is never doubled or overwritten, and is taken back as one act."""

from dataclasses import replace

import pytest

from archive.archive import Archive
from archive.base.errors import Cancelled, Invalid
from archive.base.progress import Progress
from archive.model.article import Metadata
from archive.model.ids import Uid
from archive.model.interchange import (
    Came,
    Incoming,
    IncomingMemo,
    IncomingPassage,
    IncomingSet,
    IncomingSource,
    IncomingTag,
    IncomingUse,
)
from archive.operations import acts, annotate, bringing, codebook, history
from tests.archive.conftest import AddArticle, blocks_of
from tests.archive.held import NOTHING, articles, held

WORDS = "The lock\nThe lock opened at six. Nobody was there.\nThe lock closed at nine."
GUID = "0123456789abcdef0123456789abcdef"


def source(text: str = WORDS, **said: object) -> IncomingSource:
    given = {"key": "s", "metadata": Metadata(title="The lock"), "text": blocks_of(text), "data": text.encode()} | said
    return IncomingSource(name="lock.txt", **given)  # type: ignore[arg-type]


def passage(words: str = "opened at six", text: str = WORDS, **said: object) -> IncomingPassage:
    start = text.index(words)
    given = {"source": "s", "start": start, "end": start + len(words), "exact": words, "uid": Uid(GUID)} | said
    return IncomingPassage(**given)  # type: ignore[arg-type]


def incoming(**said: object) -> Incoming:
    given: dict[str, object] = {"title": "Canal", "origin": "Another 1.0", "sources": (source(),)}
    return Incoming(**given | said)  # type: ignore[arg-type]


def test_a_new_text_becomes_an_article_with_its_original_and_its_passage(archive: Archive) -> None:
    tags = (IncomingTag("t", ("water", "locks"), definition="Gates on a canal", colour="sky"),)
    use = IncomingUse("t", "Cy", "2020-01-02T03:04:05.000Z")
    came, change = bringing.bring(
        archive,
        incoming(tags=tags, passages=(passage(tags=(use,), note="seen", author="Ann"),)),
        path="/a/canal.qdpx",
    )
    assert (came.articles, came.tags, came.passages) == (Came(1), Came(1), Came(1))
    (article,) = articles(archive)
    edition = archive.store.editions.current(article.id)
    assert (article.title, edition.text, edition.path) == ("The lock", WORDS, "/a/canal.qdpx")
    assert archive.store.originals.data(edition.original.sha512) == WORDS.encode()
    (made,) = annotate.passages(archive)
    assert (made.uid, made.anchor.exact, made.note, made.author) == (GUID, "opened at six", "seen", "Ann")
    assert [(each.path, each.author, each.created) for each in made.tags] == [("water/locks", "Cy", use.created)]
    assert (codebook.get(archive, "water/locks").definition, codebook.get(archive, "water/locks").colour) == (
        "Gates on a canal",
        "sky",
    )
    assert change.touches("article") and change.touches("passage") and change.touches("tag")


def test_it_is_one_act_that_is_taken_back_and_done_again(archive: Archive) -> None:
    before = held(archive)
    memo = IncomingMemo("Look", "at locks", Uid("f" * 32), about=("tag", "t"), links=(("passage", GUID),))
    tags = (IncomingTag("t", ("locks",), Uid("e" * 32), definition="Gates"),)
    given = incoming(
        tags=tags,
        passages=(passage(tags=(IncomingUse("t"),)),),
        memos=(memo,),
        sets=(IncomingSet("North", ("s",)),),
    )
    came, change = bringing.bring(archive, given)
    assert came.collections == Came(1)
    brought = held(archive)
    assert came.changes and len(history.page(archive)) == 1
    assert change.inverse is not None
    back = acts.perform(archive, change.inverse)
    assert held(archive) == before and archive.store.articles.get(came.ids[0]).trashed_at is not None  # type: ignore[arg-type]
    assert back.inverse is not None
    acts.perform(archive, back.inverse)
    assert held(archive) == brought
    history.revert(archive, history.page(archive)[0].id)
    assert held(archive) == before


def test_a_set_that_is_a_collection_already_is_left_as_it_is(archive: Archive) -> None:
    given = incoming(sources=(source(uid=Uid("a" * 32)),), sets=(IncomingSet("North", ("s",), Uid("c" * 32)),))
    bringing.bring(archive, given)
    came, _ = bringing.bring(archive, given)
    assert came.collections == Came(0, 1) and not came.changes
    (collection,) = archive.store.collections.list()
    with archive.atomic():
        archive.store.collections.remove(collection.id, articles(archive)[0].id)
    came, _ = bringing.bring(archive, given)
    assert came.collections == Came(0, 0, 1) and "North" in came.differing[0]
    assert archive.store.collections.articles(collection.id) == []


def test_taking_it_back_is_refused_when_something_was_changed_since(archive: Archive) -> None:
    _, change = bringing.bring(archive, incoming(passages=(passage(),)))
    annotate.set_note(archive, GUID, "my own")
    assert change.inverse is not None
    with pytest.raises(Invalid, match="changed again later"):
        acts.perform(archive, change.inverse)
    assert annotate.find(archive, GUID).note == "my own"


def test_a_text_that_is_here_is_matched_by_its_words(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, WORDS.partition("\n")[2], title="The lock")
    came, change = bringing.bring(archive, incoming(passages=(passage(),)))
    assert came.articles == Came(0, 1) and came.ids == (article,)
    assert [each.article for each in annotate.passages(archive)] == [article]
    assert change.inverse is not None and change.inverse.verb == "take_back"


def test_what_is_here_is_left_and_told(archive: Archive) -> None:
    tags = (IncomingTag("t", ("locks",), definition="Gates"),)
    first = incoming(sources=(source(uid=Uid("a" * 32)),), tags=tags, passages=(passage(note="theirs"),))
    bringing.bring(archive, first)
    annotate.set_note(archive, GUID, "mine")
    codebook.define(archive, "locks", "Mine")
    before = held(archive)
    came, change = bringing.bring(archive, first)
    assert held(archive) == before and not came.changes and not change.touched
    assert came.passages == Came(0, 0, 1) and came.tags == Came(0, 0, 1)
    assert any("note" in each for each in came.differing) and any("definition" in each for each in came.differing)


def test_passages_without_a_uid_are_not_doubled(archive: Archive) -> None:
    given = incoming(passages=(passage(uid=None, note="seen", author="Ann"),))
    bringing.bring(archive, given)
    came, _ = bringing.bring(archive, given)
    assert came.passages == Came(0, 1) and annotate.count(archive) == 1


def test_a_passage_is_carried_into_another_text_only_where_that_is_certain(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(
        archive,
        "A new beginning that nobody had written before.\nThe lock opened at six. Nobody was there.\nIt shut.",
        title="The lock",
    )
    uid = archive.store.articles.get(article).uid
    marks = (passage("The lock opened at six. Nobody was there."), passage("closed at nine", uid=Uid("b" * 32)))
    came, _ = bringing.bring(archive, incoming(sources=(source(uid=uid),), passages=marks))
    assert came.passages == Came(1)
    assert [each.anchor.exact for each in annotate.passages(archive)] == ["The lock opened at six. Nobody was there."]
    assert any("not certain" in each and "closed at nine" in each for each in came.lost)


def test_words_alone_are_found_where_they_stand_once(archive: Archive, add_article: AddArticle) -> None:
    add_article(archive, WORDS.partition("\n")[2], title="The lock", url="https://example.org/lock")
    marks = (
        IncomingPassage("s", exact="Nobody  was\nthere"),
        IncomingPassage("s", exact="The lock", prefix="there. ", suffix=" closed"),
        IncomingPassage("s", exact="The lock"),
        IncomingPassage("s", exact="no such words"),
        IncomingPassage("s"),
    )
    known = IncomingSource("s", metadata=Metadata(url="https://example.org/lock"))
    came, _ = bringing.bring(archive, incoming(sources=(known,), passages=marks))
    assert came.passages.new == 2 and len(came.lost) == 3
    assert {each.anchor.exact for each in annotate.passages(archive)} == {"Nobody was there", "The lock"}


def test_a_text_that_is_nowhere_is_told(archive: Archive) -> None:
    unknown = IncomingSource("s", metadata=Metadata(url="https://example.org/none"))
    came, _ = bringing.bring(archive, incoming(sources=(unknown,), passages=(IncomingPassage("s", exact="words"),)))
    assert came.articles == Came() and len(came.lost) == 2 and "https://example.org/none" in came.lost[0]


def test_the_preview_says_what_would_come_and_writes_nothing(archive: Archive) -> None:
    given = incoming(tags=(IncomingTag("t", ("locks",)),), passages=(passage(),))
    before = bringing.preview(archive, given)
    assert held(archive) == NOTHING
    came, _ = bringing.bring(archive, given)
    assert replace(came, ids=()) == before


def test_cancelling_brings_nothing(archive: Archive) -> None:
    progress = Progress(lambda done, total, label: progress.cancel() if label == "Bringing in passages" else None)
    with pytest.raises(Cancelled):
        bringing.bring(archive, incoming(passages=(passage(), passage("closed", uid=None))), progress=progress)
    assert held(archive)["articles"] == {} and held(archive)["passages"] == {}


def test_names_that_no_tag_can_have_are_mended_and_told(archive: Archive) -> None:
    names = (("a/b",), ("line\nbreak",), ("",), ("n" * 300,), ("Same",), ("same",), ("x\u202ey",))
    tags = tuple(IncomingTag(str(number), each) for number, each in enumerate(names))
    came, _ = bringing.bring(archive, incoming(tags=tags))
    paths = {tag.path for tag in codebook.tree(archive)}
    assert paths == {"a∕b", "line break", "unnamed", "n" * 200, "Same", "x y"}
    assert any("6 tags" in each or "5 tags" in each for each in came.notes)
    assert any("became one" in each for each in came.notes)
