"""Originals in the window: looked at, checked, compared, exported, handed on after a warning; no program is ever started here."""

import hashlib
import os
import stat
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop.handing import Handing
from desktop.program import Program
from desktop.views.originals import OriginalPage
from desktop.views.originals.source import LINE_CHARS, PART_CHARS, SourceView, cut, shown


def opened(window: Program) -> OriginalPage:
    page = window.window.originals.open()
    assert page is not None
    window.settle()
    return page


def test_the_source_is_shown_as_text_where_the_reader_stands(window: Program) -> None:
    page = opened(window)
    assert window.window.page() is page
    text = page.source.field.toPlainText()
    assert "<h1>Two maps of a ferry</h1>" in text
    (washed,) = page.source.field.extraSelections()
    assert washed.cursor.selectedText() == "Two maps of a ferry"
    assert page.facts.digest.text().replace(" ", "") == page.held.original.sha512  # type: ignore[union-attr]


def test_a_check_says_since_when_it_is_unchanged_and_warns_when_it_is_not(window: Program) -> None:
    page = opened(window)
    page.facts.check.click()
    window.settle()
    assert page.facts.result.text().startswith("Unchanged since ")
    archive = window.desk().context.archive
    with archive.atomic():
        archive.store.connections.change("UPDATE original_parts SET data = x'00'")
    page.facts.check.click()
    window.settle()
    assert page.facts.result.property("look") == "warning"


def test_a_file_is_compared_and_the_digest_copied(window: Program, tmp_path: Path) -> None:
    page = opened(window)
    other = tmp_path / "other.html"
    other.write_bytes(b"<html>")
    page.facts.compare_asked.emit(other)
    window.settle()
    assert "differs" in page.facts.result.text()
    page.facts.copy.click()
    assert QApplication.clipboard().text() == page.held.original.sha512  # type: ignore[union-attr]


def test_it_is_exported_byte_for_byte(window: Program, tmp_path: Path) -> None:
    page = opened(window)
    assert page.held is not None
    window.window.originals.export(page.held, tmp_path / "out.html")
    window.settle()
    assert hashlib.sha512((tmp_path / "out.html").read_bytes()).hexdigest() == page.held.original.sha512


def test_another_program_gets_a_read_only_copy_after_a_warning_and_it_goes_with_the_archive(
    window: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Path] = []
    acts = window.window.originals
    acts.opener = lambda path: bool(given.append(path)) or True
    acts.handing = Handing(tmp_path)
    page = opened(window)
    page.facts.elsewhere.click()
    box = acts._over.findChild(QMessageBox, "confirm")
    assert box is not None and "network" in box.informativeText()
    assert given == []
    box.findChild(QPushButton, "confirm-yes").click()
    window.settle()
    (copy,) = given
    assert copy.name == "maps.html" and copy.parent.parent == tmp_path
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IRUSR
        assert stat.S_IMODE(copy.parent.stat().st_mode) == stat.S_IRWXU
    acts.handing.close()
    assert not copy.parent.exists()


def test_what_a_broken_session_handed_on_goes_and_what_another_window_holds_stays(tmp_path: Path) -> None:
    mine, other = Handing(tmp_path), Handing(tmp_path)
    held = other.folder()
    left = tmp_path / "waystation-original-left"
    left.mkdir()
    (left / "old.html").write_text("x")
    mine.folder()
    assert held.exists() and not left.exists()
    mine.close()
    other.close()
    assert not list(tmp_path.glob("waystation-original-*"))


def test_source_is_cut_into_parts_and_nothing_in_it_turns_lines_around(qtbot, window: Program) -> None:
    text = "\n".join(["<p>" + "x" * 5_000 + "\u202e</p>"] * 90)
    edges = cut(text)
    assert edges[0] == 0 and edges[-1] == len(text)
    assert all(0 < high - low <= PART_CHARS for low, high in pairwise(edges))
    lines = shown(text[edges[0] : edges[1]]).split("\n")
    assert max(map(len, lines)) <= LINE_CHARS and not any("\u202e" in line for line in lines)
    view = SourceView(window.theme)
    qtbot.addWidget(view)
    view.show_text(text, prose=False)
    at = text.rindex("x" * 5_000)
    view.show_place(at, at + 10)
    assert view.parts.label.text() == f"Part {len(edges) - 1} of {len(edges) - 1}"
    assert view.field.extraSelections()[0].cursor.selectedText() == "x" * 10


def test_data_that_buries_the_words_is_shortened_and_says_so() -> None:
    assert (
        shown("a data:x;base64," + "QUJD" * 200 + '" b')
        == f'a data:x;base64,{"QUJD" * 10}… (760 more letters of data)" b'
    )


def test_another_file_of_the_article_can_be_chosen(window: Program, tmp_path: Path) -> None:
    page = opened(window)
    assert page.held is not None and page.facts.which.isHidden()
    archive, article = window.desk().context.archive, page.held.article
    with archive.atomic():
        other = archive.store.originals.put(b"Two maps of a ferry\n\nThe other file.", "other.txt", "text/plain")
        archive.store.originals.found_at(
            article, other.sha512, str(tmp_path / "other.txt"), "other.txt", member=None, at="2026-01-01T00:00:00Z"
        )
    page.show_original(article)
    window.settle()
    which = page.facts.which
    assert not which.isHidden()
    assert [which.itemText(at).rpartition(" — ")[2] for at in range(which.count())] == ["edition 1", "the same text"]
    which.setCurrentIndex(1)
    which.activated.emit(1)
    window.settle()
    assert "The other file." in page.source.field.toPlainText() and page.held.original.sha512 == other.sha512
    assert which.currentData() == other.sha512
