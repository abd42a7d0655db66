"""What lies inside containers: read and kept like files of their own, right behind the container, within limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import DiskFull
from archive.base.progress import Progress
from archive.importers.registry import read
from archive.model.article import Imported, Source, Verdict
from archive.operations import editions, gathering, ingest, members, saving
from archive.operations.ingest import FileReport
from tests.archive.importers.containers.making import PARAGRAPHS, page, warc, zipped
from tests.archive.importers.containers.test_feeds import RSS
from tests.archive.importers.containers.test_mail import letter
from tests.archive.made import new_archive


class Readers:
    """A ReaderPool in this process, with the importers; it takes two sources ahead, as the real one does."""

    def __init__(self) -> None:
        self.read_members: list[str | None] = []

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        waiting: list[Source] = []
        for source in sources:
            waiting.append(source)
            if len(waiting) > 2:
                yield self._one(waiting.pop(0))
        while waiting:
            yield self._one(waiting.pop(0))

    def _one(self, source: Source) -> tuple[Source, Imported]:
        self.read_members.append(source.member)
        return source, read(source)

    def close(self) -> None:
        pass


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "library.waystation") as archive:
        yield archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


def take(archive: Archive, *paths: Path, **options: object) -> tuple[FileReport, ...]:
    return ingest.run(archive, paths, pool=Readers(), **options).files  # type: ignore[arg-type]


def told(reports: tuple[FileReport, ...]) -> list[tuple[str, str | None, str]]:
    return [(Path(report.path).name, report.member, str(report.status)) for report in reports]


def test_members_are_articles_of_their_own_right_behind_their_container(library: Archive, folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({"in/letter.html": page("The letter"), "note.txt": PARAGRAPHS[0]}))
    (folder / "b.txt").write_text(PARAGRAPHS[1])
    reports = take(library, folder)
    assert told(reports) == [
        ("a.zip", None, "opened"),
        ("a.zip", "in/letter.html", "added"),
        ("a.zip", "note.txt", "added"),
        ("b.txt", None, "added"),
    ]
    assert reports[0].members == 2 and reports[0].id is None
    first = reports[1]
    assert first.id is not None and first.title == "The letter"
    edition = library.store.editions.current(first.id)
    assert library.store.originals.data(edition.original.sha512) == page("The letter").encode()
    assert (edition.original.name, edition.path) == ("letter.html", f"{folder / 'a.zip'}/in/letter.html")
    assert library.store.originals.places(first.id)[0][:3] == (str(folder / "a.zip"), "in/letter.html", "letter.html")


def test_a_container_again_is_all_duplicates_and_is_kept_nowhere(library: Archive, folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({"letter.html": page("The letter"), "note.txt": PARAGRAPHS[0]}))
    take(library, folder)
    assert [status for _, _, status in told(take(library, folder))] == ["opened", "duplicate", "duplicate"]
    assert len(library.store.originals.addresses()) == 2


def test_likeness_is_looked_for_at_the_same_member_only(library: Archive, folder: Path) -> None:
    text = "\n\n".join(PARAGRAPHS)
    path = folder / "a.zip"
    path.write_bytes(zipped({"one.txt": f"One\n\n{text}", "two.txt": f"Two\n\n{text}\n\nAnd a last line."}))
    assert [status for _, _, status in told(take(library, path))] == ["opened", "added", "added"]
    path.write_bytes(zipped({"one.txt": f"One\n\n{text}\n\nSince then it was mended.", "two.txt": "Two."}))
    assert told(take(library, path))[1][2] == "updated"


def test_a_dry_run_tells_the_same_and_writes_nothing(library: Archive, folder: Path) -> None:
    same = page("The letter")
    (folder / "a.zip").write_bytes(zipped({"letter.html": same, "again.html": same, "bad.txt": b"%PDF-1.4"}))
    reports = take(library, folder, dry_run=True)
    assert [status for _, _, status in told(reports)] == ["opened", "added", "duplicate", "refused"]
    assert library.store.originals.addresses() == []


def test_one_bad_member_costs_itself(library: Archive, folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({"bad.txt": b"%PDF-1.4", "empty.txt": " ", "note.txt": PARAGRAPHS[0]}))
    reports = take(library, folder)
    assert told(reports) == [
        ("a.zip", None, "opened"),
        ("a.zip", "bad.txt", "refused"),
        ("a.zip", "empty.txt", "refused"),
        ("a.zip", "note.txt", "added"),
    ]
    assert all(report.error for report in reports if report.status == "refused")


def test_containers_inside_containers_are_opened_in_their_order(library: Archive, folder: Path) -> None:
    inner = zipped({"c.txt": PARAGRAPHS[1], "d.txt": PARAGRAPHS[2]})
    (folder / "a.zip").write_bytes(zipped({"b.txt": PARAGRAPHS[0], "inner.zip": inner, "e.txt": PARAGRAPHS[3]}))
    assert [(member, status) for _, member, status in told(take(library, folder))] == [
        (None, "opened"),
        ("b.txt", "added"),
        ("inner.zip", "opened"),
        ("inner.zip/c.txt", "added"),
        ("inner.zip/d.txt", "added"),
        ("e.txt", "added"),
    ]


def test_hostile_4_a_zip_nested_sixty_deep_is_opened_four_deep(library: Archive, folder: Path) -> None:
    data = zipped({"deepest.txt": PARAGRAPHS[0]})
    for number in range(60):
        data = zipped({"inner.zip": data, f"{number}.txt": f"{PARAGRAPHS[1]} At depth {number}."})
    (folder / "deep.zip").write_bytes(data)
    reports = take(library, folder)
    assert sum(report.status == "opened" for report in reports) == members.MOST_DEEP
    refused = [report for report in reports if report.status == "refused"]
    assert len(refused) == 1 and "opened 4 deep" in (refused[0].error or "")
    assert sum(report.status == "added" for report in reports) == members.MOST_DEEP


def test_no_more_files_than_are_allowed_come_out_of_one_however_nested(
    library: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "Allowance", lambda: members.Allowance(3, 10_000))
    inner = zipped({f"{n}.txt": f"{PARAGRAPHS[0]} Number {n}." for n in range(5)})
    (folder / "a.zip").write_bytes(zipped({"inner.zip": inner, "b.txt": PARAGRAPHS[1]}))
    (folder / "c.txt").write_text(PARAGRAPHS[2])
    reports = take(library, folder)
    assert sum(report.status == "added" for report in reports) == 3
    (inside,) = [report for report in reports if report.member == "inner.zip"]
    assert inside.verdict is Verdict.PARTIAL and inside.warnings[0].startswith(
        "4 files inside were left out: at most 20,000"
    )


def test_no_more_bytes_than_are_allowed_come_out_of_one(
    library: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "Allowance", lambda: members.Allowance(20, 150))
    (folder / "a.zip").write_bytes(zipped({"a.txt": PARAGRAPHS[0], "b.txt": PARAGRAPHS[1]}))
    reports = take(library, folder)
    assert [status for _, _, status in told(reports)] == ["opened", "added"]
    assert reports[0].verdict is Verdict.PARTIAL and "1 file inside was left out" in reports[0].warnings[0]


def test_progress_counts_what_lies_inside(library: Archive, folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({f"{n}.txt": f"{PARAGRAPHS[n % 4]} {n}." for n in range(6)}))
    seen: list[tuple[int, int]] = []
    take(library, folder, progress=Progress(lambda done, total, label: seen.append((done, total))))
    assert seen[0] == (0, 1) and seen[-1] == (7, 7)
    assert all(done <= total for done, total in seen)


def test_a_full_disk_refuses_the_rest_of_the_members(
    library: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.zip").write_bytes(zipped({f"{n}.txt": f"{PARAGRAPHS[n % 4]} {n}." for n in range(60)}))

    def full(*_: object) -> FileReport:
        raise DiskFull("The disk is full.")

    monkeypatch.setattr(saving, "save", full)
    reports = take(library, folder)
    assert len(reports) == 61
    assert {str(report.status) for report in reports} == {"refused"}


def test_a_mail_is_kept_itself_and_its_attachment_stands_behind_it(library: Archive, folder: Path) -> None:
    message = letter()
    message.add_attachment("A note on the meadow and its four owners.", filename="note.txt")
    (folder / "weir.eml").write_bytes(message.as_bytes())
    assert told(take(library, folder)) == [("weir.eml", None, "added"), ("weir.eml", "note.txt", "added")]
    assert told(take(library, folder)) == [("weir.eml", None, "duplicate")]


def test_a_web_archive_tells_where_its_pages_were_also_when_they_are_read_again(library: Archive, folder: Path) -> None:
    data = page("Das Wehr", charset=None).replace("The miller", "Der Müller").encode("iso-8859-1")
    archive = warc({"https://example.org/weir?a=1": data}, headers=(("Content-Type", "text/html; charset=iso-8859-1"),))
    (folder / "crawl.warc.gz").write_bytes(archive)
    reports = take(library, folder)
    assert told(reports) == [
        ("crawl.warc.gz", None, "opened"),
        ("crawl.warc.gz", "https://example.org/weir?a=1", "added"),
    ]
    article = reports[1].id
    assert article is not None
    found = library.store.articles.get(article)
    assert (found.url, found.accessed) == ("https://example.org/weir?a=1", "2021-04-05")
    assert "Der Müller" in library.store.editions.text(article)
    editions.reread(library, article, "cp866", pool=Readers())
    again = library.store.articles.get(article)
    assert (again.url, again.accessed) == (found.url, found.accessed)


def test_the_same_page_later_in_a_web_archive_is_an_edition(library: Archive, folder: Path) -> None:
    address = "https://example.org/weir"
    later = page().replace("eleven inches", "twelve inches")
    data = warc({address: page().encode()}) + warc({address: later.encode()})
    (folder / "crawl.warc.gz").write_bytes(data)
    assert [status for _, _, status in told(take(library, folder))] == ["opened", "added", "updated"]


def test_a_feed_is_opened_and_its_entries_are_articles(library: Archive, folder: Path) -> None:
    (folder / "feed.xml").write_text(RSS)
    reports = take(library, folder)
    assert told(reports)[1] == ("feed.xml", "https://example.org/weir/", "added")
    assert (reports[0].title, reports[1].title) == ("River news", "Weir & mill")
    assert (reports[1].byline, reports[1].published) == (("Anna Moor",), "2020-03-03")


def test_an_encoding_that_a_person_chose_holds_for_the_members_too(library: Archive, folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({"note.txt": "Ein Müller am Wehr, der nicht mehr mahlt.".encode("cp437")}))
    reports = take(library, folder, encoding="cp437")
    assert reports[1].id is not None
    assert "Müller" in library.store.editions.text(reports[1].id)


def test_inside_folders_containers_are_found_also_where_their_name_tells_nothing(folder: Path) -> None:
    (folder / "Inbox").write_bytes(
        b"From - Tue Mar 03 23:30:00 2020\nFrom: a@example.org\nMessage-ID: <1@x>\n\nWords.\n"
    )
    (folder / "feed.xml").write_text(RSS)
    (folder / "crawl.warc.gz").write_bytes(warc({"https://example.org/": page().encode()}))
    (folder / "a.zip").write_bytes(zipped({"a.txt": "Words."}))
    (folder / "settings.xml").write_text("<settings/>")
    (folder / "README").write_text("Words.")
    (folder / "data.tar.gz").write_bytes(b"\x1f\x8bnothing")
    found = gathering.gather([folder])
    assert [each.path.name for each in found.files] == ["Inbox", "a.zip", "crawl.warc.gz", "feed.xml"]
    assert found.passed_over.total() == 3


def test_a_container_may_be_larger_than_an_article(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LARGEST_BYTES", 100)
    data = zipped({"a.txt": PARAGRAPHS[0], "b.txt": PARAGRAPHS[1]})
    (folder / "a.zip").write_bytes(data)
    assert gathering.load(folder / "a.zip") == data
    monkeypatch.setattr(gathering, "LARGEST_CONTAINER_BYTES", 200)
    with pytest.raises(gathering.Unreadable, match="a file that holds others may have up to"):
        gathering.load(folder / "a.zip")


def test_readers_in_processes_of_their_own_hand_members_over(library: Archive, folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({"letter.html": page("The letter"), "note.txt": PARAGRAPHS[0]}))
    reports = ingest.run(library, [folder]).files
    assert [status for _, _, status in told(reports)] == ["opened", "added", "added"]
