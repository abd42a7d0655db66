"""The export page: what formats offer, what the preview shows, what is written where, what is asked before, what is remembered."""

import csv
import errno
import io
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from archive.base.progress import Progress
from archive.model.excerpt import Context, Packet, Redaction, Scope
from archive.model.passage import PassageFilter
from archive.operations import curate, presets, publish, redacting
from desktop.offers import EVERYTHING, Offer, of_articles, of_filter
from desktop.views.exports.export import ExportPage
from tests.desktop import bench as benches

from .conftest import Make

Bench = benches.Bench


def choose(page: ExportPage, format: str, bench: Bench) -> None:
    page.formats.choose(format)
    bench.settle()


def write_to(page: ExportPage, out: Path) -> None:
    page.path.setText(str(out))
    page.path.textEdited.emit(str(out))


def asked(page: ExportPage) -> QMessageBox:
    (box,) = [each for each in page.findChildren(QMessageBox) if each.isVisible()]
    return box


def answer(page: ExportPage, bench: Bench) -> None:
    yes = asked(page).findChild(QPushButton, "confirm-yes")
    assert yes is not None
    yes.click()
    bench.settle()


def test_formats_stand_under_their_families_with_what_they_are_for(page: ExportPage) -> None:
    lines = page.formats.rows.lines
    assert "Data" in lines and lines.index("Data") < lines.index("Qualitative analysis")
    index = page.formats.currentIndex()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith(page.offered.about)


def test_home_and_end_go_to_the_first_and_the_last_format(page: ExportPage) -> None:
    formats = [each for each in page.formats.rows.lines if not isinstance(each, str)]
    QTest.keyClick(page.formats, Qt.Key.Key_End)
    assert page.offered is formats[-1]
    QTest.keyClick(page.formats, Qt.Key.Key_Home)
    assert page.offered is formats[0]


def test_the_preview_is_the_table_that_will_be_written_and_counts_all(page: ExportPage, bench: Bench) -> None:
    choose(page, "csv", bench)
    assert page.preview.count.text() == "4 passages of 3 articles"
    table = page.preview.table
    assert page.preview.shown is table and table.rowCount() == 4
    headings = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    assert headings[0] == "exact" and "before" not in headings


def test_every_choice_shows_in_the_preview(page: ExportPage, bench: Bench) -> None:
    choose(page, "csv", bench)
    page.options.context.choose(Context.SENTENCE)
    page.options.context.picked.emit()
    page.options.ticks["note"].click()
    bench.settle()
    table = page.preview.table
    headings = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    assert "before" in headings and "note" not in headings


def test_only_what_the_format_can_honour_is_shown_and_why(page: ExportPage, bench: Bench) -> None:
    options = page.options
    choose(page, "csv", bench)
    assert options.rows.isVisibleTo(page) and not options.grouping.isVisibleTo(page)
    assert "no headings" in options.why.text()
    choose(page, "qdpx", bench)
    assert options.ticks["note"].isVisibleTo(page) and not options.ticks["locator"].isVisibleTo(page)
    assert page.preview.shown is page.preview.parts and page.preview.parts.count() > 0
    choose(page, "bibliography", bench)
    assert not options.ticks["note"].isVisibleTo(page) and "all that it can" in options.why.text()


def test_the_first_offer_is_what_leaves(make_page: Make, bench: Bench) -> None:
    page = make_page(of_articles("Two of them", bench.ids[:2]), of_filter("Numbers", PassageFilter(tags=("numbers",))))
    choose(page, "csv", bench)
    assert page.preview.count.text() == "3 passages of 2 articles"
    assert [each.words for each in page.options.offers][-1] == EVERYTHING.words
    page.options.scope.choose(1)
    page.options.scope.picked.emit()
    bench.settle()
    assert page.preview.count.text() == "2 passages of 2 articles"


def test_nothing_chosen_says_what_to_do_and_writes_nothing(make_page: Make, bench: Bench, tmp_path: Path) -> None:
    page = make_page(Offer("None", Scope(PassageFilter(text="never said"))))
    choose(page, "csv", bench)
    assert "press H" in page.preview.empty.text() and not page.write.isEnabled()
    write_to(page, tmp_path / "none.csv")
    page.export()
    bench.settle()
    assert not (tmp_path / "none.csv").exists()


def test_the_file_is_written_and_told_with_its_path(page: ExportPage, bench: Bench, tmp_path: Path) -> None:
    choose(page, "csv", bench)
    write_to(page, tmp_path / "out")
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    rows = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    assert len(rows) == 5
    result = page.preview.result
    assert page.preview.shown is result and result.path.text() == str(tmp_path / "out.csv")
    assert result.headline.text() == "4 passages of 3 articles written."
    QTest.keyClick(result.copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == str(tmp_path / "out.csv")


def test_progress_is_shown_and_cancelling_leaves_what_was_there(
    page: ExportPage, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("kept")
    choose(page, "csv", bench)
    write_to(page, out)
    waits = threading.Event()

    def halfway(packet: Packet, path: Path, progress: Progress) -> tuple[str, ...]:
        path.write_bytes(b"half")
        progress.report(1, 2, "Writing excerpts")
        while not waits.wait(0.01):
            progress.check()
        return ()

    monkeypatch.setattr("archive.exports.data.table.write", halfway)
    page.export()
    yes = asked(page).findChild(QPushButton, "confirm-yes")
    assert yes is not None
    yes.click()
    qtbot.waitUntil(lambda: page.doing.text() == "Writing excerpts")
    assert page.bar.isVisibleTo(page) and page.bar.value() == 1 and not page.write.isVisibleTo(page)
    QTest.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    bench.settle()
    waits.set()
    assert out.read_text() == "kept" and sorted(each.name for each in tmp_path.glob("*.part*")) == []
    assert page.write.isVisibleTo(page) and not page.cancel.isVisibleTo(page) and not page.trouble.isVisibleTo(page)
    assert page.preview.shown is not page.preview.result


def test_a_full_disk_is_told_in_place(
    page: ExportPage, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("archive.operations.delivering._sync", full)
    choose(page, "csv", bench)
    write_to(page, tmp_path / "out.csv")
    page.export()
    bench.settle()
    assert page.trouble.isVisibleTo(page) and page.write.isVisibleTo(page)
    assert page.trouble.text() == "There is no room for out.csv. Free some, or choose another disk."


def test_a_file_that_is_there_is_replaced_only_when_that_is_confirmed(
    page: ExportPage, bench: Bench, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("kept")
    choose(page, "csv", bench)
    write_to(page, out)
    page.export()
    asked(page).reject()
    bench.settle()
    assert out.read_text() == "kept"
    page.export()
    answer(page, bench)
    assert "nets hang dry" in out.read_text("utf-8-sig")


def test_a_folder_that_is_not_there_is_told_in_place(page: ExportPage, bench: Bench, tmp_path: Path) -> None:
    choose(page, "csv", bench)
    write_to(page, tmp_path / "nowhere" / "out.csv")
    page.export()
    bench.settle()
    assert page.trouble.isVisibleTo(page) and "out.csv" in page.trouble.text()
    assert page.write.isEnabled() and not bench.problems


def test_the_keyboard_can_cancel_and_mend_the_name_when_nothing_was_written(
    page: ExportPage, bench: Bench, tmp_path: Path
) -> None:
    page.path.setFocus()
    page.path.setText(str(tmp_path / "none" / "out.csv"))
    page.export()
    assert page.cancel.hasFocus()
    bench.settle()
    assert page.path.hasFocus()


def test_ctrl_return_exports_and_opens_no_article_behind_the_page(page: ExportPage) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendEvent(page.path, asked)
        assert asked.isAccepted()


def test_the_ending_follows_the_format_and_a_given_name_stays(page: ExportPage, bench: Bench, tmp_path: Path) -> None:
    choose(page, "csv", bench)
    assert page.path.text().endswith(".csv")
    write_to(page, tmp_path / "mine.csv")
    choose(page, "json", bench)
    assert page.path.text() == str(tmp_path / "mine.json")


def test_what_may_not_leave_is_left_out_and_comes_only_when_confirmed(page: ExportPage, bench: Bench) -> None:
    curate.set_rights(bench.archive, bench.ids[:1], sensitivity="confidential")
    page._previewer.forget()
    choose(page, "csv", bench)
    choose(page, "json", bench)
    options = page.options
    assert options.held.text() == "1 article was left out: confidential."
    options.override.click()
    assert not options.override.isChecked()
    answer(page, bench)
    assert options.override.isChecked() and page.preview.count.text() == "4 passages of 3 articles"
    options.override.click()
    bench.settle()
    assert page.preview.count.text() == "2 passages of 2 articles"


def test_that_it_comes_along_all_the_same_is_never_remembered(make_page: Make, bench: Bench) -> None:
    curate.set_rights(bench.archive, bench.ids[:1], sensitivity="internal")
    page = make_page()
    page.options.override.setChecked(True)
    page._changed()
    bench.settle()
    assert not make_page().choice.override


def test_the_last_choices_are_there_again(make_page: Make, bench: Bench, tmp_path: Path) -> None:
    page = make_page()
    choose(page, "xlsx", bench)
    page.options.ticks["author"].click()
    page.options.styling.choose("apa")
    page.options.styling.picked.emit()
    (tmp_path / "exports").mkdir()
    write_to(page, tmp_path / "exports" / "one.xlsx")
    page.export()
    bench.settle()
    again = make_page()
    assert again.offered.format.name == "xlsx" and again.choice.style == "apa" and not again.choice.author
    assert Path(again.path.text()).parent == tmp_path / "exports"


def test_presets_are_saved_chosen_renamed_and_removed(page: ExportPage, bench: Bench) -> None:
    choose(page, "csv", bench)
    page.options.ticks["note"].click()
    page.presets.save_asked.emit("For counting")
    bench.settle()
    assert presets.find(bench.archive, "For counting").note is False and page.presets.name == "For counting"
    choose(page, "json", bench)
    page.options.ticks["note"].setChecked(True)
    page.presets.field.choose("For counting")
    page.presets.field.picked.emit()
    bench.settle()
    assert page.offered.format.name == "csv" and not page.choice.note
    menu = page.presets.more.menu()
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text() == "Remove").trigger()
    bench.settle()
    assert presets.presets(bench.archive) == {} and page.presets.name == ""


def test_a_broken_style_file_is_told_and_the_old_style_stays(page: ExportPage, bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "broken.csl").write_text("<style>")
    before = page.choice.style
    page.use_style(str(tmp_path / "broken.csl"))
    bench.settle()
    assert page.trouble.isVisibleTo(page) and page.choice.style == before


def test_redacting_without_a_list_is_told_and_with_one_it_shows(page: ExportPage, bench: Bench, tmp_path: Path) -> None:
    choose(page, "csv", bench)
    redacting.add(bench.archive, Redaction(None, "name", "forty boats", "[some boats]"))
    page.options.redact.click()
    bench.settle()
    cells = [page.preview.table.item(row, 0).text() for row in range(4)]
    assert "counted [some boats]" in cells
    write_to(page, tmp_path / "out.csv")
    page.export()
    bench.settle()
    assert "forty boats" not in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_a_change_in_the_archive_shows_at_once(page: ExportPage, bench: Bench) -> None:
    choose(page, "csv", bench)
    bench.context.history.do(curate.trash(bench.archive, bench.ids[:1]))
    bench.settle()
    assert page.preview.count.text() == "2 passages of 2 articles"


def test_everything_that_can_be_reached_has_a_name(page: ExportPage) -> None:
    for each in page.findChildren(QWidget):
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(page) and each.isEnabled():
            assert each.accessibleName() or getattr(each, "text", str)(), each.objectName() or each


def test_the_keyboard_goes_from_the_formats_to_the_button(page: ExportPage, bench: Bench) -> None:
    choose(page, "csv", bench)
    page.formats.setFocus()
    met: list[str] = []
    for _ in range(40):
        widget = QGuiApplication.focusObject()
        assert isinstance(widget, QWidget)
        met.append(widget.objectName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        if met[-1] == "export_write":
            break
    assert (
        met.index("export_formats") < met.index("export_scope") < met.index("export_path") < met.index("export_write")
    )


def test_it_fits_a_small_window(make_page: Make) -> None:
    page = make_page(size=(964, 600))
    assert page.minimumSizeHint().width() <= 964
    for widget in (page.formats, page.options, page.preview, page.write):
        assert not widget.visibleRegion().isEmpty()


def test_formats_on_offer_are_all_the_archive_can_write(page: ExportPage) -> None:
    names = [each.format.name for each in page.formats.rows.lines if not isinstance(each, str)]
    assert names == [each.format.name for each in publish.formats()]


@pytest.mark.parametrize("format", ["json", "jsonld", "ndjson"])
def test_texts_are_shown_as_they_will_be_written(page: ExportPage, bench: Bench, format: str) -> None:
    choose(page, format, bench)
    assert page.preview.shown is page.preview.text and "nets hang dry" in page.preview.text.toPlainText()


def test_tab_goes_through_the_page_as_it_is_read(page: ExportPage, bench: Bench) -> None:
    choose(page, "docx", bench)
    met, widget = [], page.formats
    while (widget := widget.nextInFocusChain()) is not page.formats and len(met) < 200:
        if (
            widget.objectName().startswith("export_")
            and widget.isVisibleTo(page)
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            met.append(widget.objectName().removeprefix("export_"))
    assert met[:5] == ["preset", "preset_more", "scope", "context", "note"]
    assert met.index("date") < met.index("grouping") < met.index("style") < met.index("redact") < met.index("list")
    assert met.index("page") < met.index("path") < met.index("browse") < met.index("write")


def test_the_style_that_is_chosen_can_be_read_whole(page: ExportPage, bench: Bench) -> None:
    choose(page, "docx", bench)
    page.resize(1024, 640)
    for style, full in publish.styles():
        page.options.show_style(style)
        field = page.options.styling
        room = field.width() - 58
        assert field.fontMetrics().horizontalAdvance(field.currentText()) <= room, style
        assert field.currentData(Qt.ItemDataRole.ToolTipRole) == full


def test_what_a_file_says_of_its_passages_is_of_all_of_them(
    page: ExportPage, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.operations.previewing.EXCERPTS", 1)
    choose(page, "markdown", bench)
    assert "\npassages: 4\n" in page.preview.text.toPlainText()


def test_of_an_article_that_is_kept_whole_notes_and_names_can_be_left_out(page: ExportPage, bench: Bench) -> None:
    choose(page, "bagit", bench)
    shown = {name for name, box in page.options.ticks.items() if not box.isHidden()}
    assert shown == {"note", "tags", "definitions", "locator", "author", "date"}
    assert all(page.options.ticks[name].isChecked() for name in shown)


def test_the_keyboard_stands_on_the_first_row_of_the_table(page: ExportPage, bench: Bench) -> None:
    choose(page, "csv", bench)
    page.preview.table.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.preview.table.currentRow() == 0
