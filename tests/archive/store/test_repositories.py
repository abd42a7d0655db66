"""What the store keeps and gives back: round trips, immutability, the outbox, chunks, lists, facets and groups."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.article import Block, BlockKind, Evidence, Metadata, Run, RunKind, SetAside, Text, Verdict
from archive.model.ids import EditionId
from archive.model.search import Scope, Sort

AddArticle = Callable[..., int]


def test_metadata_and_evidence_come_back_as_they_were(archive: Archive) -> None:
    evidence = {
        "title": Evidence("A title", 3, 10, "first line", 0.9),
        "byline": Evidence("A; B", None, None, "entered", 1.0),
    }
    metadata = Metadata(
        "A title", ("A", "나"), "Paper", "Site", "2019-03?", "ko", "https://a.example/1", "2020", evidence
    )
    with archive.atomic():
        article = archive.store.articles.add(metadata, verdict=Verdict.PARTIAL, warnings=("Cut.",), added="2026")
    got = archive.store.articles.get(article)
    assert (got.title, got.byline, got.publisher, got.republisher) == ("A title", ("A", "나"), "Paper", "Site")
    assert (got.published, got.language, got.url, got.accessed) == ("2019-03?", "ko", "https://a.example/1", "2020")
    assert (got.verdict, got.warnings, got.read, got.starred) == (Verdict.PARTIAL, ("Cut.",), False, False)
    assert archive.store.articles.evidence(article) == evidence


def test_an_edition_keeps_blocks_runs_and_what_was_set_aside(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    run = Run(RunKind.LINK, 6, 10, "https://b.example/?q=1")
    blocks = (Block(BlockKind.HEADING, 0, 5, (9, 14), 2), Block(BlockKind.QUOTE, 6, 12, (20, 30), 1, (run,)))
    text = Text("Títul\n한국어 둘글", blocks, (SetAside(0, 4, "Menu", "navigation"),))
    with archive.atomic():
        address = archive.store.editions.current(article).original.sha512
        edition = archive.store.editions.add(
            article, text, original=address, encoding="utf-8", importer="plain", importer_version=2, reason="update",
            path="/b", created="2026",
        )  # fmt: skip
    got = archive.store.editions.current(article)
    assert (got.id, got.number, got.reason, got.importer_version) == (edition, 2, "update", 2)
    assert (got.text, got.blocks, got.set_aside) == (text.text, text.blocks, text.set_aside)
    assert [each.number for each in archive.store.editions.summaries(article)] == [2, 1]
    assert archive.store.editions.summaries(article)[0].text == ""
    assert archive.store.articles.get(article).words == 4


def test_an_edition_can_be_neither_changed_nor_deleted(archive: Archive, add_article: AddArticle) -> None:
    add_article(archive)
    for sql in ("UPDATE editions SET text = 'forged'", "DELETE FROM editions"):
        with pytest.raises(dbapi2.IntegrityError, match="an edition"), archive.atomic():
            archive.store.connections.change(sql)
    with closing(sqlite3.connect(archive.path)) as other, pytest.raises(sqlite3.IntegrityError):
        other.execute("UPDATE editions SET text = 'forged'")


def test_the_same_bytes_are_kept_once(archive: Archive, add_article: AddArticle) -> None:
    first, second = add_article(archive, "Same."), add_article(archive, "Same.")
    (address,) = archive.store.originals.addresses()
    assert archive.store.originals.data(address) == b"A title\nSame."
    assert archive.store.originals.known(address) == [first, second]
    assert archive.store.originals.places(first)[0][:3] == ("/articles/article.txt", None, "article.txt")
    assert archive.store.originals.at_path("/articles/article.txt") == [first, second]


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 20])
def test_originals_of_every_size_come_back_whole(archive: Archive, size: int) -> None:
    data = (b"0123456789abcde" * (size // 15 + 1))[:size]
    with archive.atomic():
        address = archive.store.originals.put(data, "x", "text/plain").sha512
    assert archive.store.originals.data(address) == data
    assert archive.store.originals.intact(address)


def test_an_original_of_100_megabytes_is_kept_whole(archive: Archive) -> None:
    data = bytes(range(256)) * (100 * 1_000_000 // 256)
    with archive.atomic():
        kept = archive.store.originals.put(data, "large.txt", "text/plain")
    assert archive.store.originals.data(kept.sha512) == data
    assert archive.store.originals.intact(kept.sha512)


def test_an_article_is_found_by_id_uid_and_the_beginning_of_its_uid(archive: Archive, add_article: AddArticle) -> None:
    article = archive.store.articles.get(add_article(archive))
    add_article(archive)
    for text in (str(article.id), article.uid, article.uid[:8], f" {article.uid.upper()} "):
        assert archive.store.articles.find(text).id == article.id
    for text in ("999", "zzzzzzzz", article.uid[:5] + "z", "", "99999999999999999999"):
        with pytest.raises(NotFound):
            archive.store.articles.find(text)


def test_only_columns_of_an_article_can_be_named(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    with pytest.raises(Invalid), archive.atomic():
        archive.store.articles.update(article, uid="forged")
    with pytest.raises(Invalid):
        archive.store.articles.state(article, ("title FROM articles; --",))


# Outbox and chunks


def test_what_is_searched_is_queued_once_and_with_a_new_row(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    ((row, waiting, document),) = archive.store.outbox.take(10)
    assert waiting == article and document is not None and document.body == "A title\nSome words."
    with archive.atomic():
        archive.store.articles.update(article, title="Another")
        archive.store.outbox.done([row])
    ((again, _, document),) = archive.store.outbox.take(10)
    assert again > row and document is not None and document.title == "Another"


def test_fewer_rows_are_taken_where_texts_are_long(
    archive: Archive, add_article: AddArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.store.outbox._PAGE", 2)
    articles = [add_article(archive) for _ in range(5)]
    outbox = archive.store.outbox
    assert [article for _, article, _ in outbox.take(10)] == articles
    assert [article for _, article, _ in outbox.take(3)] == articles[:3]
    assert [article for _, article, _ in outbox.take(10, characters=20)] == articles[:2]
    assert list(outbox.waiting(3)) == [row for row, _, _ in outbox.take(3)]


def test_texts_are_read_with_where_they_begin_below_the_headline(archive: Archive, add_article: AddArticle) -> None:
    article = archive.store.articles.get(add_article(archive))
    edition = archive.store.editions.current(article.id)
    assert archive.store.editions.texts([article.edition, EditionId(999)]) == {
        article.edition: (edition.text, edition.blocks[0].end)
    }


def test_what_is_not_searched_is_not_queued(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    with archive.atomic():
        archive.store.outbox.done([row for row, _, _ in archive.store.outbox.take(10)])
        archive.store.articles.update(article, starred=1, read_at="2026", position=3)
    assert archive.store.outbox.pending() == 0


def test_a_trashed_article_is_queued_for_removal_and_counts_no_more(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    assert archive.store.outbox.indexable() == 1
    with archive.atomic():
        archive.store.articles.update(article, trashed_at="2026")
    assert [(waiting, document) for _, waiting, document in archive.store.outbox.take(10)] == [(article, None)]
    assert archive.store.outbox.indexable() == 0
    with archive.atomic():
        archive.store.outbox.refill()
    assert archive.store.outbox.pending() == 0


def test_a_document_says_what_is_searched(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, byline=("A", "B"), publisher="Paper", published="2019", language="en")
    with archive.atomic():
        archive.store.tags.put(article, "work/mining")
        archive.store.articles.update(article, note="A note")
    ((_, _, document),) = archive.store.outbox.take(1)
    assert document is not None
    assert (document.byline, document.publisher, document.language) == ("A; B", "Paper", "en")
    assert (document.notes, document.tags) == ("A note", ("work/mining",))
    assert document.days == (737060, 737424)  # 2019-01-01, 2019-12-31


def test_chunks_come_back_whole_and_move_the_generation(archive: Archive) -> None:
    data = bytes(range(256)) * 4000
    start = archive.generation()
    with archive.atomic():
        archive.chunks.put("a", data, b"mac a")
        archive.chunks.put("b", b"", b"mac b")
    assert (archive.chunks.get("a"), archive.chunks.get("b")) == ((data, b"mac a"), (b"", b"mac b"))
    assert archive.chunks.names() == ["a", "b"]
    between = archive.generation()
    with archive.atomic():
        archive.chunks.delete("a")
        archive.chunks.delete("never was")
    with pytest.raises(KeyError):
        archive.chunks.get("a")
    assert start < between < archive.generation()
    with archive.atomic():
        archive.chunks.clear()
    assert archive.chunks.names() == []


# Lists


@pytest.fixture
def shelf(archive: Archive, add_article: AddArticle) -> dict[str, int]:
    """Five articles that differ in everything a list sorts and filters by."""
    rows = {
        "b": {"published": "2019-03", "publisher": "paper", "language": "en", "added": "2026-01-02"},
        "A": {"published": "2020", "publisher": "Gazette", "language": "ko", "added": "2026-01-05"},
        "“c”": {"published": None, "publisher": None, "language": None, "added": "2026-01-03"},
        "d": {"published": "199X", "publisher": "Gazette", "language": "en", "added": "2026-01-01"},
        "e": {"published": "2019-03-02/..", "publisher": "Paper", "language": "en", "added": "2026-01-04"},
    }
    return {title: add_article(archive, title=title, **row) for title, row in rows.items()}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.ADDED, "Ae“bd"),
        (Sort.TITLE, "Ab“de"),
        (Sort.PUBLISHED, "Aebd“"),
        (Sort.PUBLISHED_OLDEST, "dbeA“"),
        (Sort.PUBLISHER, "Adeb“"),
    ],
)
def test_lists_are_in_the_order_that_was_asked_for(
    archive: Archive, shelf: dict[str, int], sort: Sort, order: str
) -> None:
    titles = [article.title[0] for article in archive.store.articles.list(Scope(), sort)]
    assert titles == list(order)
    paged = [archive.store.articles.list(Scope(), sort, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [article.title[0] for page in paged for article in page] == list(order)


@pytest.mark.parametrize(
    ("scope", "titles"),
    [
        (Scope(publishers=("Gazette",)), "Ad"),
        (Scope(publishers=("Gazette", "")), "Ad“"),
        (Scope(languages=("",)), "“"),
        (Scope(years=("2019",)), "be"),
        (Scope(years=("undated", "1990")), "“d"),
        (Scope(publishers=("Gazette",), languages=("en",)), "d"),
        (Scope(trashed=True), ""),
        (Scope(unread=True, starred=True), ""),
    ],
)
def test_a_scope_keeps_what_meets_every_condition(
    archive: Archive, shelf: dict[str, int], scope: Scope, titles: str
) -> None:
    found = archive.store.articles.list(scope, Sort.ADDED)
    assert {article.title[0] for article in found} == set(titles)
    assert archive.store.articles.ids(scope) == {article.id for article in found}
    assert archive.store.articles.count(scope) == len(found)


def test_given_articles_keep_their_order_by_relevance_and_stay_in_scope(
    archive: Archive, shelf: dict[str, int]
) -> None:
    ids = [shelf["e"], 999, shelf["A"], shelf["d"]]
    listed = archive.store.articles.list
    assert [article.title for article in listed(Scope(), Sort.RELEVANCE, ids=ids)] == ["e", "A", "d"]
    assert [article.title for article in listed(Scope(), Sort.RELEVANCE, ids=ids, limit=1, offset=1)] == ["A"]
    assert [article.title for article in listed(Scope(languages=("en",)), Sort.TITLE, ids=ids)] == ["d", "e"]
    assert listed(Scope(), Sort.RELEVANCE, ids=[]) == []
    found = archive.store.articles.found
    assert {key: article.title for key, article in found(Scope(), ids).items()} == {
        shelf["e"]: "e", shelf["A"]: "A", shelf["d"]: "d"
    }  # fmt: skip
    assert found(Scope(languages=("en",)), ids) == {
        key: archive.store.articles.get(key) for key in (shelf["e"], shelf["d"])
    }
    assert found(Scope(), []) == {}


def test_facets_count_values_most_frequent_first(archive: Archive, shelf: dict[str, int]) -> None:
    with archive.atomic():
        archive.store.tags.put(shelf["b"], "place/north")
        archive.store.tags.put(shelf["d"], "place/north")
        archive.store.tags.put(shelf["d"], "work")
    facets = archive.store.articles.facets(Scope())
    assert list(facets["language"].items()) == [("en", 3), ("", 1), ("ko", 1)]
    assert facets["year"] == {"2019": 2, "1990": 1, "2020": 1, "undated": 1}
    assert facets["tag"] == {"place/north": 2, "work": 1}
    assert archive.store.articles.facets(Scope(), [shelf["d"], shelf["e"]])["publisher"] == {"Gazette": 1, "Paper": 1}


def test_the_sidebar_counts_what_the_lists_show(archive: Archive, shelf: dict[str, int]) -> None:
    with archive.atomic():
        inner = archive.store.collections.create("Inner", None, created="2026")
        outer = archive.store.collections.create("Outer", None, created="2026")
        archive.store.collections.move(inner, outer)
        archive.store.collections.add(inner, shelf["b"])
        archive.store.collections.add(outer, shelf["d"])
        archive.store.tags.put(shelf["b"], "place/north")
        archive.store.tags.put(shelf["A"], "place")
        archive.store.articles.update(shelf["A"], starred=1, read_at="2026")
        archive.store.articles.update(shelf["e"], trashed_at="2026")
    sidebar = archive.store.articles.sidebar()
    assert (sidebar.all, sidebar.unread, sidebar.starred, sidebar.trashed) == (4, 3, 1, 1)
    assert list(sidebar.publishers.items()) == [("Gazette", 2), ("paper", 1), ("", 1)]
    assert sidebar.tags == {"place": 2, "place/north": 1}
    assert [(each.name, each.parent, each.articles) for each in sidebar.collections] == [
        ("Inner", outer, 1),
        ("Outer", None, 2),
    ]
    for scope, number in ((Scope(tags=("place",)), 2), (Scope(collection=outer), 2), (Scope(collection=inner), 1)):
        assert archive.store.articles.count(scope) == number


def test_a_collection_never_ends_up_inside_itself(archive: Archive) -> None:
    with archive.atomic():
        outer = archive.store.collections.create("Outer", None, created="2026")
        inner = archive.store.collections.create("Inner", outer, created="2026")
        with pytest.raises(Invalid):
            archive.store.collections.move(outer, inner)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(), name=st.text(), note=st.text())
def test_any_text_of_a_person_is_kept_apart_from_nul_and_lone_surrogates(
    archive: Archive, title: str, name: str, note: str
) -> None:
    from archive.base.text import storable

    with archive.atomic():
        article = archive.store.articles.add(
            Metadata(title=title, byline=(name,), publisher=name), verdict=Verdict.OK, added="2026"
        )
        archive.store.articles.update(article, note=note)
    got = archive.store.articles.get(article)
    assert (got.title, got.byline, got.publisher, got.note) == (
        storable(title), (storable(name),), storable(name), storable(note),
    )  # fmt: skip
