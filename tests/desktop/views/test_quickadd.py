"""Quick add in the whole window: what was copied is shown as it will be read, marked where it is not sure, added by Enter, undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from archive.model.review import Which
from archive.operations import browse, review
from desktop.clipping import clip_of
from desktop.intake import Intake
from desktop.program import Program
from desktop.views.quickadd import QuickAdd

STORY = "The ferry left the quay at nine and came back before noon, as the keeper had told us. " * 4
PAGE = f"<html><head><title>High water</title></head><body><article><h1>High water</h1><p>{STORY}</p><p>{STORY}</p></article></body></html>"


@pytest.fixture
def window(program: Callable[..., Program], empty_archive: Path) -> Program:
    return program(empty_archive)


def pasted(window: Program, data: QMimeData) -> QuickAdd:
    QGuiApplication.clipboard().setMimeData(data)
    window.actions.trigger("import.paste")
    window.settle()
    page = window.window.page()
    assert isinstance(page, QuickAdd)
    return page


def text_of(words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


def page_of(words: str, **others: bytes) -> QMimeData:
    data = QMimeData()
    data.setHtml(words)
    for name, value in others.items():
        data.setData({"mozilla": "text/x-moz-url-priv", "chromium": "chromium/x-source-url"}[name], QByteArray(value))
    return data


def titles(window: Program) -> list[str]:
    return [hit.article.title for hit in browse.listing(window.desk().context.archive, limit=20).hits]


def test_a_page_is_shown_with_what_is_known_of_it_and_enter_adds_it(window: Program, qtbot: QtBot) -> None:
    page = pasted(window, page_of(PAGE, chromium=b"https://example.org/high-water"))
    assert page.fields["title"].text() == "High water" and page.notes["title"].text().startswith("From ")
    assert page.fields["url"].text() == "https://example.org/high-water"
    assert page.notes["published"].text() == "Not told by the text"
    assert "as the keeper had told us" in page.text.toPlainText() and titles(window) == []
    qtbot.keyClick(page.fields["title"], Qt.Key.Key_Return)
    window.settle()
    assert window.window.page() is None and titles(window) == ["High water"]
    assert review.counts(window.desk().context.archive)[Which.OPEN] == 0, "it was looked at before it was added"


def test_what_a_person_says_counts_as_entered(window: Program) -> None:
    page = pasted(window, text_of(f"High water\n\n{STORY}\n\n{STORY}"))
    for name, words in (("title", "Low water"), ("byline", "Jane Doe; John Roe"), ("published", "2020-03")):
        page.fields[name].clear()
        page.fields[name].setText(words)
        page.fields[name].textEdited.emit(words)
    assert page.notes["title"].text() == "Entered by you"
    page.add.click()
    window.settle()
    archive = window.desk().context.archive
    article = browse.listing(archive, limit=1).hits[0].article
    assert (article.title, article.byline, article.published) == ("Low water", ("Jane Doe", "John Roe"), "2020-03")
    assert archive.store.articles.evidence(article.id)["published"].rule == "entered"


def test_undo_removes_what_was_added(window: Program) -> None:
    pasted(window, text_of(f"High water\n\n{STORY}\n\n{STORY}")).add.click()
    window.settle()
    assert titles(window) == ["High water"]
    window.actions.trigger("edit.undo")
    window.settle()
    assert titles(window) == []


def test_a_date_that_is_none_is_refused_and_nothing_typed_is_lost(window: Program) -> None:
    page = pasted(window, text_of(f"High water\n\n{STORY}\n\n{STORY}"))
    page.fields["published"].setText("last spring")
    page.add.click()
    window.settle()
    assert page.refusal.isVisible() and page.refusal.text() and page.add.isEnabled()
    assert page.fields["published"].text() == "last spring" and titles(window) == []


def test_an_article_that_is_here_is_told(window: Program) -> None:
    pasted(window, page_of(PAGE)).add.click()
    window.settle()
    page = pasted(window, page_of(PAGE))
    assert page.same.isVisible() and "in the archive already" in page.same_words.text()
    page.open_same.click()
    window.settle()
    assert window.window.page() is None and titles(window) == ["High water"]


def test_only_an_address_is_kept_and_said_to_fetch_nothing(window: Program) -> None:
    page = pasted(window, text_of("https://example.org/high-water\n"))
    assert page.alone.isVisible() and "Nothing is fetched" in page.alone.text()
    assert page.fields["url"].text() == "https://example.org/high-water"
    page.fields["title"].setText("High water, to be read")
    page.add.click()
    window.settle()
    assert titles(window) == ["High water, to be read"]


def test_the_address_of_an_article_that_is_here_adds_nothing(window: Program, qtbot: QtBot) -> None:
    pasted(window, page_of(PAGE, chromium=b"https://example.org/high-water")).add.click()
    window.settle()
    page = pasted(window, text_of("https://example.org/high-water"))
    assert "is here already: “High water”" in page.same_words.text() and not page.add.isEnabled()
    qtbot.keyClick(page.fields["title"], Qt.Key.Key_Return)
    window.settle()
    archive = window.desk().context.archive
    article = browse.listing(archive, limit=1).hits[0].article
    assert len(archive.store.editions.summaries(article.id)) == 1


def test_files_that_were_copied_are_imported(window: Program, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(f"The mill\n\n{STORY}\n\n{STORY}")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(story))])
    QGuiApplication.clipboard().setMimeData(data)
    window.actions.trigger("import.paste")
    window.settle()
    assert window.window.page() is None and titles(window) == ["The mill"]


def test_a_picture_alone_is_told(window: Program) -> None:
    told: list[str] = []
    window.alerts.banner.connect(lambda notice: told.append(notice.text))
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(0)
    data = QMimeData()
    data.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(data)
    window.actions.trigger("import.paste")
    assert told and "only a picture" in told[0]


def test_text_that_is_dropped_from_another_program_is_asked_about_too(window: Program) -> None:
    intake = window.window.findChild(Intake)
    assert intake is not None and intake.take(text_of(f"High water\n\n{STORY}\n\n{STORY}"))
    window.settle()
    assert isinstance(window.window.page(), QuickAdd)


def test_the_bytes_are_those_of_the_clipboard_and_the_address_is_told_by_the_browser() -> None:
    data = page_of(PAGE, mozilla="https://example.org/a".encode("utf-16-le"))
    clip = clip_of(data)
    assert clip is not None and clip.is_page and clip.address == "https://example.org/a"
    assert clip.data == bytes(data.data("text/html").data()) and PAGE.encode() in clip.data
    assert clip_of(QMimeData()) is None


def test_leaving_keeps_nothing(window: Program, qtbot: QtBot) -> None:
    page = pasted(window, page_of(PAGE))
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    window.settle()
    assert window.window.page() is None and titles(window) == []
