"""A page that is imported once more, with its pictures beside it now: its article gets them, and stays as it is otherwise."""

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.importers.illustrations import fetching
from archive.model.article import Edition
from archive.model.ids import ArticleId
from archive.operations import acts, annotate, curate, editions, illustrations, ingest, wholeness
from tests.archive.importers.containers.making import zipped
from tests.archive.importers.illustrations.test_formats import AFTER, BEFORE
from tests.archive.operations.test_beside import CAPTION, LAMP, MAP, Readers, page, write

PAGE = page("a_files/map.png", "a_files/lamp.png")
PICTURES = {"a_files/map.png": MAP, "a_files/lamp.png": LAMP}


def come(archive: Archive, *paths: Path, dry_run: bool = False) -> ingest.Report:
    return ingest.run(archive, paths, pool=Readers(), dry_run=dry_run)


def shown(archive: Archive, article: ArticleId) -> list[bytes | None]:
    edition = archive.store.editions.current(article)
    return illustrations.data(archive, edition, edition.pictures, Readers(fetching.read))


@pytest.fixture
def bare(archive: Archive, tmp_path: Path) -> Edition:
    """The page as it came by itself."""
    write(tmp_path, {"a.html": PAGE})
    report = come(archive, tmp_path / "a.html")
    assert report.files[0].id is not None
    return archive.store.editions.current(report.files[0].id)


def test_pictures_that_lie_beside_a_known_page_now_are_added_to_its_article(
    archive: Archive, tmp_path: Path, bare: Edition
) -> None:
    assert bare.pictures == ()
    write(tmp_path, PICTURES)
    report = come(archive, tmp_path / "a.html")
    (file,) = report.files
    assert (file.status, file.id, file.pictures) == ("duplicate", bare.article, 2)
    assert file.warnings[-1] == "Known already; 2 pictures that lay beside it were added."
    assert shown(archive, bare.article) == [MAP, LAMP]
    now = archive.store.editions.current(bare.article)
    assert (now.text, now.blocks, now.set_aside, now.original) == (
        bare.text,
        bare.blocks,
        bare.set_aside,
        bare.original,
    )
    assert illustrations.caption(now, now.pictures[0]) == CAPTION
    assert [row[1] for row in archive.store.originals.pictures(bare.article)] == [
        str(tmp_path / name) for name in ("a_files/map.png", "a_files/lamp.png")
    ]
    assert list(wholeness.text(archive, now.id)) == []


def test_they_come_once(archive: Archive, tmp_path: Path, bare: Edition) -> None:
    write(tmp_path, PICTURES)
    come(archive, tmp_path / "a.html")
    now = archive.store.editions.current(bare.article)
    again = come(archive, tmp_path / "a.html")
    assert (again.files[0].pictures, again.changes) == (0, ())
    assert archive.store.editions.current(bare.article).id == now.id


def test_what_is_missing_yet_comes_later_and_what_is_shown_stays(
    archive: Archive, tmp_path: Path, bare: Edition
) -> None:
    write(tmp_path, {"a_files/lamp.png": LAMP})
    come(archive, tmp_path / "a.html")
    write(tmp_path, {"a_files/lamp.png": MAP, "a_files/map.png": MAP})  # another picture under a name that is shown
    report = come(archive, tmp_path / "a.html")
    assert report.files[0].pictures == 1
    assert shown(archive, bare.article) == [MAP, LAMP]


def test_passages_and_what_a_person_entered_stay(archive: Archive, tmp_path: Path, bare: Edition) -> None:
    start = bare.text.index(AFTER)
    passage, _ = annotate.mark(archive, bare.article, start, start + len(AFTER), note="mine")
    curate.edit(archive, bare.article, title="My title")
    before = archive.store.articles.get(bare.article)
    dated = archive.store.connections.value("SELECT count(*) FROM mentions")
    write(tmp_path, PICTURES)
    (change,) = come(archive, tmp_path / "a.html").changes
    assert change.label == "Add 2 pictures"
    kept = annotate.find(archive, passage.uid)
    assert (kept.state, kept.anchor.start, kept.anchor.exact, kept.note) == ("anchored", start, AFTER, "mine")
    now = archive.store.articles.get(bare.article)
    assert (now.title, now.words, now.verdict) == ("My title", before.words, before.verdict)
    assert archive.store.connections.value("SELECT count(*) FROM mentions") == dated
    assert change.inverse is not None
    undone = acts.perform(archive, change.inverse)
    assert archive.store.editions.current(bare.article).id == bare.id
    assert annotate.find(archive, passage.uid).state == "anchored"
    assert archive.store.articles.get(bare.article).title == "My title"
    assert undone.inverse is not None
    acts.perform(archive, undone.inverse)
    assert shown(archive, bare.article) == [MAP, LAMP]


def test_after_it_was_taken_back_the_same_edition_shows_again(archive: Archive, tmp_path: Path, bare: Edition) -> None:
    write(tmp_path, PICTURES)
    (change,) = come(archive, tmp_path / "a.html").changes
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    come(archive, tmp_path / "a.html")
    assert shown(archive, bare.article) == [MAP, LAMP]
    assert len(archive.store.editions.summaries(bare.article)) == 2


def test_it_is_not_taken_back_where_another_text_came_since(archive: Archive, tmp_path: Path, bare: Edition) -> None:
    write(tmp_path, PICTURES)
    (change,) = come(archive, tmp_path / "a.html").changes
    write(tmp_path, {"a.html": PAGE.replace(BEFORE.encode(), BEFORE.encode() + b" More was told of it.")})
    assert come(archive, tmp_path / "a.html").files[0].status == "updated"
    newest = archive.store.editions.current(bare.article).id
    assert change.inverse is not None
    with pytest.raises(Invalid, match="changed since"):
        acts.perform(archive, change.inverse)
    assert archive.store.editions.current(bare.article).id == newest


def test_pictures_of_several_pages_are_one_act(archive: Archive, tmp_path: Path) -> None:
    pages = {f"{name}.html": PAGE.replace(b"Two maps", name.encode()).replace(b"a_files", b"img") for name in "bcd"}
    come(archive, write(tmp_path / "site", pages))
    assert archive.store.connections.value("SELECT count(*) FROM originals WHERE media_type = 'image/png'") == 0
    report = come(archive, write(tmp_path / "site", {"img/map.png": MAP, "img/lamp.png": LAMP}))
    assert [file.pictures for file in report.files] == [2, 2, 2]
    (change,) = report.changes
    assert change.label == "Add 6 pictures to 3 articles"
    assert archive.store.connections.value("SELECT count(*) FROM originals WHERE media_type = 'image/png'") == 2
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    ids = [file.id for file in report.files if file.id is not None]
    assert [archive.store.editions.current(each).pictures for each in ids] == [(), (), ()]


def test_a_zip_file_brings_them_to_a_page_that_came_without(archive: Archive, tmp_path: Path, bare: Edition) -> None:
    box = tmp_path / "site.zip"
    box.write_bytes(zipped({"site/a.html": PAGE, **{f"site/{name}": data for name, data in PICTURES.items()}}))
    report = come(archive, box)
    assert [file.pictures for file in report.files] == [0, 2]
    assert shown(archive, bare.article) == [MAP, LAMP]


def test_lines_that_were_put_back_stay_and_the_pictures_stand_in_that_text(archive: Archive, tmp_path: Path) -> None:
    write(
        tmp_path, {"a.html": PAGE.replace(b"</article>", b"</article><footer>Share this page on the square</footer>")}
    )
    article = come(archive, tmp_path / "a.html").files[0].id
    assert article is not None
    aside = next(each for each in archive.store.editions.current(article).set_aside if "Share" in each.text)
    editions.put_back(archive, article, aside)
    before = archive.store.editions.current(article)
    write(tmp_path, PICTURES)
    assert come(archive, tmp_path / "a.html").files[0].pictures == 2
    assert archive.store.editions.current(article).text == before.text
    assert shown(archive, article) == [MAP, LAMP]


def test_a_text_that_was_read_in_another_encoding_keeps_it(archive: Archive, tmp_path: Path) -> None:
    data = PAGE.replace(b"utf-8", b"cp1252").replace(b"Two maps", "Zwei Karten über".encode("cp1252"))
    write(tmp_path, {"a.html": data})
    article = come(archive, tmp_path / "a.html").files[0].id
    assert article is not None
    editions.reread(archive, article, "cp1251", pool=Readers())
    before = archive.store.editions.current(article)
    write(tmp_path, PICTURES)
    assert come(archive, tmp_path / "a.html").files[0].pictures == 2
    now = archive.store.editions.current(article)
    assert (now.text, now.encoding) == (before.text, before.encoding)
    assert shown(archive, article) == [MAP, LAMP]


def test_an_article_in_the_trash_gets_none(archive: Archive, tmp_path: Path, bare: Edition) -> None:
    curate.trash(archive, [bare.article])
    write(tmp_path, PICTURES)
    report = come(archive, tmp_path / "a.html")
    assert (report.files[0].pictures, report.changes) == (0, ())
    assert archive.store.editions.current(bare.article).id == bare.id


def test_a_dry_run_says_what_would_be_added_and_adds_nothing(archive: Archive, tmp_path: Path, bare: Edition) -> None:
    write(tmp_path, PICTURES)
    (file,) = come(archive, tmp_path / "a.html", dry_run=True).files
    assert file.warnings[-1] == "Known already; 2 pictures that lay beside it would be added."
    assert archive.store.editions.current(bare.article).id == bare.id
    assert archive.store.originals.pictures(bare.article) == []
