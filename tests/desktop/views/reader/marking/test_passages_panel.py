"""The inspector's cards: in order of place, filtered, edited in place; what waits for review is answered there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from archive.base import places
from archive.model.article import Block, BlockKind, Text
from archive.model.passage import COLOURS, State
from archive.operations import anchoring, annotate, codebook
from desktop.views.reader.inspector import DETAILS, PASSAGES
from desktop.views.reader.marking.authors import Hidden
from desktop.views.reader.marking.card import PassageCard
from desktop.views.reader.marking.differences import difference
from desktop.views.reader.marking.panel import CARDS
from desktop.views.reader.marking.tagchip import TagChip
from desktop.widgets.chip import Chip


@pytest.fixture
def panel(inspector, page, settle):
    settle()
    return inspector.passages


@pytest.fixture
def mark(archive, article, context, text, settle):
    """Marks the first occurrence of some words."""

    def make(words: str, **options):
        at = text.index(words)
        passage, change = annotate.mark(archive, article, at, at + len(words), **options)
        context.history.do(change)
        settle()
        return passage

    return make


def shown(panel) -> list[str]:
    return [card.quote.text() for card in panel._cards.values() if card.isVisibleTo(panel)]


def new_edition(archive, article, text: str) -> None:
    """The article's text, read again with other words."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line), (start, start + len(line))))
        start += len(line) + 1
    with archive.atomic():
        original = archive.store.editions.current(article).original
        archive.store.editions.add(
            article,
            Text(text, tuple(blocks), ()),
            original=original.sha512,
            encoding="utf-8",
            importer="plain",
            importer_version=2,
            reason="reread",
            path="letters/ferry.txt",
            created="2026-02-02T03:04:05.000Z",
        )
        draft = archive.store.draft()
        anchoring.follow(archive, article, draft)


def test_the_tab_counts_and_the_cards_stand_in_reading_order(panel, inspector, mark):
    assert inspector.tabs.tabText(PASSAGES) == "Passages" and panel.empty.text().startswith("No passage yet")
    mark("The river rose again")
    mark("Nobody crossed", tags=["night"], note="At 3?")
    assert inspector.tabs.tabText(PASSAGES) == "Passages 2"
    cards = [panel._column.itemAt(place).widget() for place in range(2)]
    assert [card.quote.text() for card in cards] == ["Nobody crossed", "The river rose again"]
    assert cards[0].place.text().startswith("¶ 1") and cards[0].told.text() == "At 3?"


def test_the_first_passage_brings_its_tab_until_a_person_chose_one(panel, inspector, mark):
    assert inspector.tabs.currentIndex() == DETAILS
    mark("Nobody crossed")
    assert inspector.tabs.currentIndex() == PASSAGES and panel.isVisibleTo(inspector)
    inspector.tabs.setCurrentIndex(DETAILS)
    mark("The river rose again")
    assert inspector.tabs.currentIndex() == DETAILS


def test_the_filter_looks_at_words_notes_and_tags(panel, mark):
    mark("The river rose again")
    mark("Nobody crossed", tags=["night/late"], note="At 3?")
    for words, found in (
        ("NIGHT", ["Nobody crossed"]),
        ("at 3", ["Nobody crossed"]),
        ("rose", ["The river rose again"]),
    ):
        panel.filter.setText(words)
        assert shown(panel) == found
    panel.filter.setText("nothing like it")
    assert shown(panel) == [] and panel.empty.text() == "No passage fits the filter."


def test_enter_on_a_card_goes_to_its_sentence(panel, page, mark, qtbot):
    mark("Nobody crossed")
    made = mark("The river rose again")
    qtbot.keyClick(panel._cards[made.uid], Qt.Key.Key_Return)
    assert page.chosen == made.uid and page.surface.selected()[0] == made.anchor.start


def test_a_note_typed_in_pauses_on_a_card_is_one_step(panel, mark, passages, context, settle, qtbot):
    made = mark("Nobody crossed")
    card = panel._cards[made.uid]
    card.edit_note()
    for words in ("At 3", " in the morning"):
        qtbot.keyClicks(card.note, words)
        card.save()
        settle()
    assert passages()[0].note == "At 3 in the morning"
    context.history.undo()
    settle()
    assert passages()[0].note == ""


def test_tags_and_colour_change_on_the_card(panel, mark, passages, settle, qtbot):
    made = mark("Nobody crossed", tags=["night"])
    card = panel._cards[made.uid]
    card.untag_asked.emit(made.uid, "night")
    settle()
    card.coloured.emit(made.uid, "iris")
    settle()
    assert passages()[0].tags == () and passages()[0].colour == "iris"


def test_a_changed_number_waits_for_review_and_is_accepted_with_the_difference_in_view(
    panel, page, reader, mark, archive, article, passages, context, text, settle
):
    told, cleared = [], []
    context.alerts.banner.connect(told.append)
    context.alerts.cleared.connect(cleared.append)
    made = mark("Nobody crossed it that night, said the keeper.")
    new_edition(archive, article, text.replace("Nobody crossed it that night", "Nobody crossed it that morning"))
    reader.active.refresh()
    settle()
    assert passages()[0].state is State.REVIEW and page.marks.marks == ()
    assert "1 passage needs review" in told[-1].text
    card = panel._cards[made.uid]
    assert "<s>night,</s> <u>morning,</u>" in card.difference.text() and card.answers.isVisibleTo(card)
    cleared.clear()
    card.accepted.emit(made.uid)
    settle()
    (accepted,) = passages()
    assert accepted.state is State.ANCHORED and "morning" in accepted.anchor.exact and "review" in cleared
    context.history.undo()
    settle()
    assert passages()[0].state is State.REVIEW


def test_an_orphan_keeps_its_words_and_is_attached_to_the_selection_by_hand(
    panel, page, reader, mark, archive, article, passages, context, text, settle, select
):
    made = mark("A lantern stood on each post.", note="Which post?")
    new_edition(archive, article, text.replace("A lantern stood on each post.", "It rained."))
    reader.active.refresh()
    settle()
    card = panel._cards[made.uid]
    assert passages()[0].state is State.ORPHAN and card.quote.text() == "A lantern stood on each post."
    card.kept.emit(made.uid)
    settle()
    assert passages()[0].kept and not card.answers.isVisibleTo(card)
    context.history.undo()
    settle()
    assert not passages()[0].kept and card.answers.isVisibleTo(card)
    start = reader.active.opened.edition.text.index("It rained.")
    reader.active.select(start, start + 10)
    card.attached.emit(made.uid)
    settle()
    (attached,) = passages()
    assert attached.state is State.ANCHORED and attached.anchor.exact == "It rained." and attached.note == "Which post?"


def test_differences_are_told_word_by_word_and_never_as_markup():
    assert difference("33,000 people", "34,000 people") == "<s>33,000</s> <u>34,000</u> people"
    assert difference("a <b>", "a <i>") == "a <s>&lt;b&gt;</s> <u>&lt;i&gt;</u>"


def test_a_tag_on_a_card_is_a_pill_no_higher_than_its_line_needs(panel, mark, settle):
    mark("Nobody crossed it that night", tags=("crossing/night",))
    settle()
    (chip,) = panel.findChildren(TagChip)
    assert chip.height() <= chip.fontMetrics().height() + 5


def chips(panel) -> dict[str, Chip]:
    return {chip.text(): chip for chip in panel.authors.findChildren(Chip) if chip.isVisibleTo(panel)}


def test_an_author_alone_has_no_row_of_chips(panel, mark):
    mark("Nobody crossed it that night", author="Han")
    assert not panel.authors.isVisibleTo(panel)


def test_what_an_author_marked_is_hidden_and_shown_by_the_chip(panel, page, mark, settle, context, qtbot):
    hers, his = mark("Nobody crossed it that night", author="Han"), mark("said the keeper", author="Cho")
    found = chips(panel)
    assert set(found) == {"All", "Cho 1", "Han 1"} and all(chip.isChecked() for chip in found.values())
    assert found["Cho 1"].accessibleName() == "Show the passages of Cho, 1"
    found["Cho 1"].setFocus()
    qtbot.keyClick(found["Cho 1"], Qt.Key.Key_Space)
    settle()
    assert [mark.uid for mark in page.marks.marks] == [hers.uid] and len(shown(panel)) == 1
    assert not chips(panel)["Cho 1"].isChecked() and not chips(panel)["All"].isChecked()
    assert Hidden(context).authors == {"Cho"}
    chips(panel)["All"].click()
    settle()
    assert {mark.uid for mark in page.marks.marks} == {hers.uid, his.uid} and len(shown(panel)) == 2
    assert not Hidden(context).authors


def test_a_hidden_author_shows_in_an_article_that_nobody_else_marked(panel, page, mark, context, settle):
    Hidden(context).set("Cho", hidden=True)
    mark("said the keeper", author="Cho")
    assert len(page.marks.marks) == 1 and len(shown(panel)) == 1


@pytest.fixture
def toasts(context) -> list[str]:
    told = []
    context.alerts.toasted.connect(lambda notice: told.append(notice.text))
    return told


AGAIN = "Your own passages were hidden. They are shown again."


@pytest.mark.parametrize("key", ["h", "1", "n"])
def test_what_a_person_marks_shows_their_layer_again_and_says_so(
    panel, page, mark, select, archive, context, reader, settle, toasts, qtbot, key
):
    context.history.do(codebook.add(archive, "night", shortcut="1"))
    mark("said the keeper", author="Cho")
    mark("A river keeps its own hours.")
    Hidden(context).set(places.author(), hidden=True)
    reader.markings.refresh()
    settle()
    assert len(page.marks.marks) == 1
    select("Nobody crossed")
    qtbot.keyClicks(page.surface, key)
    if key == "n":
        qtbot.keyClicks(page.noting.card.field, "Why?")
        page.noting.card.leave()
    settle()
    assert {found.passage.anchor.exact for found in page.marks.marks} == {
        "said the keeper",
        "A river keeps its own hours.",
        "Nobody crossed",
    }
    assert toasts == [AGAIN] and not Hidden(context).authors and chips(panel)["All"].isChecked()
    assert page.chosen is not None and page.marks.mark(page.chosen).passage.anchor.exact == "Nobody crossed"


def test_other_layers_stay_hidden_and_a_shown_one_is_not_told(
    panel, page, mark, select, context, reader, settle, toasts, qtbot
):
    mark("said the keeper", author="Cho")
    mark("A river keeps its own hours.")
    Hidden(context).set("Cho", hidden=True)
    reader.markings.refresh()
    settle()
    select("Nobody crossed")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    assert len(page.marks.marks) == 2 and Hidden(context).authors == {"Cho"} and toasts == []


def test_a_note_in_the_making_shows_its_layer_when_the_archive_closes_first(
    panel, page, mark, select, context, reader, settle, passages, qtbot
):
    mark("said the keeper", author="Cho")
    Hidden(context).set(places.author(), hidden=True)
    select("Nobody crossed")
    page.note()
    qtbot.keyClicks(page.noting.card.field, "Why?")
    reader.markings.flush()
    assert [each.note for each in passages() if each.author == places.author()] == ["Why?"]
    assert not Hidden(context).authors


@pytest.fixture
def banner(context) -> list:
    """What the banner of passages that wait said, the newest last; None: that it is gone."""
    told = []
    context.alerts.banner.connect(lambda notice: told.append(notice) if notice.key == "review" else None)
    context.alerts.cleared.connect(lambda key: told.append(None) if key == "review" else None)
    return told


@pytest.fixture
def waiting(mark, reader, archive, article, text, settle):
    """Two passages of Han and one of Cho, whose words a new edition changed."""
    made = [
        mark("Nobody crossed it that night", author="Han"),
        mark("The river rose again in spring.", author="Han"),
        mark("A lantern stood on each post.", author="Cho"),
    ]
    changed = text.replace("that night", "that morning").replace("rose again", "fell again")
    new_edition(archive, article, changed.replace("stood on each post", "hung on each post"))
    reader.active.refresh()
    settle()
    return made


def test_the_banner_counts_what_waits_and_names_that_of_hidden_authors_apart(
    panel, waiting, banner, context, page, reader, settle
):
    for hidden, words in (
        ((), "3 passages need review: the text has changed there."),
        (("Han",), "1 passage needs review: the text has changed there. 2 more by hidden authors."),
        (("Cho",), "2 passages need review: the text has changed there. 1 more by hidden authors."),
        (("Cho", "Han"), "3 passages by hidden authors need review: the text has changed there."),
    ):
        for author in ("Cho", "Han"):
            Hidden(context).set(author, hidden=author in hidden)
        reader.markings.refresh()
        settle()
        assert banner[-1].text == words
    assert panel.empty.text() == "Every passage here is by an author whose passages are hidden."


def test_what_waits_in_hidden_layers_alone_is_shown_from_the_banner(
    panel, waiting, banner, context, page, reader, settle
):
    for author in ("Cho", "Han"):
        Hidden(context).set(author, hidden=True)
    reader.markings.refresh()
    settle()
    assert banner[-1].action_label == "Show them" and shown(panel) == []
    banner[-1].action()
    settle()
    assert not Hidden(context).authors and len(shown(panel)) == 3
    assert banner[-1].text.startswith("3 passages need review") and panel._cards[waiting[0].uid]._chosen


def test_tab_goes_through_the_cards_and_what_stands_on_each_from_the_top(panel, waiting, mark, page, settle):
    mark("강을 건너는 사람들은", tags=["night", "bank"], author="Bo")
    mark("A lantern stood", author="Bo")
    page.choose(next(mark.uid for mark in page.marks.marks if not mark.passage.tags))  # its colours can be chosen
    settle()
    column = [panel._column.itemAt(place).widget() for place in range(panel._column.count())]
    met: list[tuple[int, str]] = []
    widget: QWidget = panel.filter
    while (widget := widget.nextInFocusChain()) is not panel.filter:
        card = next((card for card in column if card is widget or card.isAncestorOf(widget)), None)
        if card is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(panel):
            met.append((column.index(card), widget.objectName()))
    assert [card for card, _ in met] == sorted(card for card, _ in met) and len(column) == 5
    of = [[name for card, name in met if card == place] for place in range(5)]
    answers = ["passage_accept", "passage_attach", "passage_keep"]
    assert ["passage_card", *answers, "card_tag"] in of
    assert ["passage_card", "passage_tag", "passage_tag", "card_tag"] in of
    assert ["passage_card", "card_tag", *(f"colour_{role}" for role in COLOURS)] in of


def test_cards_come_a_few_at_a_time_in_order_and_the_chosen_one_at_once(
    panel, page, archive, article, context, text, settle
) -> None:
    starts = [at for at, letter in enumerate(text) if letter.isalpha() and (at == 0 or not text[at - 1].isalpha())]
    for at in starts[:12]:
        annotate.mark(archive, article, at, at + 1)
    page.refresh()
    context.jobs.drain()
    uids = [each.uid for each in page.marks.passages]
    assert len(uids) == 12 and len(panel._cards) < 12
    page.choose(uids[9])
    assert uids[9] in panel._cards
    settle()
    for _ in uids:
        settle()
    cards = [panel._column.itemAt(number).widget().uid for number in range(panel._column.count())]
    assert cards == uids


@pytest.fixture
def many(archive, article, page, text, context):
    """A passage on each of many letters; their uids in reading order."""
    starts = [at for at, letter in enumerate(text) if letter.isalpha()]
    for at in starts[:90]:
        annotate.mark(archive, article, at, at + 1, tags=["night"])
    page.refresh()
    context.jobs.drain()
    return [each.uid for each in page.marks.passages]


def test_cards_of_passages_out_of_reach_serve_for_others(panel, page, many, settle):
    for _ in many:
        settle()
    made = set(panel.findChildren(PassageCard))
    assert len(many) == 90 and 3 < len(made) < CARDS
    page.choose(many[-1])
    for _ in many:
        settle()
    now = panel.findChildren(PassageCard)
    assert made < set(now) and len(now) == CARDS and many[0] not in panel._cards
    assert [card.uid for card in panel._cards.values() if card._chosen] == [many[-1]]


def test_no_card_is_made_before_the_panel_is_seen(panel, inspector, page, many, settle):
    inspector.tabs.setCurrentIndex(DETAILS)
    panel._put_by(())
    panel.refresh()
    settle()
    assert not panel._cards
    inspector.tabs.setCurrentIndex(PASSAGES)
    inspector.show()
    for _ in range(4):
        settle()
    assert list(panel._cards)[:3] == many[:3]


def test_cards_are_made_a_screen_ahead_of_what_is_seen(panel, inspector, page, many, settle):
    inspector.resize(262, 300)
    inspector.show()
    for _ in many:
        settle()
    held = len(panel._cards)
    assert 3 < held < CARDS
    bar = panel._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    for _ in many:
        settle()
    assert len(panel._cards) > held


def test_a_card_filled_again_keeps_the_widgets_that_it_has(panel, mark):
    made = mark("Nobody crossed", tags=["night", "far"])
    card = panel._cards[made.uid]
    before = set(card.findChildren(QWidget))
    mark("The river rose again", tags=["night"])
    card.put_by()
    card.show_passage(made, {}, "sun", "", chosen=False)
    assert set(card.findChildren(QWidget)) == before
