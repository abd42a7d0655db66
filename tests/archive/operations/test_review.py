"""What imports leave to be reviewed, and what is accepted of it: kept in the archive, taken back and done again."""

import re
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.article import NO_DATE, Evidence, Verdict
from archive.model.ids import ArticleId
from archive.model.review import Order, Reviewed, Which
from archive.operations import acts, curate, ingest, review
from archive.operations.saving import FileReport, Status
from tests.archive.conftest import AddArticle
from tests.archive.made import new_archive

TEXT = "The {0} ferry\n\nBy Jane Harbour\n\n3 March 2020\n\nThe {0} ferry was late again, and nobody on the {0} quay minded much. {1}\n"


def text(name: str) -> str:
    return TEXT.format(name, " ".join(f"{name} {number} boats passed." for number in range(12)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, an empty file and a program."""
    made = tmp_path / "drop"
    made.mkdir()
    for name in ("red", "green", "blue"):
        (made / f"{name}.txt").write_text(text(name))
    (made / "empty.txt").write_text("")
    (made / "program.txt").write_bytes(b"\x7fELF" + bytes(400))
    return made


def listed(archive: Archive, which: Which = Which.OPEN, order: Order = Order.FILE) -> list[Reviewed]:
    return review.page(archive, review.ids(archive, which, order))


def test_what_an_import_brought_and_what_it_refused_is_to_be_reviewed(archive: Archive, folder: Path) -> None:
    ingest.run(archive, [folder])
    rows = listed(archive)
    assert [row.name for row in rows] == ["blue.txt", "empty.txt", "green.txt", "program.txt", "red.txt"]
    assert [row.article.title if row.article else row.error for row in rows][:2] == [
        "The blue ferry",
        "The file is empty.",
    ]
    assert rows[0].article is not None and rows[0].article.published == "2020-03-03"
    assert rows[0].evidence["published"].value == "2020-03-03" and not rows[0].accepted
    counts = review.counts(archive)
    assert (counts[Which.OPEN], counts[Which.REFUSED], counts[Which.ALL]) == (5, 2, 5)


def test_a_review_begun_today_is_finished_tomorrow(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "Own.waystation"
    with new_archive(path) as archive:
        ingest.run(archive, [folder])
        review.accept(archive, [listed(archive)[0].id])
    with Archive.open(path) as archive:
        assert [row.name for row in listed(archive)] == ["empty.txt", "green.txt", "program.txt", "red.txt"]
        assert [row.accepted for row in listed(archive, Which.ALL)] == [True, False, False, False, False]


def test_accepting_is_taken_back_and_done_again(archive: Archive, folder: Path) -> None:
    ingest.run(archive, [folder])
    everything = [row.id for row in listed(archive)]
    first = review.accept(archive, everything[:2])
    rest = review.accept(archive, everything)
    assert (first.label, rest.label) == ("Accept 2 files", "Accept 3 files") and not listed(archive)
    assert rest.inverse is not None and first.inverse is not None
    undone = acts.perform(archive, rest.inverse)
    assert [row.id for row in listed(archive)] == everything[2:] and undone.label == "Undo: Accept 3 files"
    assert undone.inverse is not None
    redone = acts.perform(archive, undone.inverse)
    assert not listed(archive) and redone.label == "Accept 3 files"
    acts.perform(archive, first.inverse)
    assert [row.id for row in listed(archive)] == everything[:2]


def test_accepting_nothing_is_no_act(archive: Archive, folder: Path) -> None:
    ingest.run(archive, [folder])
    everything = [row.id for row in listed(archive)]
    review.accept(archive, everything)
    again = review.accept(archive, everything)
    assert not again.touched and again.inverse is None


def test_an_article_that_came_in_anew_is_reviewed_again_and_old_acts_leave_it_alone(
    archive: Archive, folder: Path
) -> None:
    ingest.run(archive, [folder / "red.txt"])
    accepted = review.accept(archive, [row.id for row in listed(archive)])
    (folder / "red.txt").write_text(text("red") + "\nAnd one more boat came in the evening of that day.\n")
    assert ingest.run(archive, [folder / "red.txt"]).files[0].status is Status.UPDATED
    assert len(listed(archive)) == 1
    assert accepted.inverse is not None
    undone = acts.perform(archive, accepted.inverse)
    assert undone.inverse is not None
    acts.perform(archive, undone.inverse)
    assert len(listed(archive)) == 1, "redoing an old acceptance must not accept the new edition"


def test_a_refused_file_leaves_the_review_when_it_is_imported_well(archive: Archive, folder: Path) -> None:
    ingest.run(archive, [folder])
    (folder / "empty.txt").write_text(text("violet"))
    ingest.run(archive, [folder / "empty.txt"])
    assert [row.name for row in listed(archive, Which.REFUSED)] == ["program.txt"]
    ingest.run(archive, [folder / "program.txt"])
    assert [row.name for row in listed(archive, Which.REFUSED)] == ["program.txt"], "refused twice, listed once"


def test_what_is_in_the_trash_or_purged_is_not_to_be_reviewed(archive: Archive, folder: Path) -> None:
    ingest.run(archive, [folder])
    articles = {row.name: row.article.id for row in listed(archive) if row.article}
    curate.trash(archive, [articles["red.txt"]])
    curate.purge(archive, [articles["blue.txt"]])
    assert [row.name for row in listed(archive, Which.ALL)] == ["empty.txt", "green.txt", "program.txt"]
    curate.restore(archive, [articles["red.txt"]])
    assert len(listed(archive)) == 4


def test_doubtful_files_are_those_with_a_weak_value_a_warning_or_a_part_missing(
    archive: Archive, add_article: AddArticle
) -> None:
    def put(article: ArticleId) -> None:
        report = FileReport(f"/a/{article}.txt", None, Status.ADDED, Verdict.OK, id=article)
        with archive.atomic():
            review.note(archive, [report])

    sure, weak, partial, warned = (add_article(archive, title=name) for name in ("sure", "weak", "partial", "warned"))
    for article in (sure, weak, partial, warned):
        put(article)
    with archive.atomic():
        archive.store.articles.set_evidence(weak, "byline", Evidence("Jane Harbour", None, None, "guess", 0.6))
        archive.store.articles.update(partial, verdict="partial")
        archive.store.articles.update(warned, warnings=[f"The date can be read in two ways; {NO_DATE}"])
    found = review.page(archive, review.ids(archive, Which.UNCERTAIN))
    assert [row.article.title for row in found if row.article] == ["weak", "partial", "warned"]
    assert [row.doubtful for row in found] == [("byline",), (), ()]
    assert review.counts(archive)[Which.UNCERTAIN] == 3
    curate.edit(archive, warned, published="2020-03")
    assert review.counts(archive)[Which.UNCERTAIN] == 2, "a doubt about a date is over once it is known"


@pytest.mark.parametrize("order", list(Order))
def test_every_order_gives_every_file_once_in_both_directions(archive: Archive, folder: Path, order: Order) -> None:
    ingest.run(archive, [folder])
    up = review.ids(archive, Which.ALL, order)
    down = review.ids(archive, Which.ALL, order, descending=True)
    assert sorted(up) == sorted(down) == review.ids(archive, Which.ALL)
    if order is Order.TITLE:
        titles = [row.article.title if row.article else None for row in review.page(archive, up)]
        assert titles == ["The blue ferry", "The green ferry", "The red ferry", None, None]


def test_one_field_of_many_articles_is_one_act(archive: Archive, folder: Path) -> None:
    ingest.run(archive, [folder])
    articles = review.articles(archive, [row.id for row in listed(archive)])
    assert len(articles) == 3
    change = curate.edit_all(archive, articles, published="2020-04")
    assert change.label == "Edit published of 3 articles"
    assert {archive.store.articles.get(each).published for each in articles} == {"2020-04"}
    assert {archive.store.articles.evidence(each)["published"].rule for each in articles} == {"entered"}
    assert change.inverse is not None
    back = acts.perform(archive, change.inverse)
    assert {archive.store.articles.get(each).published for each in articles} == {"2020-03-03"}
    assert {archive.store.articles.evidence(each)["published"].rule for each in articles} != {"entered"}
    assert back.inverse is not None
    acts.perform(archive, back.inverse)
    assert {archive.store.articles.get(each).published for each in articles} == {"2020-04"}


def test_many_at_once_changes_nothing_when_the_value_or_an_article_is_none(archive: Archive, folder: Path) -> None:
    ingest.run(archive, [folder])
    articles = review.articles(archive, [row.id for row in listed(archive)])
    with pytest.raises(Invalid, match="not a date"):
        curate.edit_all(archive, articles, published="the day after")
    with pytest.raises(NotFound):
        curate.edit_all(archive, [*articles, ArticleId(9_999)], published="2020-04")
    assert {archive.store.articles.get(each).published for each in articles} == {"2020-03-03"}
    assert not curate.edit_all(archive, articles, published="2020-03-03").touched


def test_what_comes_with_the_program_needs_no_review(archive: Archive, folder: Path) -> None:
    ingest.run(archive, [folder], accepted=True)
    assert [row.name for row in listed(archive)] == ["empty.txt", "program.txt"]
    assert review.counts(archive)[Which.ALL] == 5


def test_a_file_in_a_container_is_named_by_what_it_is_called_inside() -> None:
    report = FileReport(
        "/x/bag.zip", "texts/letter.html?print=1", Status.REFUSED, Verdict.REFUSED, error="It is damaged."
    )
    assert review._name(report) == "letter.html"
    assert review._name(FileReport("", None, Status.ADDED, Verdict.OK)) == "Pasted text"


def test_what_is_refused_costs_the_same_however_much_was_refused_before(archive: Archive) -> None:
    statements: list[str] = []
    with archive.atomic():
        archive.store.connections._writer.set_trace_callback(statements.append)
        archive.store.review.put_refused("/in/1.txt", None, "1.txt", "The file is empty.", at="2026")
        archive.store.review.put_refused("/in/1.txt", "a.txt", "a.txt", "The file is empty.", at="2026")
        archive.store.connections._writer.set_trace_callback(None)
    (sql,) = {re.sub(r"member IS .*", "member IS ?", each) for each in statements if each.startswith("DELETE")}
    plan = [row["detail"] for row in archive.store.connections.rows(f"EXPLAIN QUERY PLAN {sql.replace('?', 'NULL')}")]
    assert plan == ["SEARCH review USING INDEX review_refused (path=?)"]
    assert [row.name for row in listed(archive)] == ["1.txt", "a.txt"]
