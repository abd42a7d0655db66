"""The card: what the sentence says, from where, how the date was come by; it lies beside its mark, and says what it is asked."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from archive.model.event import Mention, Status
from desktop.views.events.card import WIDTH_PX, EventCard

NEAR = QRect(300, 200, 12, 12)


@pytest.fixture
def card(bench, over: QWidget) -> EventCard:
    return EventCard(bench.context.theme, over)


@pytest.fixture
def mention(bench) -> Mention:
    return bench.mention("3 March 2012")


def show(card: EventCard, mention: Mention, near: QRect = NEAR, *, writable: bool = True) -> str:
    heading = ("Keepers of the lock", "River letter", "2020-05-04")
    card.show_mention(mention, {mention.article: heading} if mention.article else {}, near, writable=writable)
    return " ".join(each.text() for each in card.findChildren(QLabel) if each.isVisibleTo(card))


def test_it_tells_date_precision_sentence_source_and_how(card: EventCard, mention: Mention) -> None:
    told = show(card, mention)
    for words in (
        "3 March 2012", "· day", "A flood broke the upper gate on", "River letter, 4 May 2020", "“3 March 2012” stated",
    ):  # fmt: skip
        assert words in told


def test_a_date_that_the_words_say_already_is_not_said_twice(card: EventCard, mention: Mention) -> None:
    assert "→" not in show(card, mention)
    assert "→ 3 March 2012" in show(card, replace(mention, exact="that March day"))


def test_a_judgement_a_note_and_a_name_are_told(card: EventCard, mention: Mention) -> None:
    told = show(card, replace(mention, status=Status.CONFIRMED, note="Seen in the ledger.", label="The flood"))
    assert "confirmed" in told and "Seen in the ledger." in told and "The flood" in told
    assert card.confirm_button.text() == "Reopen"


def test_what_stands_in_an_article_is_never_taken_for_markup(card: EventCard, mention: Mention) -> None:
    sentence = mention.sentence.replace("flood", "<b>x</")
    assert "&lt;b&gt;x&lt;/" in show(card, replace(mention, sentence=sentence))


def test_a_long_sentence_is_cut_around_the_words(card: EventCard, mention: Mention) -> None:
    assert mention.start is not None and mention.end is not None and mention.sentence_start is not None
    longer = "flour and rope " * 60
    told = show(
        card,
        replace(
            mention,
            sentence=longer + mention.sentence + longer,
            start=mention.start + len(longer),
            end=mention.end + len(longer),
        ),
    )
    assert "“…" in told and "…”" in told and ">3 March 2012</span>" in told
    assert card.height() < 420


def test_others_that_tell_of_it_stand_under_it_each_with_its_sentence_and_source(
    card: EventCard, mention: Mention, bench
) -> None:
    other = bench.mention("1987")
    headings = {each.article: ("A title", f"Paper {each.article}", "2020") for each in bench.told() if each.article}
    why = "A tells 2012, B tells 1987; both cannot hold."
    card.show_mention(mention, headings, NEAR, writable=True, others=[other] * 5, why=why)
    told = " ".join(each.text() for each in card.findChildren(QLabel) if each.isVisibleTo(card))
    for words in (why, "The lock was rebuilt in", f"Paper {other.article}, 2020 · 1987", "and 2 more"):
        assert words in told
    assert "The lock was rebuilt in" not in show(card, mention), "they go with it"


def test_an_event_from_nothing_has_nothing_to_read(card: EventCard, mention: Mention) -> None:
    show(card, replace(mention, article=None, exact="", sentence=""))
    assert not card.read_button.isVisible() and card.edit_button.isVisible()


def test_in_an_archive_that_is_only_read_nothing_can_be_judged(card: EventCard, mention: Mention) -> None:
    show(card, mention, writable=False)
    assert card.read_button.isVisible() and not card.confirm_button.isVisible() and not card.edit_button.isVisible()


@pytest.mark.parametrize("what", ["read", "confirm", "edit"])
def test_its_buttons_ask(card: EventCard, mention: Mention, qtbot: QtBot, what: str) -> None:
    show(card, mention)
    with qtbot.waitSignal(card.asked) as asked:
        card.findChild(QPushButton, f"event_card_{what}").click()
    assert asked.args == [what, mention.uid]


def test_a_confirmed_one_is_reopened(card: EventCard, mention: Mention, qtbot: QtBot) -> None:
    show(card, replace(mention, status=Status.CONFIRMED))
    with qtbot.waitSignal(card.asked) as asked:
        card.confirm_button.click()
    assert asked.args == ["reopen", mention.uid]


def test_escape_puts_it_away(card: EventCard, mention: Mention, qtbot: QtBot) -> None:
    show(card, mention)
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


@pytest.mark.parametrize("height", [240, 320, 600])
@pytest.mark.parametrize("place", [(10, 10), (870, 20), (400, 110), (10, 210), (880, 230), (500, 150)])
def test_it_lies_inside_and_never_on_its_mark(
    card: EventCard, over: QWidget, mention: Mention, height: int, place: tuple[int, int]
) -> None:
    over.resize(900, height)
    near = QRect(*place, 12, 12)
    show(card, mention, near)
    assert not card.geometry().intersects(near)
    assert over.rect().contains(card.geometry())


def test_it_is_as_tall_as_what_it_says(card: EventCard, mention: Mention) -> None:
    show(card, mention)
    parts = [each for each in card.findChildren(QWidget) if each.isVisible()]
    lowest = max(each.geometry().bottom() for each in parts)
    assert card.width() == WIDTH_PX and card.height() - lowest <= 16
    ordered = sorted((each.geometry() for each in parts if isinstance(each, QLabel)), key=QRect.top)
    assert all(below.top() - above.bottom() <= 8 for above, below in pairwise(ordered))
    for each in parts:
        if isinstance(each, QLabel):
            assert each.height() <= each.heightForWidth(each.width()) + 2
