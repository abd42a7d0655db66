"""Where a person put a passage is what is exchanged; that it comes along with its text is nobody's change."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.model.passage import Passage, State
from archive.operations import acts, annotate, curate, editions, maintain
from archive.operations.exchange import resolving
from tests.archive.exchanged import faults
from tests.archive.operations.exchange.copies import Authors, join
from tests.archive.operations.exchange.steps import articles
from tests.archive.times import Rules


@pytest.fixture
def authors(tmp_path: Path, rules: Rules) -> Iterator[Authors]:
    with ExitStack() as stack:
        yield Authors(tmp_path, stack)


def passage(archive: Archive, words: str = "lock") -> Passage:
    """The passage over the words "lock", or the one over others."""
    return next(each for each in annotate.passages(archive, limit=None) if each.anchor.exact == words)


def put_back(archive: Archive, number: int) -> ArticleId:
    """Puts back one of the lines that were set aside, so that every place behind it is another one."""
    article = articles(archive)[0]
    aside = sorted(archive.store.editions.get(1).set_aside, key=lambda each: each.text)[number]
    left = next(each for each in archive.store.editions.current(article).set_aside if each.text == aside.text)
    editions.put_back(archive, article, left)
    return article


def test_who_moves_its_edges_and_who_has_another_text_do_not_contradict_each_other(authors: Authors) -> None:
    ada, ben, _ = authors.archives
    before = passage(ada)
    put_back(ada, 0)
    assert passage(ada).edition != before.edition
    annotate.move_edges(ben, before.uid, before.anchor.start, before.anchor.end + 7)
    together = authors.agreed()
    assert [each for each in resolving.conflicts(together) if each.kind == "passage"] == []
    moved = passage(together, "lock opened")
    assert (moved.uid, moved.state) == (before.uid, State.ANCHORED)
    assert moved.edition == together.store.articles.get(moved.article).edition


def test_those_whose_texts_are_three_agree_about_it_in_every_order(authors: Authors) -> None:
    """Ben has it from Ada, and the text that she had then; Cleo's text is another one, and she does not know the passage."""
    ada, ben, cleo = authors.archives
    annotate.mark(ada, articles(ada)[0], 19, 21, note="mine")
    put_back(ada, 1)
    join(ben, ada)
    put_back(ada, 0)
    put_back(cleo, 0)
    together = authors.agreed()
    assert [each.field for each in resolving.conflicts(together) if each.kind == "passage"] == []
    for order in permutations(range(3)):
        found = next(each for each in annotate.passages(authors.joined(*order), limit=None) if each.note == "mine")
        assert (found.state, found.anchor.exact) == (State.ANCHORED, "op")


def test_edges_that_a_person_moved_in_the_text_that_shows_are_told(authors: Authors) -> None:
    ada, ben, _ = authors.archives
    put_back(ada, 0)
    here = passage(ada)
    annotate.move_edges(ada, here.uid, here.anchor.start, here.anchor.end + 7)
    join(ben, ada)
    assert passage(ben, "lock opened").uid == here.uid
    authors.agreed()


def test_it_stands_where_it_was_put_once_its_text_is_back(authors: Authors) -> None:
    ada = authors.archives[0]
    before = passage(ada)
    article = articles(ada)[0]
    aside = ada.store.editions.current(article).set_aside[0]
    change = editions.put_back(ada, article, aside)
    said = "SELECT said FROM passages WHERE uid = ?"
    assert ada.store.connections.value(said, (before.uid,)) is not None
    assert change.inverse is not None
    acts.perform(ada, change.inverse)
    assert passage(ada).anchor == before.anchor and passage(ada).edition == before.edition
    assert ada.store.connections.value(said, (before.uid,)) is None
    assert ada.store.connections.rows("SELECT 1 FROM exchange_log WHERE kind = 'passage' AND field = 'place'") == []
    assert faults(ada) == [] and maintain.check(ada, repair=True) == []


def test_it_goes_with_its_article_when_that_is_purged(authors: Authors) -> None:
    ada = authors.archives[0]
    article = put_back(ada, 0)
    curate.trash(ada, [article])
    curate.purge(ada, [article])
    assert ada.store.connections.value("SELECT count(*) FROM passages WHERE said IS NOT NULL") == 0
    assert faults(ada) == []
