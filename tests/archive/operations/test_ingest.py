"""Importing: what files, folders and patterns become; duplicates, updates, refusals; nothing reported before its commit."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base.errors import ArchiveInUse, Cancelled, Invalid, NotFound, ReadOnly, Unreadable
from archive.base.progress import Progress
from archive.confinement.pool import Pool
from archive.importers.encodings import decode
from archive.model.article import (
    Block,
    BlockKind,
    Evidence,
    Imported,
    Metadata,
    SetAside,
    Source,
    Text,
    Verdict,
)
from archive.operations import acts, editions, evidence, gathering, ingest, maintain, saving
from archive.operations.saving import Status
from tests.archive.made import new_archive

STORY = "The lantern on the pier burned until the last boat of the evening had come in and tied up."


def read_lines(source: Source) -> Imported:
    """An importer for tests: `name: value` lines are metadata, `# ` lines are set aside, the first other line is the title."""
    decoded = decode(source.data, override=source.encoding)
    fields: dict[str, str] = {}
    lines: list[tuple[str, int]] = []
    aside: list[SetAside] = []
    place = 0
    for line in decoded.text.split("\n"):
        name, _, value = line.partition(": ")
        if value and name in {"url", "publisher", "title"}:
            fields[name] = value
        elif line.startswith("# "):
            aside.append(SetAside(place, place + len(line), line[2:], "navigation"))
        elif line.strip():
            lines.append((line.strip(), place))
        place += len(line) + 1
    if not lines:
        return Imported(Verdict.REFUSED, "lines", 1, "text/plain", error="The file is empty.")
    fields.setdefault("title", lines[0][0])
    blocks: list[Block] = []
    start = 0
    for line, at in lines:
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line), (at, at + len(line))))
        start += len(line) + 1
    evidence = {name: Evidence(value, None, None, "line", 0.9) for name, value in fields.items()}
    text = Text("\n".join(line for line, _ in lines), tuple(blocks), tuple(aside))
    metadata = Metadata(**fields, evidence=evidence)
    return Imported(Verdict.OK, "lines", 1, "text/plain", decoded.encoding, decoded.text, metadata, text)


class Readers:
    """A ReaderPool in this process."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        for source in sources:
            self.names.append(source.name)
            yield source, read_lines(source)

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


def take(archive: Archive, *paths: Path | str, **options: object) -> tuple[ingest.FileReport, ...]:
    return ingest.run(archive, paths, pool=Readers(), **options).files  # type: ignore[arg-type]


def statuses(reports: Sequence[ingest.FileReport]) -> list[str]:
    return [str(report.status) for report in reports]


def test_a_file_becomes_an_article_with_its_original_and_evidence(library: Archive, folder: Path) -> None:
    path = folder / "pier.txt"
    path.write_bytes(f"The pier\n{STORY}\n".encode())
    (report,) = take(library, path)
    assert (report.status, report.verdict, report.path, report.title) == ("added", "ok", str(path), "The pier")
    assert report.id is not None
    edition = library.store.editions.current(report.id)
    assert library.store.originals.data(edition.original.sha512) == path.read_bytes()
    assert (edition.text, edition.path, edition.encoding) == (f"The pier\n{STORY}", str(path), "utf-8")
    assert library.store.articles.evidence(report.id)["title"].value == "The pier"
    assert library.index.search("lantern").articles == (report.id,)


def test_the_same_bytes_are_a_duplicate_whose_path_is_noted(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    (folder / "b.txt").write_text(STORY)
    first, second = take(library, folder)
    assert statuses([first, second]) == ["added", "duplicate"]
    assert second.id == first.id
    assert first.id is not None
    assert [place[2] for place in library.store.originals.places(first.id)] == ["a.txt", "b.txt"]


def test_known_bytes_are_answered_without_a_reader(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    take(library, folder)
    readers = Readers()
    report = ingest.run(library, [folder], pool=readers)
    assert statuses(report.files) == ["duplicate"]
    assert readers.names == []


def test_the_same_url_with_another_text_is_an_update(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(f"url: https://example.org/pier\nThe pier\n{STORY}")
    (folder / "b.txt").write_text("url: https://example.org/pier\nThe pier, again\nNothing of the old text is left.")
    first, second = take(library, folder)
    assert statuses([first, second]) == ["added", "updated"]
    assert (second.id, second.title) == (first.id, "The pier, again")
    assert second.id is not None
    assert [edition.reason for edition in library.store.editions.summaries(second.id)] == ["update", "import"]


def test_a_front_page_as_url_does_not_make_two_articles_one(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(f"url: https://example.org/\nThe pier\n{STORY}")
    (folder / "b.txt").write_text("url: https://example.org/\nThe mill\nAn altogether different account of flour.")
    assert statuses(take(library, folder)) == ["added", "added"]


def test_a_changed_file_at_the_same_path_is_an_update(library: Archive, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(f"The pier\n{STORY}")
    take(library, path)
    path.write_text(f"The old pier\n{STORY} Then it went out.")
    assert statuses(take(library, path)) == ["updated"]


def test_another_article_at_the_same_path_is_a_new_one(library: Archive, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(f"The pier\n{STORY}")
    take(library, path)
    path.write_text("The mill\nFlour was ground here for two hundred years before the river was moved aside.")
    assert statuses(take(library, path)) == ["added"]


def test_same_title_and_publisher_with_a_similar_text_is_an_update(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(f"publisher: The Quay\nThe pier\n{STORY}")
    (folder / "b.txt").write_text(f"publisher: The Quay\nThe pier\n{STORY} Updated at noon.")
    (folder / "c.txt").write_text("publisher: The Quay\nThe pier\nOf the same name, but about something else entirely.")
    assert statuses(take(library, folder)) == ["added", "updated", "added"]


def test_the_same_text_in_other_bytes_is_a_duplicate_that_keeps_both_originals(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(f"The pier\n{STORY}")
    (folder / "b.txt").write_bytes(f"The pier\r\n\r\n{STORY}\r\n".encode("utf-16"))
    first, second = take(library, folder)
    assert statuses([first, second]) == ["added", "duplicate"]
    assert second.warnings
    assert len(library.store.originals.addresses()) == 2


def test_a_duplicate_in_the_trash_says_so(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    (first,) = take(library, folder)
    acts.perform(library, acts.Act("trash", {"ids": [first.id]}))
    (again,) = take(library, folder)
    assert again.status is Status.DUPLICATE
    assert "trash" in again.warnings[0]


def test_what_a_person_entered_outlives_an_update(library: Archive, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(f"publisher: Misread\nThe pier\n{STORY}")
    (first,) = take(library, path)
    assert first.id is not None
    with library.atomic():
        library.store.articles.update(first.id, publisher="The Quay")
        library.store.articles.set_evidence(first.id, "publisher", Evidence("The Quay", None, None, "entered", 1.0))
    path.write_text(f"publisher: Misread\nThe new pier\n{STORY} And more.")
    (second,) = take(library, path)
    assert (second.status, second.publisher, second.title) == ("updated", "The Quay", "The new pier")
    assert library.store.articles.evidence(first.id)["publisher"].rule == "entered"


def test_one_bad_file_never_stops_the_others(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text("First\nstory")
    (folder / "b.txt").write_text(" \n")
    (folder / "d.txt").write_text("Last\nstory")
    reports = take(library, folder / "a.txt", folder / "b.txt", folder / "missing.txt", folder / "d.txt")
    assert statuses(reports) == ["added", "refused", "refused", "added"]
    assert [report.error for report in reports] == [
        None,
        "The file is empty.",
        "There is no such file. — Check its name and its folder.",
        None,
    ]


def test_folders_are_walked_in_order_without_hidden_files_and_page_folders(library: Archive, folder: Path) -> None:
    for name in (
        "b.txt",
        "a.md",
        ".hidden.txt",
        "picture.png",
        "Page.html",
        "Page_files/part.html",
        ".git/x.txt",
        "sub/c.txt",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"{name}\nwords of {name}")
    report = ingest.run(library, [folder], pool=Readers())
    assert [Path(file.path).relative_to(folder).as_posix() for file in report.files] == [
        "Page.html",
        "a.md",
        "b.txt",
        "sub/c.txt",
    ]
    assert "1 .png" in report.warnings[0]


def test_a_page_and_its_folder_named_one_by_one_are_one_article(library: Archive, folder: Path) -> None:
    (folder / "Page.html").write_text("Page\nwords")
    (folder / "Page_files").mkdir()
    (folder / "Page_files" / "part.html").write_text("part\nof a page")
    assert statuses(take(library, folder / "Page.html", folder / "Page_files")) == ["added"]
    assert statuses(take(library, folder / "*")) == ["duplicate"]
    assert statuses(take(library, folder / "Page_files")) == ["added"]


def test_a_directory_loop_is_met_once(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder)
    assert statuses(take(library, folder)) == ["added"]


def test_a_folder_with_nothing_to_read_says_so(library: Archive, folder: Path) -> None:
    (report,) = take(library, folder)
    assert (report.status, report.error) == ("refused", "This folder holds no text, document or saved page.")


def test_patterns_and_home_are_resolved(library: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (folder / name).write_text(f"{name}\nwords of {name}")
    monkeypatch.setenv("HOME", str(folder))
    names = [Path(report.path).name for report in take(library, "~/*.txt", str(folder / "[c].md"), folder / "none*")]
    assert names == ["a.txt", "b.txt", "c.md", "none*"]


def test_a_pattern_below_a_folder_with_brackets_is_resolved(library: Archive, folder: Path) -> None:
    (folder / "[2019] pier" / "deep").mkdir(parents=True)
    (folder / "[2019] pier" / "a.txt").write_text(STORY)
    (folder / "[2019] pier" / "deep" / "b.txt").write_text(f"{STORY} And so on.")
    assert statuses(take(library, folder / "[2019] pier" / "*.txt")) == ["added"]
    assert len(take(library, folder / "[2019] pier" / "**" / "*.txt")) == 2


def test_a_file_named_like_a_pattern_is_itself(library: Archive, folder: Path) -> None:
    (folder / "notes [1].txt").write_text(STORY)
    assert statuses(take(library, folder / "notes [1].txt")) == ["added"]


def test_a_file_named_twice_is_met_once(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    assert statuses(take(library, folder / "a.txt", folder, folder / ".." / folder.name / "a.txt")) == ["added"]


def test_a_script_named_directly_is_refused(library: Archive, folder: Path) -> None:
    (folder / "site.css").write_text("p { color: red }")
    (report,) = take(library, folder / "site.css")
    assert report.error == "This is a style sheet, not an article."


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user who may be refused")
def test_an_unreadable_file_is_refused(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    (folder / "a.txt").chmod(0)
    (report,) = take(library, folder / "a.txt")
    assert "cannot be read" in (report.error or "")


def test_a_file_that_the_system_will_not_read_is_refused(
    library: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(STORY)

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(gathering.Path, "open", refuse)
    with pytest.raises(Unreadable, match="Permission denied"):
        gathering.load(folder / "a.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_without_waiting_for_it(library: Archive, folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (report,) = take(library, folder / "pipe.txt")
    assert report.error is not None and report.error.startswith("This is a device or a pipe, not a file.")


def test_a_file_of_100_mb_is_refused_and_left_alone(library: Archive, folder: Path) -> None:
    path = folder / "huge.txt"
    with path.open("wb") as file:
        file.write(b"words and words\n" * 1000)
        file.truncate(100_000_000)
    (report,) = take(library, path)
    assert "100 MB" in (report.error or "")
    assert path.stat().st_size == 100_000_000


def test_a_dry_run_writes_nothing_and_tells_what_would_happen(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(f"The pier\n{STORY}")
    take(library, folder / "a.txt")
    (folder / "a.txt").write_text(f"The pier\n{STORY} More.")
    (folder / "b.txt").write_text("New\nwords")
    (folder / "c.txt").write_text("New\nwords")
    (folder / "d.txt").write_text("")
    journal = len(library.store.journal.recent(100))
    reports = take(library, folder, dry_run=True)
    assert statuses(reports) == ["updated", "added", "duplicate", "refused"]
    assert len(library.store.journal.recent(100)) == journal
    assert len(library.store.editions.ids()) == 1


def test_a_read_only_archive_takes_nothing_in_but_allows_a_dry_run(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    with Archive.open(library.path, read_only=True) as reading:
        with pytest.raises(ReadOnly):
            take(reading, folder)
        assert statuses(take(reading, folder, dry_run=True)) == ["added"]


def test_an_archive_that_is_held_cannot_be_opened_for_an_import(library: Archive) -> None:
    with pytest.raises(ArchiveInUse):
        Archive.open(library.path)


def test_answers_come_after_their_commit(library: Archive, folder: Path) -> None:
    for number in range(120):
        (folder / f"{number:03}.txt").write_text(f"Title {number}\nwords of article {number}")
    seen: list[str] = []

    def check(report: ingest.FileReport) -> None:
        assert report.id is not None
        with Archive.open(library.path, read_only=True) as other:
            assert other.store.articles.get(report.id).title == report.title
        seen.append(report.path)

    reports = take(library, folder, reported=check)
    assert seen == [report.path for report in reports]
    assert len(seen) == 120


def test_cancelling_keeps_what_was_committed(library: Archive, folder: Path) -> None:
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(f"Title {number}\nwords of article {number}")
    progress = Progress()
    acknowledged: list[int] = []

    def stop(report: ingest.FileReport) -> None:
        acknowledged.append(report.id or 0)
        progress.cancel()

    with pytest.raises(Cancelled):
        take(library, folder, progress=progress, reported=stop)
    assert acknowledged
    assert len(library.store.editions.ids()) < 200
    for article in acknowledged:
        assert library.store.articles.get(article).title  # type: ignore[arg-type]
    assert "added" in statuses(take(library, folder))


def test_an_import_is_journalled_and_can_be_taken_back(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    (report,) = take(library, folder)
    entry = library.store.journal.recent(1)[0]
    assert entry.change.label == "Import article"
    assert entry.change.inverse is not None
    acts.perform(library, entry.change.inverse)
    assert report.id is not None
    assert library.store.articles.get(report.id).trashed_at is not None


def test_an_unknown_encoding_is_refused_before_anything_is_read(library: Archive, folder: Path) -> None:
    with pytest.raises(Invalid):
        take(library, folder, encoding="no-such-set")


def test_pasted_text_is_an_article_with_what_was_entered(library: Archive) -> None:
    report = ingest.paste(library, STORY, title="From the clipboard", url="https://example.org/p", pool=Readers())
    (file,) = report.files
    assert (file.status, file.title, file.path) == ("added", "From the clipboard", "")
    assert file.id is not None
    evidence = library.store.articles.evidence(file.id)
    assert (evidence["title"].rule, evidence["url"].value) == ("entered", "https://example.org/p")
    assert library.index.search("lantern").articles == (file.id,)


def test_pasting_nothing_is_refused(library: Archive) -> None:
    assert statuses(ingest.paste(library, " \n", pool=Readers()).files) == ["refused"]


def test_reading_again_adds_an_edition_and_can_be_taken_back(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_bytes("Żółta łódź\nstała przy brzegu".encode("cp1250"))
    (report,) = take(library, folder, encoding="cp1252")
    assert report.id is not None
    wrong = library.store.editions.current(report.id)
    change = ingest.reread(library, report.id, "cp1250", pool=Readers())
    right = library.store.editions.current(report.id)
    assert (right.number, right.reason, right.encoding) == (2, "encoding", "cp1250")
    assert library.store.articles.get(report.id).title == "Żółta łódź"
    assert change.inverse is not None
    redo = acts.perform(library, change.inverse)
    assert library.store.editions.current(report.id).id == wrong.id
    assert library.store.articles.get(report.id).title == report.title
    assert redo.inverse is not None
    acts.perform(library, redo.inverse)
    assert library.store.articles.get(report.id).title == "Żółta łódź"


def test_reading_again_without_a_difference_is_refused(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    (report,) = take(library, folder)
    assert report.id is not None
    with pytest.raises(Invalid, match="stays the same"):
        ingest.reread(library, report.id, "cp1252", pool=Readers())
    with pytest.raises(Invalid, match="no-such-set"):
        ingest.reread(library, report.id, "no-such-set", pool=Readers())


def test_a_set_aside_line_goes_back_to_its_place(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text("The pier\nFirst line.\n# Put me   back\nLast line.\n# And leave me")
    (report,) = take(library, folder)
    assert report.id is not None
    before = library.store.editions.current(report.id)
    with library.atomic():
        library.store.articles.update(report.id, position=len("The pier\nFirst line.\nLa"))
    change = ingest.put_back(library, report.id, before.set_aside[0])
    after = library.store.editions.current(report.id)
    assert after.text == "The pier\nFirst line.\nPut me back\nLast line."
    assert [after.text[block.start : block.end] for block in after.blocks] == after.text.split("\n")
    assert [item.text for item in after.set_aside] == ["And leave me"]
    assert after.reason == "restored"
    assert after.text[library.store.articles.get(report.id).position :] == "st line."
    with pytest.raises(NotFound):
        ingest.put_back(library, report.id, before.set_aside[0])
    assert change.inverse is not None
    acts.perform(library, change.inverse)
    assert library.store.editions.current(report.id).text == before.text
    assert library.store.articles.get(report.id).position == len("The pier\nFirst line.\nLa")


@settings(max_examples=50, deadline=None)
@given(
    lines=st.lists(st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}){0,3}", fullmatch=True), min_size=1, max_size=6),
    back=st.lists(st.from_regex(r" ?[a-z]{1,8}( +[a-z]{1,8})?", fullmatch=True), min_size=1, max_size=3),
    place=st.integers(0, 60),
)
def test_lines_put_back_leave_blocks_in_order_and_the_other_words_alone(
    lines: list[str], back: list[str], place: int
) -> None:
    before = read_lines(Source("\n".join(lines).encode(), "a.txt")).text
    assert before is not None
    aside = SetAside(place, place + 5, "\n".join(back), "navigation")
    text, start = editions.restored(Text(before.text, before.blocks, (aside,)), aside)
    assert [text.text[block.start : block.end] for block in text.blocks] == text.text.split("\n")
    restored = "\n".join(" ".join(line.split()) for line in back)
    assert text.text[start:].startswith(restored)
    assert sorted(text.text.split("\n")) == sorted([*lines, *restored.split("\n")])
    assert text.set_aside == ()


def test_a_full_disk_refuses_the_rest_and_loses_nothing(library: Archive, folder: Path) -> None:
    words = [f"word{number}" for number in range(4000)]
    for number in range(150):
        (folder / f"{number:03}.txt").write_text(f"Title {number}\n" + " ".join(words[number:]))
    pages = library.store.connections.value("PRAGMA page_count")
    library.store.connections.setting(f"max_page_count = {pages + 1200}")
    acknowledged: list[ingest.FileReport] = []
    reports = take(library, folder, reported=acknowledged.append)
    added = [report for report in reports if report.status is Status.ADDED]
    refusals = {report.error for report in reports if report.status is Status.REFUSED}
    assert 0 < len(added) < 150
    assert len(refusals) == 1
    assert "room" in (refusals.pop() or "")
    assert [report.status for report in reports] == [Status.ADDED] * len(added) + [Status.REFUSED] * (150 - len(added))
    library.store.connections.setting("max_page_count = 1073741823")
    assert library.store.connections.value("PRAGMA integrity_check") == "ok"
    for report in acknowledged:
        if report.id is not None:
            assert library.store.articles.get(report.id).title == report.title
    assert statuses(take(library, folder)) == ["duplicate"] * len(added) + ["added"] * (150 - len(added))


def test_an_article_purged_while_its_file_waits_is_told(library: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    (first,) = take(library, folder)
    assert first.id is not None
    waiting = saving.known(library, Source(STORY.encode(), "a.txt", str(folder / "a.txt")))
    assert waiting is not None
    with library.atomic():
        library.store.articles.purge(first.id)
        answer = saving.save(library, waiting)
    assert (answer.status, answer.id) == ("refused", None)
    assert "purged" in (answer.error or "")


def test_the_real_readers_take_text_markdown_and_pages(library: Archive, folder: Path) -> None:
    body = " ".join([STORY] * 4)
    (folder / "a.txt").write_text(f"The pier in the evening\n\nBy Ada Quill\n\n{body}\n\n{body}\n")
    (folder / "b.md").write_text(f"# The mill by the river\n\n{body} *Flour.*\n")
    page = (
        f"<!doctype html><html><head><title>The lock</title></head><body><article><h1>The lock</h1><p>{body} Water.</p>"
    )
    (folder / "c.html").write_text(f"{page}<p>{body}</p></article></body></html>")
    (folder / "d.txt").write_bytes(b"\x89PNG\r\n\x1a\n not a text")
    reports = ingest.run(library, [folder]).files
    assert statuses(reports) == ["added", "added", "added", "refused"]
    assert [report.title for report in reports[:3]] == [
        "The pier in the evening",
        "The mill by the river",
        "The lock",
    ]
    assert reports[3].error == "This is a PNG picture named .txt, not text."
    assert len(library.index.search("lantern").articles) == 3


def test_a_file_that_hangs_its_reader_does_not_stop_the_others(library: Archive, folder: Path) -> None:
    script = folder / "readers.py"
    script.write_text(
        "import time\n"
        "from archive.confinement.worker import serve\n"
        "from archive.importers.registry import read\n"
        "def slow(source):\n"
        "    if b'hang' in source.data:\n"
        "        time.sleep(60)\n"
        "    return read(source)\n"
        "serve(slow)\n"
    )
    for name in ("a", "hang", "z"):
        (folder / f"{name}.txt").write_text(f"{name}\n\nA short story named {name}.")
    with Pool([sys.executable, "-P", str(script)], readers=2, verdict_seconds=2) as pool:
        reports = ingest.run(library, [folder], pool=pool).files
    assert statuses(reports) == ["added", "refused", "added"]
    assert "longer than 2 seconds" in (reports[1].error or "")


def test_pasted_json_of_another_program_is_brought_in(library: Archive) -> None:
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "A note"},
        "target": "https://example.org/nowhere",
    }
    report = ingest.paste(library, json.dumps(annotation))
    assert report.files[0].brought is not None and report.files[0].brought.memos.new == 1 and len(report.changes) == 1


def test_documents_come_in_through_confined_readers_with_evidence_that_is_found(library: Archive) -> None:
    documents = Path(__file__).parents[2] / "data" / "documents"
    names = ("report_ebooklib.epub", "report_pandoc.docx", "report_pandoc.odt", "report_pandoc.rtf")
    with ingest.readers(1) as pool:
        report = ingest.run(library, [documents / name for name in names], pool=pool)
    # One report, four times: what two programs made alike is one text.
    assert [each.status for each in report.files] == ["added", "added", "duplicate", "duplicate"]
    for each in report.files:
        assert each.id is not None
        found = evidence.place(library, each.id, "byline")
        assert found is not None and "Ada Brook" in found.words
    assert maintain.check(library) == []
