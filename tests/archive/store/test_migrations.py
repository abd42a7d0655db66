"""The schema: made by appended steps, brought up to date after a checked backup, never touched when it is newer."""

import gzip
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import DiskFull, NotAnArchive, ReadOnly
from archive.model.ids import ArticleId
from archive.model.lexicon import Entry, EntryKind
from archive.model.passage import State
from archive.model.search import Scope
from archive.operations import (
    acts,
    annotate,
    collect,
    duplicates,
    events,
    examples,
    extracting,
    figures,
    judging,
    lexicon,
    maintain,
    statistics,
    timeline,
)
from archive.operations.exchange import merging
from archive.store import files, migrations
from tests.archive.exchanged import side

# The schema of version 1 by the names of its tables: it was released, so it stays.
V1_TABLES = {
    "_sqlite_migrations", "article_tags", "articles", "collection_articles", "collections", "editions", "evidence", "facts",
    "files", "index_chunks", "index_files", "journal", "original_parts", "originals", "outbox", "purging", "searches",
    "sqlite_sequence", "tags",
}  # fmt: skip


@pytest.fixture
def version_1(tmp_path: Path, add_article: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive as the first released schema wrote it, with one article."""
    path = tmp_path / "Old.waystation"
    with monkeypatch.context() as past:
        past.setattr(migrations, "STEPS", migrations.STEPS[:1])
        past.setattr(migrations, "VERSION", 1)
        with Archive.create(path) as archive:
            add_article(archive, "Old words.", "Old")
    return path


def _add_a_column(database: object) -> None:
    database.execute("ALTER TABLE articles ADD COLUMN colour TEXT")  # type: ignore[attr-defined]


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose schema is one step ahead of the released one."""
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, _add_a_column))
    monkeypatch.setattr(migrations, "VERSION", len(migrations.STEPS))


@contextmanager
def _before(step: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program that does not know this step yet, nor those after it."""
    known = migrations.STEPS.index(step)
    with monkeypatch.context() as past:
        past.setattr(migrations, "STEPS", migrations.STEPS[:known])
        past.setattr(migrations, "VERSION", known)
        yield


def _plain(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(sql).fetchall()


def test_version_1_has_the_tables_it_was_released_with(version_1: Path) -> None:
    assert {name for (name,) in _plain(version_1, "SELECT name FROM sqlite_schema WHERE type = 'table'")} == V1_TABLES
    assert _plain(version_1, "PRAGMA user_version") == [(1,)]
    assert _plain(version_1, "SELECT name FROM _sqlite_migrations") == [("v1",)]


def test_the_present_program_opens_an_archive_of_version_1(version_1: Path) -> None:
    with Archive.open(version_1) as archive:
        (article,) = archive.store.articles.ids(Scope())
        assert archive.store.editions.text(article) == "Old\nOld words."
        assert archive.store.integrity() == []


@pytest.mark.usefixtures("next_version")
def test_an_older_archive_is_backed_up_whole_and_then_brought_up_to_date(version_1: Path) -> None:
    with Archive.open(version_1) as archive:
        assert archive.store.articles.count(Scope()) == 1
    assert _plain(version_1, "SELECT colour FROM articles") == [(None,)]
    assert _plain(version_1, "PRAGMA user_version") == [(migrations.VERSION,)]
    backup = version_1.with_name(f"Old.before-v{migrations.VERSION}.waystation")
    assert _plain(backup, "PRAGMA integrity_check") == [("ok",)]
    assert _plain(backup, "PRAGMA user_version") == [(1,)]
    assert _plain(backup, "SELECT title FROM articles") == [("Old",)]
    assert not list(version_1.parent.glob(".*"))


@pytest.mark.usefixtures("next_version")
def test_an_older_archive_is_not_read_without_being_brought_up_to_date(version_1: Path) -> None:
    with pytest.raises(ReadOnly, match="older version"):
        Archive.open(version_1, read_only=True)
    assert _plain(version_1, "PRAGMA user_version") == [(1,)]


@pytest.mark.usefixtures("next_version")
def test_without_a_sound_backup_nothing_is_migrated(version_1: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store.connection.Connections.backup", lambda self, target: ["a page is damaged"])
    with pytest.raises(NotAnArchive, match="backup"):
        Archive.open(version_1)
    assert _plain(version_1, "PRAGMA user_version") == [(1,)]


def test_what_may_leave_is_all_open_in_an_archive_from_before_rights(version_1: Path) -> None:
    with Archive.open(version_1) as archive:
        (article,) = archive.store.articles.ids(Scope())
        assert archive.store.exporting.all_rights() == {}
        assert archive.store.exporting.rights(article).sensitivity == "open"
        assert archive.store.exporting.redactions() == [] and archive.store.exporting.presets() == {}


def test_a_step_that_fails_leaves_the_old_schema_whole(version_1: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(database: object) -> None:
        _add_a_column(database)
        raise DiskFull("There is no room left.")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, fail))
    monkeypatch.setattr(migrations, "VERSION", len(migrations.STEPS))
    with pytest.raises(DiskFull):
        Archive.open(version_1)
    assert _plain(version_1, "PRAGMA user_version") == [(1,)]
    columns = {row[1] for row in _plain(version_1, "PRAGMA table_info(articles)")}
    assert "colour" not in columns


def test_a_failed_creation_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(database: object) -> None:
        raise DiskFull("There is no room left.")

    monkeypatch.setattr(migrations, "STEPS", (fail,))
    with pytest.raises(DiskFull):
        files.make(tmp_path / "New.waystation", None, {})
    assert {file.name for file in tmp_path.iterdir()} == {"home"}


@pytest.fixture
def released_v1(tmp_path: Path) -> Path:
    """An archive that the released program of version 1 wrote: three articles, tags, a collection, a search, a note, the trash."""
    return _unpacked(tmp_path, "v1")


Rows = dict[str, tuple[list[str], list[tuple[object, ...]]]]


def _rows(path: Path, tables: Iterable[str], as_before: Rows | None = None) -> Rows:
    """{table: its columns and rows}; of the columns that it had before, when these are given."""
    found: Rows = {}
    for table in tables:
        names = [str(row[1]) for row in _plain(path, f"PRAGMA table_info({table})")]
        if as_before is not None:
            names = [name for name in names if name in as_before[table][0]]
        columns = ", ".join(f'"{name}"' for name in names)
        found[table] = (names, _plain(path, f"SELECT {columns} FROM {table} ORDER BY 1, 2"))
    return found


def _unpacked(folder: Path, name: str) -> Path:
    path = folder / "Released.waystation"
    packed = Path(__file__).parents[2] / "data" / "archives" / f"{name}.waystation.gz"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def test_an_archive_of_the_released_version_1_keeps_everything(released_v1: Path) -> None:
    assert _plain(released_v1, "PRAGMA user_version") == [(1,)]
    told_apart = {"_sqlite_migrations", "sqlite_sequence", "tags", "journal", "facts", "purging"}
    tables = [table for table in V1_TABLES - told_apart if not table.startswith("index")]
    kept = _rows(released_v1, tables)
    tags = _plain(released_v1, "SELECT id, uid, path FROM tags ORDER BY id")
    journal = _plain(released_v1, "SELECT id, label, touched, inverse, author, at FROM journal ORDER BY id")
    with Archive.open(released_v1) as archive:
        paths, carried = archive.store.tags.articles()
        pairs = [pair for tags, ids in carried for pair in zip(tags.split(","), ids.split(","), strict=True)]
        assert Counter(paths[int(tag)] for tag, _ in set(pairs)) == {
            "Figures/price": 1, "route/river": 2, "testimony": 1,
        }  # fmt: skip
        assert [tag.path for tag in archive.store.codebook.tree()] == [
            "Figures", "Figures/price", "route", "route/river", "testimony",
        ]  # fmt: skip
        assert archive.store.codebook.entry("FIGURES/Price") is not None
        assert archive.store.integrity() == []
    assert _rows(released_v1, tables, kept) == kept
    assert _plain(released_v1, "SELECT id, uid, path FROM tags ORDER BY id") == tags
    assert _plain(released_v1, "SELECT id, label, touched, inverse, author, at FROM journal ORDER BY id") == journal
    backup = released_v1.with_name(f"Released.before-v{migrations.VERSION}.waystation")
    assert _plain(backup, "PRAGMA user_version") == [(1,)]
    assert _plain(backup, "PRAGMA integrity_check") == [("ok",)]


def test_an_archive_of_version_1_is_marked_searched_and_undone_like_any_other(released_v1: Path) -> None:
    with Archive.open(released_v1) as archive:
        article = min(archive.store.articles.ids(Scope(tags=("testimony",))))
        start, end = annotate.find_quote(archive, article, "a family walked")
        passage, change = annotate.mark(archive, article, start, end, tags=["ROUTE/river"], note="whose?")
        assert passage.tags[0].path == "route/river"
        assert len(archive.store.codebook.tree()) == 5
        archive.index.catch_up()
        assert archive.index.search("note:whose tag:route").articles == (article,)
        assert change.inverse is not None
        acts.perform(archive, change.inverse)
        collect.untag(archive, [article], "testimony")
        assert archive.store.tags.id("testimony") is None  # no codebook ever kept it
        assert maintain.check(archive, repair=True) == []


@pytest.fixture
def released_v2(tmp_path: Path) -> Path:
    """An archive that the program of version 2 wrote: two articles, passages with tags and a note, a star, a definition."""
    return _unpacked(tmp_path, "v2")


def test_an_archive_of_version_2_keeps_everything_and_has_its_dates_read(released_v2: Path) -> None:
    assert _plain(released_v2, "PRAGMA user_version") == [(2,)]
    tables = ("articles", "editions", "tags", "tag_definitions", "passage_tags", "journal")
    kept = _rows(released_v2, tables)
    with Archive.open(released_v2) as archive:
        assert archive.store.integrity() == []
        assert timeline.mentions(archive) == []
        assert extracting.pending(archive) == 2
        extracting.settle(archive)
        assert extracting.pending(archive) == 0
        told = {mention.exact: mention for mention in timeline.mentions(archive)}
        assert {"March 2011", "1987", "April 2011"} <= set(told)
        assert told["March 2011"].edtf == "2011-03"
        wanted = timeline.EventFilter(tags=("harbour/ferry",))
        assert [mention.exact for mention in timeline.mentions(archive, wanted)] == ["March 2011"]
        change = events.tag(archive, [told["1987"].uid], "HARBOUR/ferry")
        assert timeline.find(archive, told["1987"].uid).tags == ("harbour/ferry",)
        assert change.inverse is not None
        acts.perform(archive, change.inverse)
        assert maintain.check(archive, repair=True) == []
    now = _rows(released_v2, tables[:-1], kept)
    assert now == {table: kept[table] for table in tables[:-1]}
    backup = released_v2.with_name(f"Released.before-v{migrations.VERSION}.waystation")
    assert _plain(backup, "PRAGMA user_version") == [(2,)]


@pytest.fixture
def released_v3(tmp_path: Path) -> Path:
    """An archive that the program of version 3 wrote: passages that stand, wait and are lost; a confirmed and a corrected date."""
    return _unpacked(tmp_path, "v3")


def test_an_archive_of_version_3_keeps_everything_and_takes_judgements_on_its_passages(released_v3: Path) -> None:
    tables = ("articles", "editions", "tags", "passages", "passage_tags", "mentions", "events", "journal")
    before = _rows(released_v3, tables)
    with Archive.open(released_v3) as archive:
        assert archive.store.integrity() == []
        found = {passage.state: passage for passage in annotate.passages(archive)}
        waiting, stands = found[State.REVIEW], found[State.ANCHORED]
        assert waiting.waits and not waiting.kept and not stands.waits
        assert {each.waits for each in annotate.passages(archive) if each.state is State.ORPHAN} == {True}
        assert not any(use.example for use in stands.tags)
    assert _rows(released_v3, tables, before) == before
    with Archive.open(released_v3) as archive:
        annotate.keep_as_is(archive, [waiting.uid])
        examples.choose(archive, stands.tags[0].path, stands.uid)
        assert annotate.find(archive, waiting.uid).kept
        assert [each.uid for each in examples.of_tag(archive, stands.tags[0].path)] == [stands.uid]
        # The index was written on another machine: it is made anew, and then all is whole.
        assert {finding.where for finding in maintain.check(archive, repair=True)} <= {"index"}
        assert maintain.check(archive) == []
    backup = released_v3.with_name(f"Released.before-v{migrations.VERSION}.waystation")
    assert _plain(backup, "PRAGMA user_version") == [(3,)]


def test_what_was_tagged_in_an_archive_of_version_3_is_one_tag_in_copies_of_it(released_v3: Path) -> None:
    other = released_v3.with_name("Copy.waystation")
    shutil.copy(released_v3, other)
    with Archive.open(released_v3) as mine, Archive.open(other) as theirs:
        (passage, *_) = [each for each in annotate.passages(mine) if each.tags]
        tag = passage.tags[0].path
        annotate.untag(mine, [passage.uid], tag)
        merging.merge(theirs, side(mine))
        assert tag not in [each.path for each in annotate.find(theirs, passage.uid).tags]
        annotate.tag(mine, [passage.uid], tag)
        merging.merge(theirs, side(mine))
        assert tag in [each.path for each in annotate.find(theirs, passage.uid).tags]


def test_an_archive_of_version_3_has_its_figures_read_and_keeps_what_was_said_of_its_dates(released_v3: Path) -> None:
    said = ("events", "event_tags", "event_links")
    kept = _rows(released_v3, said)
    with Archive.open(released_v3) as archive:
        touched = [each for each in timeline.mentions(archive) if each.event != each.uid]
        assert touched
        assert figures.figures(archive) == []
        waiting = extracting.pending(archive)
        assert waiting == archive.store.articles.with_text() > 0
        extracting.settle(archive)
        assert extracting.pending(archive) == 0
        found = figures.figures(archive)
        assert found and statistics.statistics(archive).extraction.figures == len(found)
        for figure in found:
            assert archive.store.editions.text(figure.article)[figure.start : figure.end] == figure.exact
        assert {each.uid: (each.edtf, each.status) for each in touched} == {
            each.uid: (each.edtf, each.status) for each in timeline.mentions(archive) if each.event != each.uid
        }
        change = judging.doubt(archive, [found[0].uid], note="Ask")
        assert change.inverse is not None
        acts.perform(archive, change.inverse)
        assert figures.figures(archive) == found
        maintain.check(archive, repair=True)
        assert maintain.check(archive) == []
    assert _rows(released_v3, said, kept) == kept


@pytest.fixture
def released_v5(tmp_path: Path) -> Path:
    """An archive that the program of version 5 wrote: a confirmed and a corrected figure, and a series that a person named."""
    return _unpacked(tmp_path, "v5")


def test_an_archive_of_version_5_keeps_its_figures_and_takes_words_of_a_person(released_v5: Path) -> None:
    tables = ("articles", "editions", "figures", "series", "series_keys", "journal")
    before = _rows(released_v5, tables)
    assert _plain(released_v5, "PRAGMA user_version") == [(5,)]
    with Archive.open(released_v5) as archive:
        assert archive.store.integrity() == []
        assert lexicon.entries(archive) == []
        assert figures.one_series(archive, "Those who dive").figures == 2
    assert _rows(released_v5, tables, before) == before
    with Archive.open(released_v5) as archive:
        extracting.settle(archive)
        found = figures.figures(archive)
        _, change = lexicon.add(archive, Entry(EntryKind.WORDS, "mermaids", ("women divers",)))
        told = {figure.value: figure for figure in figures.figures(archive)}
        assert figures.one_series(archive, "Those who dive").figures == 3
        assert told[40].status == "confirmed" and told[56].corrected and told[60].series == told[44].series
        assert change.inverse is not None
        acts.perform(archive, change.inverse)
        assert figures.figures(archive) == found
        maintain.check(archive, repair=True)
        assert maintain.check(archive) == []
    backup = released_v5.with_name(f"Released.before-v{migrations.VERSION}.waystation")
    assert _plain(backup, "PRAGMA user_version") == [(5,)]


def test_articles_from_before_are_looked_at_for_duplicates(
    tmp_path: Path, add_article: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Before.waystation"
    with _before(migrations.with_duplicates, monkeypatch), Archive.create(path) as archive:
        for title in ("One", "Two"):
            add_article(archive, "Nobody had thought of the same words twice, and yet they stand here " * 3, title)
    with Archive.open(path) as archive:
        assert duplicates.pending(archive) == 2
        assert archive.store.origins.count() == 0
        duplicates.settle(archive)
        assert archive.store.origins.count() == 2
        assert archive.store.integrity() == []


def _mark(archive: Archive, number: int, article: int, note: str) -> None:
    """Marks words of an article, by the columns that a passage always had."""
    with archive.atomic():
        archive.store.connections.change(
            'INSERT INTO passages(uid, article, edition, start, "end", exact, prefix, suffix, state, author, created, modified, note)'
            " SELECT ?1, a.id, a.edition, ?2, ?2 + 3, substr(e.text, ?2 + 1, 3), '', '', 'anchored', 'x', 'x', 'x', ?3"
            " FROM articles a JOIN editions e ON e.id = a.edition WHERE a.id = ?4",
            (f"{number:032x}", number, note, article),
        )
        archive.store.outbox.put(ArticleId(article))


def test_articles_with_several_notes_from_before_are_indexed_again(
    tmp_path: Path, add_article: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Before.waystation"
    with _before(migrations.with_notes_in_order, monkeypatch), Archive.create(path) as archive:
        several, one, bare = (add_article(archive, "The gates were shut at night. " * 3, each) for each in "abc")
        for number, (article, note) in enumerate(
            ((several, "at 30"), (several, "at 0"), (one, "at 0"), (bare, ""), (bare, ""))
        ):
            _mark(archive, number, article, note)
        archive.index.catch_up()
    with Archive.open(path) as archive:
        assert archive.store.outbox.waiting_among([ArticleId(each) for each in (several, one, bare)]) == {several}
