"""Importing through the window: in place, with a summary, and never a dialog."""

import threading
import weakref
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidgetItem, QPushButton
from pytestqt.qtbot import QtBot

from archive.base.progress import Progress
from archive.model.interchange import Brought, Came
from archive.operations import annotate, importing
from archive.operations.ingest import FileReport, Report
from desktop.intake import FILE_FILTER
from desktop.views import import_outcome, imports
from desktop.views.import_outcome import summary
from tests.archive.importers.illustrations.drawn import png
from tests.archive.importers.interchange.conftest import TEXT, qdpx, selection

STORY = "At spring tide the causeway lies under water twice a day, and the carts wait. " * 8


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    good, empty = tmp_path / "tide.txt", tmp_path / "empty.txt"
    good.write_text("The tide table\n\n" + "At spring tide the causeway lies under water twice a day. " * 12, "utf-8")
    empty.write_bytes(b"")
    return [good, empty]


def rows(desk) -> list[QListWidgetItem]:
    panel = desk.library.imports.panel
    return [panel.rows.item(row) for row in range(panel.rows.count())]


def test_an_import_ends_in_a_summary_with_a_sentence_for_each_refused_file(desk, files: list[Path]) -> None:
    desk.library.import_paths(files)
    desk.settle()
    panel = desk.library.imports.panel
    assert panel.isVisible()
    assert panel.headline.text() == "1 article added, 1 file refused"
    assert [row.text().split(" — ")[0] for row in rows(desk)] == ["empty.txt"]
    assert QApplication.activeModalWidget() is None
    assert len(desk.titles()) == 6
    assert desk.library.sidebar.place("all").count == 6


def test_the_same_file_again_is_told_as_a_duplicate(desk, files: list[Path]) -> None:
    for _ in range(2):
        desk.library.import_paths(files[:1])
    desk.settle()
    assert desk.library.imports.panel.headline.text() == "1 file was here already"
    assert len(desk.titles()) == 6


def test_pictures_that_a_known_page_brings_are_told_and_taken_back_in_one_step(desk, tmp_path: Path) -> None:
    page = tmp_path / "ferry.html"
    figure = "<figure><img src='ferry_files/map.png' alt='A map'></figure>"
    page.write_text(
        f"<html><body><article><h1>The ferry</h1><p>{STORY}</p>{figure}<p>{STORY}</p></article></body></html>"
    )
    desk.library.import_paths([page])
    desk.settle()
    (article,) = [each for each in desk.archive.store.articles.headings() if each not in desk.ids]
    (tmp_path / "ferry_files").mkdir()
    (tmp_path / "ferry_files" / "map.png").write_bytes(png(120, 80))
    desk.library.import_paths([page])
    desk.settle()
    assert desk.library.imports.panel.headline.text() == "1 file was here already"
    told = "ferry.html — Known already; 1 picture that lay beside it was added."
    assert [row.text() for row in rows(desk)] == [told]
    assert len(desk.archive.store.editions.current(article).pictures) == 1
    desk.context.history.undo()
    desk.settle()
    assert desk.archive.store.editions.current(article).pictures == ()


def test_a_single_file_opens_in_the_reader(desk, files: list[Path]) -> None:
    desk.library.import_paths(files[:1])
    desk.settle()
    assert desk.library.reader.article_id not in (None, *desk.ids)


def test_pasted_text_becomes_an_article(desk) -> None:
    desk.library.import_text(
        "A pasted piece\n\n" + "Words that were on the clipboard, and a good many of them. " * 8, False
    )
    desk.settle()
    assert len(desk.titles()) == 6


def test_a_click_on_a_partly_read_file_opens_its_article(desk, qtbot: QtBot) -> None:
    panel = desk.library.imports.panel
    panel.show_report([told("half.html", "added", "partial", desk.ids[1], ("The end of the page is missing.",))])
    assert "The end of the page is missing." in panel.rows.item(0).text()
    with qtbot.waitSignal(panel.article_asked) as asked:
        panel.rows.itemClicked.emit(panel.rows.item(0))
    assert asked.args == [desk.ids[1]]
    desk.settle()
    assert desk.library.reader.article_id == desk.ids[1]


def test_show_opens_what_was_added_and_is_not_offered_where_nothing_was(desk, files: list[Path], qtbot: QtBot) -> None:
    panel = desk.library.imports.panel
    panel.show_report([told("no.bin", "refused", "refused", None, ())])
    assert not panel.show_added.isVisible()
    second = files[0].with_name("neap.txt")
    second.write_text(
        "The neap tide\n\n" + "At neap tide the causeway stays dry, and the carts go over. " * 12, "utf-8"
    )
    desk.library.import_paths([files[0], second])
    desk.settle()
    assert desk.library.reader.article_id is None
    qtbot.mouseClick(panel.show_added, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.library.reader.article_id not in (None, *desk.ids)
    assert not panel.isVisible()


def test_a_cancelled_import_says_so_and_the_next_one_runs(desk, qtbot: QtBot, monkeypatch, files: list[Path]) -> None:
    whole = importing.run

    def endless(archive, paths, *, progress: Progress, **_: object) -> Report:
        while True:
            progress.report(1, 100, "a file with a long name.html")

    monkeypatch.setattr(importing, "run", endless)
    desk.library.import_paths(files)
    panel = desk.library.imports.panel
    qtbot.waitUntil(lambda: panel.headline.text() == "Importing 1 of 100")
    assert panel.cancel.isVisible()
    qtbot.mouseClick(panel.findChild(QPushButton, "import-cancel"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert panel.headline.text() == "The import was stopped. What was taken in before stays."
    assert not desk.library.imports.running
    monkeypatch.setattr(importing, "run", whole)
    desk.library.import_paths(files[:1])
    desk.settle()
    assert panel.headline.text() == "1 article added"


def test_a_failure_of_the_disk_is_a_banner_and_the_queue_goes_on(desk, monkeypatch) -> None:
    from archive.base.errors import DiskFull

    banners: list[str] = []
    desk.context.alerts.banner.connect(lambda notice: banners.append(notice.text))

    def full(archive, paths, *, progress: Progress, **_: object) -> Report:
        raise DiskFull("There is no room left.", "Free some space.")

    monkeypatch.setattr(importing, "run", full)
    desk.library.import_paths([Path("a.txt")])
    desk.settle()
    assert banners == ["There is no room left. Free some space."]
    assert not desk.library.imports.running


def told(path: str, status: str, verdict: str, article: int | None, warnings: tuple[str, ...] = ()) -> FileReport:
    """A file's report as the import gives it."""
    return FileReport(
        path=path,
        member=None,
        status=status,
        verdict=verdict,
        id=article,
        uid=None,
        title=None,
        byline=(),
        publisher=None,
        published=None,
        language=None,
        words=0,
        set_aside=(),
        warnings=warnings,
        error="It is empty." if status == "refused" else None,
    )


def test_the_summary_counts_each_outcome() -> None:
    reports = [told("a", "added", "ok", 1), told("b", "added", "ok", 2), told("c", "updated", "ok", 3)]
    assert (
        summary([*reports, told("d", "refused", "refused", None)])
        == "2 articles added, 1 article updated, 1 file refused"
    )
    assert summary([]) == "No file there could be an article."


def test_several_files_of_other_programs_are_counted_together() -> None:
    brought = [Brought(articles=Came(1), tags=Came(2)), Brought(tags=Came(1, 3), collected=2), Brought()]
    files = [replace(told(f"{each}", "added", "ok", None), brought=one) for each, one in enumerate(brought)]
    assert (
        summary([*files, told("a", "added", "ok", 1)])
        == "1 article added. Brought in 1 article, 3 tags and 2 articles put into collections; 3 were here already"
    )


def test_a_project_of_another_program_is_one_step_that_is_undone(desk, tmp_path: Path) -> None:
    project = tmp_path / "canal.qdpx"
    marks = selection(TEXT.index("six"), TEXT.index("six") + 3) + selection(900, 950, 2)
    project.write_bytes(qdpx(marks))
    before = len(desk.titles())
    desk.library.import_paths([project])
    desk.settle()
    panel = desk.library.imports.panel
    assert panel.headline.text() == "Brought in 1 article, 1 passage and 2 tags"
    assert any("outside of the text" in row.text() for row in rows(desk))
    assert len(desk.titles()) == before + 1
    assert desk.context.history.undo_label == "Bring in Canal"
    desk.context.history.undo()
    desk.settle()
    assert len(desk.titles()) == before


def test_what_was_left_out_is_listed_with_its_kind_and_can_be_copied(desk, tmp_path: Path, qtbot: QtBot) -> None:
    project = tmp_path / "canal.qdpx"
    project.write_bytes(qdpx(selection(900, 950, 2) + selection(0, 3), text=TEXT.replace("\n", "\r\n").encode()))
    desk.library.import_paths([project])
    desk.settle()
    panel = desk.library.imports.panel
    sentences = [row.text() for row in rows(desk)]
    # The one file is told by the headline: each row is a sentence about what is in it.
    assert sentences[0].startswith("1 passage was left out because it stands outside") and panel.told.isVisible()
    assert panel.told.text() == f"{len(sentences)} things to know of"
    assert any("line ends" in sentence for sentence in sentences)
    qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().split("\n") == [panel.headline.text(), *sentences]
    panel.rows.item(1).setSelected(True)
    qtbot.keyClick(panel.rows, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == sentences[1]
    qtbot.mouseClick(panel.show_added, Qt.MouseButton.LeftButton)
    desk.settle()
    shown = desk.context.archive.store.articles.get(desk.library.reader.article_id)
    assert shown.title == "Gate"


def test_what_was_left_in_a_folder_is_told(desk, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "canal.qdpx").write_bytes(qdpx(selection(0, 3)))
    (tmp_path / "in" / "prices.csv").write_text("day,rain\n1,2\n", "utf-8")
    (tmp_path / "in" / "photo.png").write_bytes(b"png")
    desk.library.import_paths([tmp_path / "in"])
    desk.settle()
    panel = desk.library.imports.panel
    assert panel.headline.text() == "Brought in 1 article, 1 passage and 2 tags"
    told = [row.text() for row in rows(desk)]
    assert any("1 .png" in each for each in told)
    assert any("(prices.csv)" in each and "Import it by name" in each for each in told)


def test_a_cancelled_project_leaves_nothing(desk, tmp_path: Path, monkeypatch) -> None:
    project = tmp_path / "canal.qdpx"
    project.write_bytes(qdpx(selection(0, 3)))
    before = len(desk.titles())
    whole = importing.run

    def cancelled(archive, paths, *, progress: Progress, **named: object) -> Report:
        progress.cancel()
        return whole(archive, paths, progress=progress, **named)

    monkeypatch.setattr(importing, "run", cancelled)
    desk.library.import_paths([project])
    desk.settle()
    assert desk.library.imports.panel.headline.text() == "The import was stopped. What was taken in before stays."
    assert len(desk.titles()) == before and annotate.passages(desk.context.archive) == []


def test_what_lies_in_a_container_is_told_with_its_place_there(desk, tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("letters/first.txt", f"The first letter\n\n{STORY}")
        file.writestr("letters/empty.html", " ")
        file.writestr("../out.txt", STORY)
    before = len(desk.titles())
    desk.library.import_paths([path])
    desk.settle()
    panel = desk.library.imports.panel
    assert panel.headline.text() == "1 article added, 1 file refused"
    told = [row.text() for row in rows(desk)]
    assert told == [
        "archive.zip — 1 member was left out (“../out.txt”): a name or a link that leads out of the file.",
        "archive.zip › letters/empty.html — The file holds nothing but white space.",
    ]
    assert len(desk.titles()) == before + 1
    assert panel.show_added.isVisible()


def test_a_name_in_a_container_cannot_turn_the_line_around(desk) -> None:
    panel = desk.library.imports.panel
    panel.show_report([replace(told("a.zip", "refused", "refused", None), member="\u202egpj.txt")])
    assert panel.rows.item(0).text() == "a.zip › \\u202egpj.txt — It is empty."


def test_highlights_that_are_dropped_are_one_step_that_is_undone(desk, tmp_path: Path) -> None:
    table = tmp_path / "highlights.csv"
    words = desk.context.archive.store.editions.text(desk.ids[0]).split("\n")[-1][:60].strip()
    title = desk.context.archive.store.articles.get(desk.ids[0]).title
    table.write_text(f'title,highlight,shelf\n{title},"{words}",3\n', "utf-8")
    desk.library.import_paths([table])
    desk.settle()
    panel = desk.library.imports.panel
    assert panel.headline.text() == "Brought in 1 passage"
    assert any("1 column was left out (“shelf”)" in row.text() for row in rows(desk))
    assert desk.context.history.undo_label == "Bring in highlights.csv"
    assert len(annotate.passages(desk.context.archive)) == 1
    desk.context.history.undo()
    desk.settle()
    assert annotate.passages(desk.context.archive) == []


def test_the_file_chooser_shows_what_can_be_read() -> None:
    for ending in (
        "*.json",
        "*.jsonld",
        "*.ndjson",
        "*.csv",
        "*.tsv",
        "*.rdf",
        "*.sqlite",
        "*.calibre_annotation_collection",
        "*.zip",
        "*.eml",
        "*.mbox",
        "*.mhtml",
        "*.warc.gz",
        "*.wacz",
        "*.atom",
    ):
        assert ending in FILE_FILTER


def test_thousands_of_things_to_know_of_are_listed_some_a_turn_and_all_of_them_copied(desk, qtbot: QtBot) -> None:
    panel = desk.library.imports.panel
    panel.show_report([told(f"{number:04}.bin", "refused", "refused", None) for number in range(950)])
    assert 0 < panel.rows.count() < 950
    assert panel.told.text() == "950 things to know of"
    panel.copy.click()
    copied = QApplication.clipboard().text().splitlines()
    assert len(copied) == 951 and copied[950] == "0949.bin — It is empty."
    qtbot.waitUntil(lambda: panel.rows.count() == 950)
    assert [panel.rows.item(row).text() for row in range(950)] == copied[1:]
    panel.show_report([told("a.bin", "refused", "refused", None)])
    assert panel.rows.count() == 1


def test_what_came_is_made_out_where_the_import_runs(desk, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool] = []

    def outcome(*given: object) -> object:
        made.append(threading.current_thread() is threading.main_thread())
        return import_outcome.outcome(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(imports, "outcome", outcome)
    desk.library.import_paths(files)
    desk.settle()
    assert made == [False]


def test_what_was_reported_of_each_file_is_let_go_before_the_interface_hears_of_the_end(
    desk, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watched(Report):
        """A report that tells when it has gone."""

        __slots__ = ("__weakref__",)

    reported: list[weakref.ref[Report]] = []
    alive: list[bool] = []
    run, done = importing.run, imports.Imports._done

    def noted(*given: object, **named: object) -> Report:
        made = run(*given, **named)  # type: ignore[arg-type]
        report = Watched(made.files, made.elapsed_ms, made.warnings, made.changes)
        reported.append(weakref.ref(report))
        return report

    def heard(self: imports.Imports, *given: object, **named: object) -> None:
        alive.append(reported[0]() is not None)
        done(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "run", noted)
    monkeypatch.setattr(imports.Imports, "_done", heard)
    desk.library.import_paths(files)
    desk.settle()
    assert alive == [False]


def test_the_article_that_was_added_last_is_shown_first() -> None:
    brought = replace(told("p.qdpx", "added", "ok", None), brought=Brought(articles=Came(2), ids=(7, 9)))
    one, two = told("a", "added", "ok", 1), told("b", "duplicate", "ok", 2)
    assert import_outcome.outcome([one, two]).added == 1
    assert import_outcome.outcome([one, brought, two]).added == 9
    assert import_outcome.outcome([two]).added is None and not import_outcome.outcome([two]).reviewed
