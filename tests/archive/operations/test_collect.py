"""Collections, tags and saved searches; and that undoing any row of acts restores the state exactly."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.change import Act, Change
from archive.model.search import Scope, Sort
from archive.operations import acts, collect, curate
from tests.archive.made import new_archive

AddArticle = Callable[..., int]


def made(change: Change) -> int:
    """The id of the collection or search that a Change made."""
    ((_, key),) = change.touched
    return key


def undo(archive: Archive, change: Change) -> Change:
    assert change.inverse is not None
    return acts.perform(archive, change.inverse)


def test_making_a_collection_of_articles_is_taken_back_and_done_again_as_one_act(
    archive: Archive, add_article: AddArticle
) -> None:
    first, second = add_article(archive), add_article(archive)
    change = collect.create_with(archive, "Both", [first, second])
    (shelf,) = archive.store.collections.list()
    assert (shelf.name, shelf.articles) == ("Both", 2)
    again = undo(archive, change)
    assert archive.store.collections.list() == []
    undo(archive, again)
    assert [each.articles for each in archive.store.collections.list()] == [2]


def test_a_deleted_collection_comes_back_with_all_that_was_in_it(archive: Archive, add_article: AddArticle) -> None:
    first, second = add_article(archive), add_article(archive)
    outer = made(collect.create(archive, "Outer"))
    inner = made(collect.create(archive, "Inner", outer))
    collect.add(archive, outer, [first])
    collect.add(archive, inner, [first, second])
    before = archive.store.collections.list()
    change = collect.delete(archive, outer)
    assert archive.store.collections.list() == []
    assert archive.store.articles.count(Scope()) == 2
    undo(archive, change)
    assert archive.store.collections.list() == before
    assert archive.store.collections.articles(inner) == [first, second]


def test_collecting_touches_only_what_was_not_there(archive: Archive, add_article: AddArticle) -> None:
    first, second = add_article(archive), add_article(archive)
    shelf = made(collect.create(archive, "Shelf"))
    collect.add(archive, shelf, [first])
    change = collect.add(archive, shelf, [first, second])
    undo(archive, change)
    assert archive.store.collections.articles(shelf) == [first]
    assert collect.add(archive, shelf, [first]).touched == frozenset()
    taken = collect.remove(archive, shelf, [first, second])
    undo(archive, taken)
    assert archive.store.collections.articles(shelf) == [first]


def test_names_and_places_of_collections_are_checked(archive: Archive) -> None:
    outer = made(collect.create(archive, "  Outer  shelf "))
    inner = made(collect.create(archive, "Inner", outer))
    assert archive.store.collections.get(outer).name == "Outer shelf"
    with pytest.raises(Invalid):
        collect.create(archive, " ")
    with pytest.raises(Invalid):
        collect.move(archive, outer, inner)
    for act in (lambda: collect.move(archive, inner, 99), lambda: collect.add(archive, 99, [])):
        with pytest.raises(NotFound):
            act()


def test_a_tag_makes_those_above_it_and_goes_when_nothing_carries_it(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    change = collect.tag(archive, [article], " work / mining /")
    assert archive.store.tags.of(article) == ["work/mining"]
    assert archive.store.tags.list() == ["work", "work/mining"]
    undo(archive, change)
    assert archive.store.tags.list() == []
    with pytest.raises(Invalid):
        collect.tag(archive, [article], " / ")
    with pytest.raises(NotFound):
        collect.tag(archive, [999], "work")


def test_a_saved_search_keeps_its_scope_and_its_name_to_itself(archive: Archive) -> None:
    scope = Scope(unread=True, publishers=("Paper", ""), collection=3)
    search = made(collect.save_search(archive, "Mine", "border AND river", Sort.PUBLISHED, scope))
    kept = archive.store.searches.get(search)
    assert (kept.name, kept.query, kept.sort, kept.scope) == ("Mine", "border AND river", Sort.PUBLISHED, scope)
    with pytest.raises(Invalid, match="already"):
        collect.save_search(archive, "Mine", "x")
    collect.rename_search(archive, search, "Yours")
    undo(archive, collect.delete_search(archive, search))
    assert archive.store.searches.get(search).name == "Yours"
    assert archive.store.searches.get(search).scope == scope


def test_an_unknown_verb_is_refused(archive: Archive) -> None:
    with pytest.raises(Invalid, match="does not know"):
        acts.perform(archive, Act("teleport"))


def test_every_act_of_this_module_writes_one_journal_row(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    shelf = made(collect.create(archive, "Shelf"))
    collect.add(archive, shelf, [article])
    collect.tag(archive, [article], "work")
    collect.save_search(archive, "Mine", "x")
    labels = [entry.change.label for entry in archive.store.journal.recent(10)]
    assert labels == ["Save search", "Tag article", "Collect article", "Make collection"]


# Any row of acts

NAMES = st.sampled_from(["a", "b", "work/mining", "work", "c d"])
ARTICLES = st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=3)
SHELVES = st.integers(1, 4)
STEPS = st.one_of(
    st.tuples(st.just(curate.edit), st.sampled_from([1, 2]), st.fixed_dictionaries({}, optional={
        "title": NAMES, "byline": st.lists(NAMES, max_size=2), "published": st.sampled_from(["2019", "1994~", None]),
        "language": st.sampled_from(["en", "ko", None]), "publisher": st.none() | NAMES,
    })),
    st.tuples(st.just(curate.star), ARTICLES, st.booleans()),
    st.tuples(st.just(curate.read), ARTICLES, st.booleans()),
    st.tuples(st.just(curate.trash), ARTICLES),
    st.tuples(st.just(curate.restore), ARTICLES),
    st.tuples(st.just(curate.note), st.sampled_from([1, 2]), NAMES),
    st.tuples(st.just(collect.create), NAMES, st.none() | SHELVES),
    st.tuples(st.just(collect.rename), SHELVES, NAMES),
    st.tuples(st.just(collect.move), SHELVES, st.none() | SHELVES),
    st.tuples(st.just(collect.delete), SHELVES),
    st.tuples(st.just(collect.add), SHELVES, ARTICLES),
    st.tuples(st.just(collect.remove), SHELVES, ARTICLES),
    st.tuples(st.just(collect.tag), ARTICLES, NAMES),
    st.tuples(st.just(collect.untag), ARTICLES, NAMES),
    st.tuples(st.just(collect.save_search), NAMES, NAMES),
    st.tuples(st.just(collect.rename_search), SHELVES, NAMES),
    st.tuples(st.just(collect.delete_search), SHELVES),
)  # fmt: skip


def state(archive: Archive) -> list[Any]:
    """All that people changed, as they see it."""
    store = archive.store
    articles = [store.articles.get(article) for article in (1, 2, 3)]
    shelves = store.collections.list()
    return [
        articles,
        [store.articles.state(each.id, ("read_at", "trashed_at", "edition")) for each in articles],
        [(store.articles.evidence(each.id), store.tags.of(each.id)) for each in articles],
        [(each, store.collections.articles(each.id)) for each in shelves],
        [store.tags.list(), store.searches.list(), store.articles.facets(Scope())],
    ]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(STEPS, max_size=12))
def test_undoing_all_acts_restores_the_state_and_redoing_them_brings_it_back(
    tmp_path_factory: pytest.TempPathFactory, add_article: AddArticle, steps: list[tuple[Any, ...]]
) -> None:
    path: Path = tmp_path_factory.mktemp("acts") / "Test.waystation"
    with new_archive(path) as archive:
        for title in ("one", "two", "three"):
            add_article(archive, title=title)
        done = []
        before = state(archive)
        for act, *arguments in steps:
            keywords = arguments.pop() if act is curate.edit else {}
            try:
                change = act(archive, *arguments, **keywords)
            except (NotFound, Invalid):
                continue
            if change.inverse is not None:
                done.append(change)
        after = state(archive)
        undone = [undo(archive, change) for change in reversed(done)]
        assert state(archive) == before
        for change in reversed(undone):
            undo(archive, change)
        assert state(archive) == after
