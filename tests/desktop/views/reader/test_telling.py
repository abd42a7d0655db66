"""Dates on the page: underlined where they stand, each one click from its card, and the sentence that one came from."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive.model.article import BlockKind
from archive.model.event import Mention, Status
from archive.operations import events, extracting, timeline
from desktop.views.events.editor import EventEditor
from desktop.views.reader.painting import TELLING, TOLD
from desktop.views.reader.telling import SETTING

BLOCKS = (
    (BlockKind.HEADING, "Lanterns on the far bank"),
    (BlockKind.PARAGRAPH, "The ferry 🏮 was built in 1987. It sank on 3 March 2012, said the keeper."),
    (BlockKind.PARAGRAPH, "배는 2019년 11월에 다시 떴다."),
)


@pytest.fixture
def article(archive, add):
    made = add("Lanterns", BLOCKS)
    extracting.settle(archive)
    return made


@pytest.fixture
def page(reader, open_article, article, context):
    """The reader with the article open and its dates read."""
    open_article(article)
    assert context.jobs.drain()
    return reader


def told(reader) -> list[str]:
    text = reader.active.opened.edition.text
    return [text[start:end] for start, end in reader.active.surface.washes.spans(TOLD)]


def mention(reader, exact: str) -> Mention:
    return next(each for each in reader.telling.mentions if each.exact == exact)


def click(qtbot: QtBot, reader, exact: str) -> None:
    """A click into the middle of words on the page."""
    surface, found = reader.active.surface, mention(reader, exact)
    assert found.start is not None and found.end is not None and surface.section is not None
    cursor = QTextCursor(surface.document())
    cursor.setPosition(surface.section.to_qt((found.start + found.end) // 2))
    qtbot.mouseClick(surface.viewport(), Qt.MouseButton.LeftButton, pos=surface.cursorRect(cursor).center())


def editor() -> EventEditor:
    (made,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, EventEditor) and each.isVisible()]
    return made


def test_every_date_is_underlined_where_it_stands(page) -> None:
    assert told(page) == ["1987", "3 March 2012", "2019년 11월"]


def test_the_underlines_go_and_come_with_the_setting(page, context) -> None:
    context.settings.set(SETTING, False)
    assert told(page) == []
    context.settings.set(SETTING, True)
    assert len(told(page)) == 3


def test_what_is_rejected_is_not_underlined(page, archive, context) -> None:
    context.history.do(events.reject(archive, [mention(page, "1987").uid]))
    assert context.jobs.drain()
    assert told(page)[0] == "3 March 2012"
    context.history.undo()
    assert context.jobs.drain()
    assert told(page)[0] == "1987"


def test_a_click_on_a_date_shows_its_card_which_leads_to_the_timeline(page, qtbot: QtBot) -> None:
    click(qtbot, page, "3 March 2012")
    card = page.telling.card
    assert card.isVisible() and card.mention == mention(page, "3 March 2012")
    with qtbot.waitSignal(page.timeline_asked) as asked:
        card.read_button.click()
    assert asked.args == [mention(page, "3 March 2012").uid] and not card.isVisible()


def test_a_click_beside_a_date_shows_nothing(page, qtbot: QtBot) -> None:
    click(qtbot, page, "3 March 2012")
    surface = page.active.surface
    cursor = QTextCursor(surface.document())
    cursor.setPosition(surface.section.to_qt(surface.section.start + 4))
    qtbot.mouseClick(surface.viewport(), Qt.MouseButton.LeftButton, pos=surface.cursorRect(cursor).center())
    assert not page.telling.card.isVisible()


def test_with_the_underlines_switched_off_a_click_is_only_a_click(page, context, qtbot: QtBot) -> None:
    context.settings.set(SETTING, False)
    click(qtbot, page, "3 March 2012")
    assert not page.telling.card.isVisible()


def test_by_key_the_next_date_after_the_caret_is_shown(page, context) -> None:
    toasts: list[str] = []
    context.alerts.toasted.connect(lambda notice: toasts.append(notice.text))
    page.highlight(0, 0)
    for exact in ("1987", "3 March 2012"):
        page.telling.show_next()
        assert page.telling.card.mention.exact == exact
        end = page.telling.card.mention.end
        page.active.select(end + 1, end + 1)
    last = len(page.active.opened.edition.text)
    page.active.select(last, last)
    page.telling.show_next()
    assert toasts == ["No date stands after the caret."]


def test_the_card_judges_and_corrects(page, archive, context, qtbot: QtBot) -> None:
    found = mention(page, "1987")
    page.telling.show_card(found)
    page.telling.card.confirm_button.click()
    assert context.jobs.drain()
    assert timeline.find(archive, found.uid).status is Status.CONFIRMED
    page.telling.show_card(mention(page, "1987"))
    page.telling.card.confirm_button.click()
    assert context.jobs.drain()
    assert timeline.find(archive, found.uid).status is Status.FOUND
    page.telling.show_card(mention(page, "1987"))
    page.telling.card.edit_button.click()
    dialog = editor()
    dialog.date.setText("1986")
    dialog.accept()
    assert context.jobs.drain()
    assert mention(page, "1987").edtf == "1986"


@pytest.mark.parametrize(("words", "date"), [("sank on 3 March 2012", "2012-03-03"), ("said the keeper", "")])
def test_an_event_is_added_from_what_is_selected(page, archive, context, article, words: str, date: str) -> None:
    start = page.active.opened.edition.text.index(words)
    page.highlight(start, start + len(words))
    page.telling.add()
    dialog = editor()
    assert dialog.entry.label == words and dialog.entry.date == date, "a date in the words is proposed"
    dialog.date.setText("2012-03")
    dialog.accept()
    assert context.jobs.drain()
    made = next(each for each in timeline.of_article(archive, article) if each.rule == "entered")
    assert (made.start, made.exact, made.edtf) == (start, words, "2012-03")
    assert words in told(page)


def test_with_nothing_selected_an_event_is_added_from_nothing(page, archive, context) -> None:
    page.highlight(0, 0)
    page.telling.add()
    dialog = editor()
    assert dialog.entry.label == ""
    dialog.date.setText("1999")
    dialog.label.setText("A bell was cast")
    dialog.accept()
    assert context.jobs.drain()
    made = next(each for each in timeline.mentions(archive) if each.rule == "entered")
    assert made.article is None and made.label == "A bell was cast"


def test_the_sentence_that_one_came_from_is_washed_until_the_page_is_clicked(page, qtbot: QtBot) -> None:
    found, surface = mention(page, "3 March 2012"), page.active.surface
    page.highlight(found.start, found.end)
    (span,) = surface.washes.spans(TELLING)
    assert page.active.opened.edition.text[slice(*span)] == "It sank on 3 March 2012, said the keeper."
    qtbot.mouseClick(surface.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, surface.viewport().height() - 6))
    assert surface.washes.spans(TELLING) == ()


def test_other_words_that_one_is_led_to_wash_no_sentence(page) -> None:
    found = mention(page, "1987")
    page.highlight(found.start, found.end)
    page.highlight(found.start - 3, found.end)
    assert page.active.surface.washes.spans(TELLING) == ()


def test_led_to_a_date_of_an_article_that_is_only_just_opening_its_sentence_is_washed_too(
    reader, article, context, archive, open_article
) -> None:
    found = next(each for each in timeline.of_article(archive, article) if each.exact == "1987")
    reader.article_shown.connect(lambda _: reader.highlight(found.start, found.end))
    open_article(article, position=found.start)
    assert context.jobs.drain()
    (span,) = reader.active.surface.washes.spans(TELLING)
    assert reader.active.opened.edition.text[slice(*span)].startswith("The ferry")


def test_opening_the_same_article_again_keeps_its_underlines(page, article, open_article) -> None:
    open_article(article, position=3)
    assert len(told(page)) == 3


def test_another_article_shows_its_own(page, add, open_article, archive, context) -> None:
    other = add("Other", ((BlockKind.PARAGRAPH, "The mill stood in 1850."),))
    extracting.settle(archive)
    open_article(other)
    assert context.jobs.drain()
    assert told(page) == ["1850"]
    page.show_nothing()
    assert page.telling.mentions == () or told(page) == []


def test_what_stands_in_an_earlier_text_is_not_underlined_in_this_one(page) -> None:
    page.telling._take(
        (page.active.opened.edition.id, tuple(replace(each, stale=True) for each in page.telling.mentions))
    )
    assert told(page) == [] and page.telling.at(mention(page, "1987").start) is None
