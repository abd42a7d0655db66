"""Finding over a real archive: scope, order, facets, pages, snippets, and what is still pending."""

import pytest

from archive.archive import Archive
from archive.base.errors import Cancelled
from archive.model.search import Scope, Sort
from archive.operations import collect, curate, find, indexing, timeline
from archive.store import listing


@pytest.fixture
def library(archive: Archive, add_article) -> Archive:
    add_article(
        archive, "The river froze. Nobody crossed.", "Winter", publisher="Daily", published="2019-12", language="en"
    )
    add_article(
        archive, "A river in spring, a river in flood.", "Spring", publisher="Times", published="2021", language="en"
    )
    add_article(archive, "강을 건넌 탈북자들", "이야기", publisher="Daily", language="ko")
    add_article(archive, "Nothing of that kind.", "River", publisher="Times", published="2020-05-01", language="en")
    archive.index.catch_up()
    return archive


def titles(results) -> list[str]:
    return [hit.article.title for hit in results.hits]


def test_the_best_come_first_with_facets_over_all_hits(library: Archive) -> None:
    results = find.search(library, "river", limit=1)
    assert (results.total, titles(results), results.pending) == (3, ["River"], 0)
    assert results.facets["publisher"] == {"Times": 2, "Daily": 1}
    assert set(results.facets["year"]) == {"2019", "2020", "2021"}
    assert results.facets["language"] == {"en": 3}
    assert results.hits[0].score > 0 and results.elapsed_ms > 0


def test_a_search_without_end_is_answered_as_far_as_it_goes_and_says_so(library: Archive) -> None:
    assert find.search(library, "river").left_out is None
    results = find.search(library, "river OR " + " OR ".join(f"word{number}" for number in range(9_000)))
    assert (results.total, results.left_out) == (
        3,
        "Of this long search only the first 50 words could be looked for; ask for fewer.",
    )
    assert all(hit.snippets for hit in results.hits)


def test_pages_follow_each_other(library: Archive) -> None:
    pages = [titles(find.search(library, "river", limit=2, offset=offset)) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 1, 0]
    assert sorted([title for page in pages for title in page]) == ["River", "Spring", "Winter"]


def test_other_orders(library: Archive) -> None:
    assert titles(find.search(library, "river", sort=Sort.PUBLISHED)) == ["Spring", "River", "Winter"]
    assert titles(find.search(library, "river", sort=Sort.TITLE, limit=1, offset=1)) == ["Spring"]


def test_the_scope_narrows_hits_and_facets(library: Archive) -> None:
    results = find.search(library, "river", scope=Scope(publishers=("Daily",)))
    assert (results.total, titles(results)) == (1, ["Winter"])
    assert results.facets["year"] == {"2019": 1}


def test_snippets_are_slices_of_the_text_below_the_title(library: Archive) -> None:
    (hit,) = find.search(library, "froze").hits
    text = library.store.editions.current(hit.article.id).text
    (snippet,) = hit.snippets
    assert text[snippet.start : snippet.end] == snippet.text == "The river froze. Nobody crossed."
    assert [snippet.text[start:end] for start, end in snippet.highlights] == ["froze"]
    assert find.search(library, "froze", snippets=False).hits[0].snippets == ()


@pytest.mark.parametrize("scope", [Scope(), Scope(publishers=("Times",)), Scope(trashed=True), Scope(tags=("route",))])
@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.TITLE])
def test_few_hits_right_after_a_commit_are_those_of_the_census(
    library: Archive, add_article, monkeypatch: pytest.MonkeyPatch, scope: Scope, sort: Sort
) -> None:
    asked = ["river", "froze", "강을", "nobody OR kind", "-river", "absent"]
    for number, article in enumerate(find.articles(library)):
        collect.tag(library, [article.id], ("route/sea", "route", "crossing")[number % 3])
    library.index.catch_up()

    def answers() -> list[object]:
        found = []
        for query in asked:
            # Whoever commits makes what is kept of the archive untrue.
            curate.star(library, [find.articles(library)[0].id], starred=len(found) % 2 == 0)
            results = find.search(library, query, scope=scope, sort=sort)
            hits = [(hit.article.id, hit.score, hit.snippets) for hit in results.hits]
            tags = list(results.facets["tag"].items())
            found.append((results.total, hits, dict(results.facets) | {"tag": tags}, results.did_you_mean))
        return found

    soon = answers()
    for module in (find, listing):
        monkeypatch.setattr(module, "FEW", -1)
    monkeypatch.setattr(find, "EVERYTHING", None)
    assert soon == answers()


def test_what_left_is_no_hit_even_before_the_index_knows(library: Archive) -> None:
    every = {article.title: article.id for article in find.articles(library)}
    curate.trash(library, [every["River"]])
    results = find.search(library, "river", limit=1)
    assert (results.total, titles(results), results.pending) == (2, ["Spring"], 1)
    curate.purge(library, [every["River"]])
    curate.trash(library, [every["Winter"]])
    results = find.search(library, "river")
    assert (results.total, titles(results), results.pending) == (1, ["Spring"], 2)
    curate.restore(library, [every["Winter"]])
    assert set(titles(find.search(library, "river"))) == {"Spring", "Winter"}


def test_a_search_of_everything_goes_through_no_census(library: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    library.store.articles.census(find.EVERYTHING)
    narrowed: list[object] = []
    ranking = library.index.ranking
    monkeypatch.setattr(
        library.index,
        "ranking",
        lambda *query, **asked: (narrowed.append(asked.get("allowed")), ranking(*query, **asked))[1],
    )
    assert find.search(library, "river", facets=()).total == 3
    assert narrowed == [None]


def test_only_the_facets_that_are_asked_for_are_counted(library: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    collect.tag(library, [find.articles(library)[0].id], "route")
    every = find.search(library, "river").facets
    # Tags take longest: they are not so much as looked at.
    monkeypatch.setattr(listing.Listing, "_tags_of", lambda *_, **__: pytest.fail("nobody asked for tags"))
    asked = find.search(library, "river", facets=("year", "publisher")).facets
    assert dict(asked) == {name: every[name] for name in ("publisher", "year")}
    assert list(asked) == ["publisher", "year"]
    assert find.search(library, "river", facets=()).facets == {}


def test_what_was_meant_is_told_only_to_who_asks(library: Archive) -> None:
    assert find.search(library, "rivre").did_you_mean == "river"
    assert find.search(library, "rivre", suggest=False).did_you_mean is None


def test_an_empty_query_lists_the_scope(library: Archive) -> None:
    results = find.search(library, "  ", limit=2)
    assert (results.total, len(results.hits), results.hits[0].snippets) == (4, 2, ())
    assert [article.title for article in find.articles(library, sort=Sort.TITLE, limit=2)] == ["River", "Spring"]


def test_positions_step_through_the_text(library: Archive) -> None:
    (hit,) = find.search(library, "flood").hits
    text = library.store.editions.current(hit.article.id).text
    found = find.positions(library, hit.article.id, "river flood")
    assert [text[start:end] for start, end in found] == ["river", "river", "flood"]


def test_a_misspelt_query_is_answered_with_a_better_one(library: Archive) -> None:
    assert find.search(library, "rivre").did_you_mean == "river"


def test_what_is_saved_but_not_indexed_is_pending(library: Archive, add_article) -> None:
    add_article(library, "Another river")
    results = find.search(library, "river")
    assert (results.total, results.pending) == (3, 1)
    indexing.index_few(library)
    results = find.search(library, "river")
    assert (results.total, results.pending) == (4, 0)


@pytest.mark.hostile(48)
def test_a_forged_index_is_rebuilt_and_says_so_meanwhile(library: Archive) -> None:
    with library.atomic():
        for name in library.chunks.names():
            data, _ = library.chunks.get(name)
            library.chunks.delete(name)
            library.chunks.put(name, data, b"\0" * 32)
    results = find.search(library, "river")
    assert (results.total, results.pending) == (0, 4)
    indexing.settle(library)
    assert find.search(library, "river").total == 3
    assert library.index.verify() == []


def test_a_newer_keystroke_cancels_the_search(library: Archive) -> None:
    with pytest.raises(Cancelled):
        find.search(library, "river", cancelled=lambda: True)


def test_a_large_import_is_left_to_the_child(archive: Archive, add_article) -> None:
    for number in range(indexing.AT_ONCE + 1):
        add_article(archive, f"river {number}")
    indexing.index_few(archive)
    assert archive.index.pending() == indexing.AT_ONCE + 1
    batches: list[tuple[int, int]] = []
    child = indexing.indexer(archive, batch_done=lambda done, pending: batches.append((done, pending)))
    child.start()
    try:
        assert child.wait(120)
        assert find.search(archive, "river").total == indexing.AT_ONCE + 1
        assert sum(done for done, _ in batches) == indexing.AT_ONCE + 1
        add_article(archive, "a late river")
        assert child.wait(120)
        assert find.search(archive, "late").total == 1
    finally:
        child.close()
    assert archive.index.verify() == []


def test_the_child_reads_dates_after_it_has_indexed(archive: Archive, add_article) -> None:
    for number in range(indexing.AT_ONCE + 1):
        add_article(archive, f"The ferry number {number} sank in March 2011.")
    told: list[tuple[str, int, int]] = []
    child = indexing.indexer(
        archive,
        batch_done=lambda done, pending: told.append(("indexed", done, pending)),
        read_done=lambda done, pending: told.append(("read", done, pending)),
    )
    child.start()
    try:
        assert child.wait(120)
        assert told == [("indexed", indexing.AT_ONCE + 1, 0), ("read", indexing.AT_ONCE + 1, 0)]
        assert {mention.edtf for mention in timeline.mentions(archive)} == {"2011-03"}
        assert len(timeline.columns(archive)) == indexing.AT_ONCE + 1
        late = add_article(archive, "The late ferry sank in 2012.")
        assert child.wait(120)
        assert [mention.exact for mention in timeline.of_article(archive, late)] == ["2012"]
    finally:
        child.close()


def test_a_child_that_dies_is_started_once_more_and_then_reported(archive: Archive, add_article) -> None:
    said: list[str] = []
    child = indexing.indexer(archive, failed=said.append)
    child.start()
    try:
        assert child.wait(120)
        child.end_abruptly()
        add_article(archive, "river after the fall")
        assert child.wait(120)
        assert find.search(archive, "fall").total == 1
        assert said == []
        child.end_abruptly()
        assert not child.wait(120)
    finally:
        child.close()
    assert len(said) == 1 and "stopped" in said[0]


def test_an_archive_that_cannot_be_opened_is_reported(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    child = indexing.indexer(archive, failed=said.append)
    archive.close()
    archive.path.write_bytes(b"no archive at all")
    child.start()
    assert not child.wait(120)
    child.close()
    assert said and "stopped" in said[-1]
