"""Exports are written whole or not at all, never over the archive, and say what they hold and what they left out."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import icalendar
import pytest

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Cancelled, DiskFull, Invalid, WaystationError
from archive.base.progress import Progress
from archive.model.event import EventFilter, Status
from archive.operations import curate, events, extracting, publish, timeline
from tests.archive.conftest import AddArticle

WEIR = (
    "The weir was built in 1950. It was opened on 1951-06-02. The eels came last year. It had been dry for three years."
)
FAIR = "The fair was held on 1951-06-02. A second one was held in 1960."
EVERY = EventFilter()

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def told(archive: Archive, add_article: AddArticle) -> Archive:
    """Two articles: one of a publisher, with a date; one with neither, without a title."""
    add_article(archive, WEIR, title="The weir", publisher="River Post", published="1972-03")
    add_article(archive, FAIR, title="")
    extracting.settle(archive)
    return archive


def written(archive: Archive, out: Path, filter: EventFilter = EVERY) -> tuple[publish.Written, Any]:
    done = publish.timeline(archive, filter, out)
    return done, json.loads(out.read_bytes())


def test_every_time_is_written_with_the_source_of_its_article(told: Archive, tmp_path: Path) -> None:
    done, read = written(told, tmp_path / "out.json")
    assert done == publish.Written(str(tmp_path / "out.json"), 6, 2, ())
    assert [each["uid"] for each in read] == [mention.uid for mention in timeline.mentions(told)]
    sources = {each["sentence"]: each["source"] for each in read}
    assert sources["It was opened on 1951-06-02."] == {
        "title": "The weir",
        "publisher": "River Post",
        "published": "1972-03",
    }
    assert sources["A second one was held in 1960."] == {"title": None, "publisher": None, "published": None}


def test_what_was_entered_by_hand_has_no_source(told: Archive, tmp_path: Path) -> None:
    events.add(told, edtf="1955-02-03", label="the flood", note="from a letter", tags=("floods",))
    done, read = written(told, tmp_path / "out.json", EventFilter(text="flood"))
    assert (done.events, done.articles) == (1, 0)
    assert (read[0]["label"], read[0]["note"], read[0]["tags"]) == ("the flood", "from a letter", ["floods"])
    assert read[0]["source"] == {"title": None, "publisher": None, "published": None}


def test_the_filter_decides_what_is_written(told: Archive, tmp_path: Path) -> None:
    uid = next(mention.uid for mention in timeline.mentions(told) if mention.exact == "1960")
    events.confirm(told, [uid])
    done, read = written(told, tmp_path / "out.json", EventFilter(statuses=(Status.CONFIRMED,)))
    assert (done.events, [each["uid"] for each in read]) == (1, [uid])


def test_articles_in_the_trash_are_not_written(told: Archive, tmp_path: Path) -> None:
    curate.trash(told, [next(m.article for m in timeline.mentions(told) if m.exact == "1960" and m.article)])
    done, read = written(told, tmp_path / "out.json")
    assert done.articles == 1
    assert {each["source"]["title"] for each in read} == {"The weir"}


def test_only_articles_whose_times_are_held_are_counted(told: Archive, tmp_path: Path) -> None:
    done = publish.timeline(told, EventFilter(text="weir"), tmp_path / "out.timeline.json")
    assert (done.events, done.articles) == (1, 1)
    done = publish.timeline(told, EVERY, tmp_path / "out.ics")
    assert (done.events, done.articles) == (2, 2)
    assert len(done.warnings) == 2


def test_a_calendar_bears_the_moment_of_writing(told: Archive, tmp_path: Path) -> None:
    with clock.frozen(clock.datetime(2026, 1, 31, 12, tzinfo=clock.UTC)):
        publish.timeline(told, EVERY, tmp_path / "out.ics")
    events_read = icalendar.Calendar.from_ical((tmp_path / "out.ics").read_bytes()).walk("VEVENT")
    assert {event["DTSTAMP"].to_ical() for event in events_read} == {b"20260131T120000Z"}


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        *(
            ("a.csv", b"\xef\xbb\xbfwhen,"),
            ("A.CSV", b"\xef\xbb\xbfwhen,"),
            ("a.json", b"["),
            ("a.b.ics", b"BEGIN:VCAL"),
        ),
        *(("a.timeline.json", b"{"), ("A.Timeline.JSON", b"{"), ("a.timelinejs", b"{")),
    ],
)
def test_the_ending_says_the_format(told: Archive, tmp_path: Path, name: str, begins: bytes) -> None:
    publish.timeline(told, EVERY, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_format_that_is_named_goes_before_the_ending(told: Archive, tmp_path: Path) -> None:
    publish.timeline(told, EVERY, tmp_path / "out.json", "csv")
    assert (tmp_path / "out.json").read_bytes().startswith(b"\xef\xbb\xbfwhen,")


@pytest.mark.parametrize(("name", "format"), [("out", None), ("out.xlsx", None), ("json", None), ("out.csv", "xlsx")])
def test_an_unknown_format_is_refused_and_nothing_written(
    told: Archive, tmp_path: Path, name: str, format: str | None
) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Invalid, match=r"csv.*json.*ics"):
        publish.timeline(told, EVERY, tmp_path / name, format)
    assert sorted(tmp_path.iterdir()) == before


def test_more_than_a_page_of_times_is_written_in_order(
    told: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_PAGE", 2)
    seen: list[int] = []
    publish.timeline(told, EVERY, tmp_path / "o.json", progress=Progress(lambda done, total, label: seen.append(total)))
    read = json.loads((tmp_path / "o.json").read_bytes())
    assert [each["uid"] for each in read] == [mention.uid for mention in timeline.mentions(told)]
    assert max(seen) == 3


def test_cancelled_work_leaves_no_file(told: Archive, tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        publish.timeline(told, EVERY, tmp_path / "out.csv", progress=progress)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", ".lock"])
def test_the_archive_and_its_own_files_are_never_written_over(told: Archive, tmp_path: Path, ending: str) -> None:
    own = told.path.with_name(told.path.name + ending)
    assert own.exists()
    before = own.read_bytes() if not ending else b""
    with pytest.raises(Invalid, match="the archive itself"):
        publish.timeline(told, EVERY, own, "csv")
    assert ending or own.read_bytes() == before
    assert len(timeline.mentions(told)) == 6


def test_a_link_to_the_archive_is_the_archive(told: Archive, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(told.path)
    with pytest.raises(Invalid, match="the archive itself"):
        publish.timeline(told, EVERY, link)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_bytes(b"what was there before, and was longer")
    publish.write(tmp_path / "out.csv", b"new")
    assert (tmp_path / "out.csv").read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir() if "part" in each.name] == []


def test_a_name_as_long_as_the_disk_takes_is_written(tmp_path: Path) -> None:
    out = tmp_path / ("n" * 251 + ".csv")
    publish.write(out, b"new")
    assert out.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, WaystationError)]
)
def test_a_write_that_fails_leaves_what_was_there_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[WaystationError]
) -> None:
    (tmp_path / "out.csv").write_bytes(b"before")

    def fails(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(kind, match=r"out\.csv .*—|for out\.csv"):
        publish.write(tmp_path / "out.csv", b"new")
    assert (tmp_path / "out.csv").read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("nowhere/out.csv", "could not be written.*Choose a folder"),
        ("file/out.csv", "is a file already.*Choose another name|could not be written.*Choose a folder"),
        ("folder", "is a folder.*Choose another name"),
        ("n" * 300, "could not be written.*Choose a folder"),
    ],
)
def test_a_place_where_nothing_can_be_written_is_a_sentence(tmp_path: Path, place: str, told: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(WaystationError, match=told):
        publish.write(tmp_path / place, b"new")
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []
