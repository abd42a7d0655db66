"""The review: what is listed and marked, values edited by keyboard for one or many, rules taught from the original, acceptance undone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.model.article import SetAside
from archive.model.review import Reviewed, Which
from archive.operations import ingest, taught
from desktop.models.review import ASIDE, BYLINE, DATE, FILE, PUBLISHER, TITLE, VERDICT, WORDS
from desktop.program import Program
from desktop.views.review import ReviewPage, RulesPage
from desktop.views.review.teaching import TeachDialog
from desktop.views.review.words import UNSURE, sign
from tests.archive.made import new_archive

Make = Callable[..., Program]
PDF = Path(__file__).parents[3] / "data" / "pdf" / "odt.pdf"
PARAGRAPH = "The lock was opened at dawn and the first barges went through before the wind rose over the basin. " * 4
NOTE = "Home\nSubscribe\n\n{title}\n\nBy {name}\n{date}\n\n{title} was what they wrote. {p}\n\n{p}\n"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="https://www.lock.example/{id}"></head><body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1><p class="penned">Words: {name} | Hall desk</p><p>{p}</p><p>{p}</p></article></body></html>"""
FILES = ["broken.pdf", "gravel.txt", "page.html", "river.txt", "salt.txt"]


def page_of(id: int, title: str, name: str) -> str:
    return PAGE.format(id=id, title=title, name=name, p=PARAGRAPH + title)


@pytest.fixture(scope="session")
def _reviewed_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: reading files takes processes of its own."""
    folder = tmp_path_factory.mktemp("review")
    path, drop = folder / "Review.waystation", folder / "drop"
    drop.mkdir()
    for name, title in (
        ("river", "The low river holds the barges"),
        ("gravel", "The price of gravel rises again"),
        ("salt", "Roads of salt are closed again"),
    ):
        text = NOTE.format(title=title, name="Jane Harbour", date="3 March 2020", p=PARAGRAPH + title)
        (drop / f"{name}.txt").write_text(text)
    (drop / "page.html").write_text(page_of(1, "Barges at dawn", "mquill"))
    (drop / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing of a PDF")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAYSTATION_HOME", str(folder))  # it is made before any test has a home
        with new_archive(path) as archive:
            ingest.run(archive, [drop])
    return path


@pytest.fixture
def opened(tmp_path: Path, _reviewed_original: Path, program: Make) -> tuple[Program, ReviewPage]:
    path = tmp_path / "Review.waystation"
    shutil.copyfile(_reviewed_original, path)
    with Archive.open(path) as archive:
        archive.trust()
        archive.index.examine()
        archive.index.catch_up()  # or the window starts a process for it
    made = program(path)
    made.window.resize(1440, 900)
    made.window.show()
    return made, review(made)


def review(program: Program) -> ReviewPage:
    program.actions.trigger("import.review")
    program.settle()
    page = program.window.page()
    assert isinstance(page, ReviewPage)
    return page


def rows(page: ReviewPage) -> list[Reviewed]:
    """What is listed; all of it is in sight."""
    held = [page.model.row(row) for row in range(page.model.rowCount())]
    return [each for each in held if each is not None]


def stand(program: Program, page: ReviewPage, name: str, column: int = TITLE) -> None:
    """Puts the keyboard on a cell, by the file's name."""
    row = [each.name for each in rows(page)].index(name)
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(row, column))
    program.settle()


def edit(program: Program, page: ReviewPage, qtbot: QtBot, said: str, key: Qt.Key = Qt.Key.Key_F2) -> QLineEdit:
    """Begins to edit the current cell by keyboard, and types."""
    qtbot.keyClick(page.table, key)
    field = page.table.findChild(QLineEdit, "review_cell")
    assert field is not None
    qtbot.keyClicks(field, said)
    return field


def select(page: ReviewPage, words: str) -> None:
    """Selects words in the original."""
    text = page.original.text
    at = text.toPlainText().index(words)
    cursor = QTextCursor(text.document())
    cursor.setPosition(at)
    cursor.setPosition(at + len(words), QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)


def undo(program: Program) -> None:
    program.actions.trigger("edit.undo")
    program.settle()


def test_files_are_listed_as_they_came_with_verdict_and_values(opened: tuple[Program, ReviewPage]) -> None:
    _, page = opened
    assert [each.name for each in rows(page)] == FILES
    said = {column: page.model.index(1, column).data() for column in range(page.model.columnCount())}
    assert (said[FILE], said[VERDICT], said[TITLE]) == ("gravel.txt", "Whole", "The price of gravel rises again")
    assert (said[BYLINE], said[PUBLISHER], said[DATE]) == ("Jane Harbour", "", "3 Mar 2020")
    assert int(said[WORDS]) > 100 and int(said[ASIDE]) >= 1
    assert page.model.index(0, VERDICT).data() == "Refused" and "damaged" in page.model.index(0, TITLE).data()
    spoken = page.model.index(1, BYLINE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Jane Harbour\nFrom the byline · ")


def test_a_doubtful_value_is_marked_with_a_word_and_listed_as_uncertain(
    tmp_path: Path, opened: tuple[Program, ReviewPage]
) -> None:
    program, page = opened
    text = NOTE.format(title="Two ways", name="Ann Reed", date="05/06/2019", p=PARAGRAPH)
    (tmp_path / "two.txt").write_text(text)
    program.desk().library.imports.take_paths([tmp_path / "two.txt"])
    program.settle()
    page = review(program)
    page.show_which(Which.UNCERTAIN)
    program.settle()
    assert [each.name for each in rows(page)] == ["two.txt"]
    assert sign(rows(page)[0], DATE) is UNSURE and sign(rows(page)[0], BYLINE) is None
    assert "day/month" in page.model.index(0, DATE).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_value_is_edited_by_keyboard_and_taken_back(opened: tuple[Program, ReviewPage], qtbot: QtBot) -> None:
    program, page = opened
    stand(program, page, "gravel.txt", DATE)
    field = edit(program, page, qtbot, "2019-11~")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    program.settle()
    article = rows(page)[1].article
    assert article is not None and article.published == "2019-11~"
    assert page.table.currentIndex().row() == 1 and page.table.currentIndex().column() == DATE
    undo(program)
    article = rows(page)[1].article
    assert article is not None and article.published == "2020-03-03"


def test_a_bad_date_gets_a_sentence_and_stays_to_be_mended(opened: tuple[Program, ReviewPage], qtbot: QtBot) -> None:
    program, page = opened
    stand(program, page, "gravel.txt", DATE)
    field = edit(program, page, qtbot, "the day after", Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.refusal.isVisible() and "not a date" in page.refusal.text()
    assert field.isVisible() and field.text() == "the day after"
    field.selectAll()
    qtbot.keyClicks(field, "March 2021")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    program.settle()
    article = rows(page)[1].article
    assert article is not None and article.published == "2021-03" and not page.refusal.isVisible()


def test_one_edit_is_for_all_chosen_rows_and_one_undo_takes_it_back(
    opened: tuple[Program, ReviewPage], qtbot: QtBot
) -> None:
    program, page = opened
    stand(program, page, "gravel.txt", PUBLISHER)
    page.table.selectionModel().select(
        page.model.index(3, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    page.table.selectionModel().select(
        page.model.index(0, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    field = edit(program, page, qtbot, "The Quay Letter")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    program.settle()
    said = [each.article.publisher if each.article else None for each in rows(page)]
    assert said == [None, "The Quay Letter", None, "The Quay Letter", None]
    undo(program)
    assert not any(each.article.publisher for each in rows(page) if each.article)


def test_what_is_accepted_leaves_the_list_and_comes_back_when_that_is_undone(
    opened: tuple[Program, ReviewPage], qtbot: QtBot
) -> None:
    program, page = opened
    stand(program, page, "gravel.txt")
    qtbot.keyClick(page.table, Qt.Key.Key_A)
    program.settle()
    assert [each.name for each in rows(page)] == [name for name in FILES if name != "gravel.txt"]
    assert page.current is not None and page.current.name == "page.html", "the next file came into its place"
    page.accept_all.click()
    program.settle()
    assert not rows(page) and page.empty.isVisible() and not page.split.isVisible()
    undo(program)
    assert len(rows(page)) == 4
    undo(program)
    assert [each.name for each in rows(page)] == FILES
    program.actions.trigger("edit.redo")
    program.settle()
    assert len(rows(page)) == 4


def test_the_keyboard_comes_back_to_the_list_with_what_was_accepted(
    opened: tuple[Program, ReviewPage], qtbot: QtBot
) -> None:
    program, page = opened
    stand(program, page, "gravel.txt")
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_A)
    program.settle()
    assert not rows(page) and page.hasFocus(), "no button took it"
    undo(program)
    assert rows(page) and page.table.hasFocus()


def test_chosen_files_go_to_the_trash_and_come_back(opened: tuple[Program, ReviewPage], qtbot: QtBot) -> None:
    program, page = opened
    stand(program, page, "gravel.txt")
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    program.settle()
    assert [each.name for each in rows(page)] == ["broken.pdf"]
    undo(program)
    assert [each.name for each in rows(page)] == FILES


def test_the_original_stands_beside_with_its_evidence_and_what_was_set_aside(
    opened: tuple[Program, ReviewPage],
) -> None:
    program, page = opened
    stand(program, page, "gravel.txt", BYLINE)
    text = page.original.text
    marks = [each.cursor.selectedText() for each in text.extraSelections() if each.format.fontUnderline()]  # type: ignore[attr-defined]
    aside = [each.cursor.selectedText() for each in text.extraSelections() if each.format.fontStrikeOut()]  # type: ignore[attr-defined]
    assert marks == ["Jane Harbour"] and any("Subscribe" in each for each in aside)
    stand(program, page, "broken.pdf")
    assert "was refused" in page.original.note.text() and not text.isVisible()


def test_a_line_that_was_set_aside_is_put_back_from_the_original(opened: tuple[Program, ReviewPage]) -> None:
    program, page = opened
    stand(program, page, "gravel.txt")
    before = rows(page)[1]
    select(page, "Subscribe")
    assert isinstance(page.original.aside_here(), SetAside) and page.original.back.isEnabled()
    page.original.back.click()
    program.settle()
    after = rows(page)[1]
    assert after.set_aside == before.set_aside - 1
    assert before.article is not None and after.article is not None and after.article.words > before.article.words
    undo(program)
    assert rows(page)[1].set_aside == before.set_aside


def test_selected_words_correct_a_field_of_the_article(opened: tuple[Program, ReviewPage]) -> None:
    program, page = opened
    stand(program, page, "gravel.txt")
    select(page, "what they wrote")
    menu = page.original.menu()
    next(action for action in menu.actions() if action.text() == "This article's title").trigger()
    program.settle()
    assert page.model.index(1, TITLE).data() == "what they wrote"
    select(page, "what they wrote")
    next(action for action in page.original.menu().actions() if action.text() == "This article's date").trigger()
    program.settle()
    assert "is no date" in page.refusal.text()


def test_a_rule_taught_from_the_original_reads_the_next_file_of_the_site(
    opened: tuple[Program, ReviewPage], tmp_path: Path
) -> None:
    program, page = opened
    stand(program, page, "page.html", BYLINE)
    select(page, "mquill")
    said = [action.text() for action in page.original.menu().actions()]
    assert "The byline of articles from lock.example…" in said
    teach = next(each for each in page.original.menu().actions() if each.text().startswith("The byline of"))
    teach.trigger()
    program.settle()
    dialog = page.findChild(TeachDialog)
    assert dialog is not None and dialog.site.text() == "lock.example"
    dialog.name.setText("Who penned it")
    dialog.accept()
    program.settle()
    assert page.model.index(2, BYLINE).data() == "mquill"
    (tmp_path / "next.html").write_text(page_of(2, "Ice on the sill", "aferry"))
    program.desk().library.imports.take_paths([tmp_path / "next.html"])
    program.settle()
    page = review(program)
    stand(program, page, "next.html", BYLINE)
    assert page.model.index(5, BYLINE).data() == "aferry"
    marked = sign(rows(page)[5], BYLINE)
    assert marked is not None and marked.word == "taught"
    assert "By a rule that you taught" in page.model.index(5, BYLINE).data(Qt.ItemDataRole.ToolTipRole)


def test_rules_are_listed_renamed_switched_off_and_deleted_there(
    opened: tuple[Program, ReviewPage], qtbot: QtBot, tmp_path: Path
) -> None:
    program, page = opened
    archive = program.desk().context.archive
    from archive.model.taught import Spot, TaughtRule

    taught.teach(archive, TaughtRule("Penned", "lock.example", "byline", Spot("p.penned", before="Words: ")))
    page.rules.click()
    program.settle()
    listed = program.window.page()
    assert isinstance(listed, RulesPage) and [rule.name for rule in listed.model.rules] == ["Penned"]
    listed.table.setFocus()
    qtbot.keyClick(listed.table, Qt.Key.Key_F2)
    field = listed.table.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "Who wrote it")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    program.settle()
    assert listed.model.rules[0].name == "Who wrote it"
    qtbot.keyClick(listed.table, Qt.Key.Key_Space)
    program.settle()
    assert not listed.model.rules[0].enabled
    listed.export_to(tmp_path / "rules.json")
    program.settle()
    qtbot.keyClick(listed.table, Qt.Key.Key_Delete)
    program.settle()
    assert not listed.model.rules and listed.empty.isVisible()
    listed.import_from(tmp_path / "rules.json")
    program.settle()
    assert [rule.name for rule in listed.model.rules] == ["Who wrote it"]
    listed.import_from(Path(__file__))
    program.settle()
    assert listed.refusal.isVisible()
    listed.closed.emit()
    QApplication.processEvents()
    program.settle()
    assert program.window.page() is page, "the review comes back as it was left"


def test_pages_of_a_pdf_stand_beside_it(opened: tuple[Program, ReviewPage], qtbot: QtBot) -> None:
    program, page = opened
    program.desk().library.imports.take_paths([PDF])
    program.settle()
    page = review(program)
    with qtbot.waitSignal(page.original.pages.wanted):
        stand(program, page, "odt.pdf")
    program.settle()
    assert page.original.pages.isVisible() and page.original.pages.pages == 2
    assert not page.original.text.isVisible() and not page.original.use.isVisible()
    page.original.show_way("text")
    assert page.original.text.isVisible() and "Marta Lindqvist" in page.original.text.toPlainText()


def test_the_table_is_sorted_by_its_header_and_back(opened: tuple[Program, ReviewPage]) -> None:
    program, page = opened
    header = page.table.horizontalHeader()
    orders = []
    for _ in range(3):
        header.sectionClicked.emit(TITLE)
        program.settle()
        orders.append([each.name for each in rows(page)])
    by_title = ["page.html", "salt.txt", "river.txt", "gravel.txt"]
    assert orders == [[*by_title, "broken.pdf"], [*reversed(by_title), "broken.pdf"], FILES]


def test_an_archive_that_is_only_looked_at_is_reviewed_without_acts(
    tmp_path: Path, _reviewed_original: Path, program: Make, qtbot: QtBot
) -> None:
    path = tmp_path / "Review.waystation"
    shutil.copyfile(_reviewed_original, path)
    made = program()
    made.open_and_wait(path, only_look=True)
    made.window.show()
    page = review(made)
    stand(made, page, "gravel.txt")
    assert not page.accept.isEnabled() and not page.accept_all.isEnabled() and not page.original.use.isEnabled()
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert page.table.findChild(QLineEdit, "review_cell") is None
    qtbot.keyClick(page.table, Qt.Key.Key_A)
    made.settle()
    assert len(rows(page)) == len(FILES)


def test_a_long_list_reads_only_the_rows_that_are_looked_at(opened: tuple[Program, ReviewPage]) -> None:
    program, page = opened
    archive = program.desk().context.archive
    with archive.atomic():
        for number in range(19_000):
            archive.store.review.put_refused(
                f"/in/{number}.txt", None, f"{number}.txt", "The file is empty.", at="2026"
            )
    page.refresh()
    program.settle()
    assert page.model.rowCount() == 19_005 and len(page.model._known) < 200
    page.table.selectAll()
    assert len(page.table.chosen()) == 19_005
    page.table.scrollToBottom()
    page.table.grab()
    program.settle()
    assert page.model.row(19_004) is not None and len(page.model._known) < 300
    page.accept_all.click()
    program.settle()
    assert page.model.rowCount() == 0
    undo(program)
    assert page.model.rowCount() == 19_005
