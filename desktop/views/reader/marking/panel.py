"""The inspector's Passages: a card for each passage of the open article in reading order, filtered, and kept few at a time."""

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from archive.model.passage import Passage, State
from archive.operations import annotate
from desktop.clips import copy_passages, drag_passages
from desktop.context import Context
from desktop.widgets.basics import label
from desktop.widgets.keys import in_tab_order

from .acts import Target
from .authors import AuthorChips
from .card import PassageCard
from .markings import Markings
from .marks import USUAL_COLOUR
from .page import PageMarks

CARDS = 60  # at a time: thousands of widgets would be slow, and nobody reads them at once
CARDS_AT_ONCE = 2
_STEP = 40
_EMPTY = "No passage yet. Select words and press H to highlight them, T to tag them or N to write a note."
_UNFIT = "No passage fits the filter."
_UNSEEN = "Every passage here is by an author whose passages are hidden."


class PassagesPanel(QWidget):
    """`counted(number)` when another number of passages is shown."""

    counted = Signal(int)
    export_asked = Signal(str)  # uid

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passages_panel")
        self.setAccessibleName("Passages of this article")
        self._context = context
        self._markings: Markings | None = None
        self._cards: dict[str, PassageCard] = {}
        self._spare: list[PassageCard] = []  # made for passages that are not shown now
        self._first = 0
        self._shown: list[Passage] = []
        self._typing = ""
        self.filter = QLineEdit(self)
        self.filter.setObjectName("passages_filter")
        self.filter.setAccessibleName("Filter passages")
        self.filter.setPlaceholderText("Filter by words, note or tag")
        self.filter.textChanged.connect(self._filtered)
        self.authors = AuthorChips(context, self)
        self.empty = label(_EMPTY, "small", self, wraps=True)
        self.empty.setObjectName("passages_empty")
        self.earlier, self.later = self._more("earlier", -_STEP), self._more("later", _STEP)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        content = QWidget(self)
        content.setProperty("look", "raised")
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(content)
        rows.setContentsMargins(14, 12, 12, 20)
        rows.setSpacing(8)
        for widget in (self.filter, self.authors, self.empty, self.earlier):
            rows.addWidget(widget)
        rows.addLayout(self._column)
        rows.addWidget(self.later)
        rows.addStretch(1)
        self._scroll = self._scrolling(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        # A card takes milliseconds to fill: a few at a time, so that keys are heard meanwhile, and as far as a person sees.
        self._filling = QTimer(self, interval=0, singleShot=True)
        self._filling.timeout.connect(self._fill_on)
        self._missing = False
        self._scroll.verticalScrollBar().valueChanged.connect(self._fill_later)
        context.theme.changed.connect(self._repaint)

    def follow(self, markings: Markings) -> None:
        """Shows the passages of the page that commands go to."""
        self._markings = markings
        markings.changed.connect(self.refresh)
        self.authors.changed.connect(markings.refresh)
        markings.chose.connect(self._chose)
        markings.review_asked.connect(self.show_waiting)

    @property
    def page(self) -> PageMarks | None:
        return self._markings.page if self._markings is not None else None

    # Filling

    def refresh(self) -> None:
        """Shows what the page has now; cards of passages that did not change stay as they are."""
        page = self.page
        if page is None:
            return
        every = page.marks.passages
        self.counted.emit(len(every))
        wanted = self.filter.text().strip()
        self.authors.show_marks(page.marks)
        seen = page.marks.seen
        self._shown = [each for each in seen if _fits(each, wanted)]
        self.filter.setVisible(len(every) > 1 or bool(self.filter.text()))
        self.empty.setText(_EMPTY if not every else _UNFIT if seen else _UNSEEN)
        self.empty.setVisible(not self._shown and page.pane.opened is not None)
        self._first = max(0, min(self._first, len(self._shown) - CARDS))
        for each in self._shown[self._first : self._first + CARDS]:
            if each.uid in self._cards:
                self._show_on(self._cards[each.uid], each, page)
        self._fill(page)
        self._order()

    def _order(self) -> None:
        """Lets Tab go through what is shown from the top to the bottom, whenever each was made."""
        stops: list[QWidget] = [self.filter, *self.authors.findChildren(QPushButton), self.earlier]
        for place in range(self._column.count()):
            stops += self._stops_at(place)
        in_tab_order([*stops, self.later])

    def _stops_at(self, place: int) -> list[QWidget]:
        item = self._column.itemAt(place)
        card = item.widget() if item is not None else None
        return card.stops if isinstance(card, PassageCard) else []

    def _fill(self, page: PageMarks, needed: str = "") -> bool:
        """Makes some of the cards that are missing, among them the one that is `needed` now; the others follow.

        Gives whether cards came above the chosen one.
        """
        window = self._shown[self._first : self._first + CARDS]
        moved = self._put_by({each.uid for each in window})
        place, room, pushed, made, self._missing = 0, CARDS_AT_ONCE if self._in_sight else 0, False, False, False
        for passage in window:
            card = self._cards.get(passage.uid)
            if card is None:
                if passage.uid not in (needed, page.chosen) and (room <= 0 or self._beyond(place)):
                    self._missing = True
                    continue
                card, made, room = self._new_card(passage.uid), True, room - 1
                self._show_on(card, passage, page)
                card.show()
            pushed |= made and passage.uid == page.chosen
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
                above = self._stops_at(place - 1) if place else [self.earlier]
                in_tab_order([*above[-1:], *card.stops])
                moved = True
            place += 1
        if moved:
            self._fill_later()  # where cards stand is known only after this turn
        before, after = self._first, len(self._shown) - self._first - len(window)
        for button, count, words in ((self.earlier, before, "earlier"), (self.later, after, "later")):
            button.setText(f"{count:,} {words}")
            button.setVisible(count > 0)
        return pushed

    def _put_by(self, wanted: Collection[str]) -> bool:
        """Puts the cards of other passages by for later; gives whether there were any."""
        gone = [uid for uid in self._cards if uid not in wanted]
        for uid in gone:
            card = self._cards.pop(uid)
            self._column.removeWidget(card)
            card.put_by()
            self._spare.append(card)
        return bool(gone)

    @property
    def _in_sight(self) -> bool:
        return self.isVisibleTo(self.window())

    def _beyond(self, place: int) -> bool:
        """Whether a card at this place of the column would stand more than a screenful below what is in view."""
        above = self._column.itemAt(place - 1) if place else None
        bar, tall = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        return above is not None and above.geometry().bottom() > bar.value() + 2 * tall

    def _fill_later(self) -> None:
        if self._missing and self._in_sight:
            self._filling.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill_later()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill_later()

    def _show_on(self, card: PassageCard, passage: Passage, page: PageMarks) -> None:
        colour = annotate.colour(passage, page.marks.colours) or USUAL_COLOUR
        opened = page.pane.opened
        number = opened.outline.number_at(passage.anchor.start) if opened is not None else None
        place = f"¶ {number}" if number is not None and passage.state is State.ANCHORED else ""
        card.show_passage(passage, page.marks.colours, colour, place, chosen=passage.uid == page.chosen)

    def _new_card(self, uid: str) -> PassageCard:
        """A card for another passage: one that was put by, if there is any."""
        if self._spare:
            self._cards[uid] = self._spare.pop()
            return self._cards[uid]
        card = self._cards[uid] = PassageCard(self._context.theme, self, writable=not self._context.archive.read_only)
        card.opened.connect(self._open)
        card.stepped.connect(self._step)
        card.noted.connect(self._note)
        card.tag_asked.connect(self._ask_tag)
        card.untag_asked.connect(lambda uid, path: self._with(uid, lambda page, at: page.untag(path, at)))
        card.coloured.connect(lambda uid, role: self._with(uid, lambda page, at: page.acts.mark(at, colour=role)))
        card.removed.connect(lambda uid: self._with(uid, lambda page, at: page.remove(at.uid)))
        card.accepted.connect(self._accept)
        card.attached.connect(self._attach)
        card.kept.connect(self._keep)
        card.copied.connect(self._copy)
        card.dragged.connect(lambda uid: drag_passages(self._context, [uid], card))
        card.menu_asked.connect(lambda uid, point: self.menu(uid).popup(point))
        return card

    def _scrolling(self, content: QWidget) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setObjectName("passages_scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        return scroll

    def _more(self, name: str, by: int) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"passages_{name}")
        button.setAccessibleName(f"Show {name} passages")
        button.setProperty("look", "quiet")
        button.clicked.connect(partial(self._turn, by))
        return button

    def _turn(self, by: int, _: bool = False) -> None:
        self._first = max(0, min(self._first + by, len(self._shown) - CARDS))
        if self.page is not None:
            self._fill(self.page)

    def _filtered(self) -> None:
        self._first = 0
        self.refresh()

    def _repaint(self) -> None:
        for card in (*self._cards.values(), *self._spare):
            card.quote.setFont(self._context.theme.font("quote"))
            card.update()

    # Choosing

    def _chose(self, uid: str) -> None:
        page = self.page
        for card in self._cards.values():
            card.set_chosen(card.uid == uid)
        if page is None or not uid:
            return
        at = next((index for index, each in enumerate(self._shown) if each.uid == uid), None)
        if at is None:
            return
        if not self._first <= at < self._first + CARDS:
            self._first = max(0, min(at - 10, len(self._shown) - CARDS))
        if uid not in self._cards:
            self._fill(page, uid)
        chosen = self._cards[uid]
        # Once the cards have been laid out.
        QTimer.singleShot(0, chosen, lambda: self._reveal(chosen))

    def _reveal(self, card: PassageCard) -> None:
        self._scroll.ensureWidgetVisible(card, 0, 24)

    def _fill_on(self) -> None:
        """The next cards; the chosen one stays in view while others come above it."""
        page = self.page
        if page is None:
            return
        pushed, chosen = self._fill(page), self._cards.get(page.chosen or "")
        if pushed and chosen is not None:
            QTimer.singleShot(0, chosen, lambda: self._reveal(chosen))

    def show_waiting(self) -> None:
        """Brings the first card that waits for review into view."""
        page = self.page
        if page is None:
            return
        self.filter.clear()
        found = next((each for each in self._shown if each.waits), None)
        if found is not None:
            self._chose(found.uid)
            self._open(found.uid)
            self._cards[found.uid].setFocus()

    def _open(self, uid: str) -> None:
        page = self.page
        passage = page.marks.passage(uid) if page is not None else None
        if page is None or passage is None:
            return
        if passage.state is State.ANCHORED:
            page.choose(uid, reveal=True)
        elif passage.proposal is not None:
            page.pane.select(passage.proposal.start, passage.proposal.end)
        for card in self._cards.values():
            card.set_chosen(card.uid == uid)

    def _step(self, uid: str, by: int) -> None:
        uids = [str(each.uid) for each in self._shown]
        at = uids.index(uid) + by if uid in uids else -1
        if 0 <= at < len(uids):
            self._chose(uids[at])
            if uids[at] in self._cards:
                self._cards[uids[at]].setFocus()

    # Acts

    def _target(self, uid: str) -> Target | None:
        passage = self.page.marks.passage(uid) if self.page is not None else None
        if passage is None:
            return None
        return Target(passage.article, passage.edition, (passage.anchor.start, passage.anchor.end), passage.uid)

    def _with(self, uid: str, act: Callable[[PageMarks, Target], None]) -> None:
        target = self._target(uid)
        if target is not None and self.page is not None:
            act(self.page, target)

    def menu(self, uid: str) -> QMenu:
        """What can be done with the passage of a card."""
        menu = QMenu(self)
        menu.setObjectName("card_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open in the text\tReturn", lambda: self._open(uid))
        menu.addAction("Copy as quotation\tCtrl+C", lambda: self._copy(uid))
        menu.addAction("Export…", lambda: self.export_asked.emit(uid))
        return menu

    def _copy(self, uid: str) -> None:
        copy_passages(self._context, [uid], self)

    def _note(self, uid: str, text: str) -> None:
        joining, self._typing = self._typing == uid, uid
        self._with(uid, lambda page, at: page.acts.mark(at, note=text, joining=joining))

    def _ask_tag(self, uid: str) -> None:
        target, card = self._target(uid), self._cards.get(uid)
        if target is not None and card is not None and self._markings is not None:
            self._markings.ask_tag_of(target, card.mapToGlobal(card.chips.geometry().bottomLeft()))

    def _accept(self, uid: str) -> None:
        archive = self._context.archive
        self._with(uid, lambda page, _: page.acts.add(lambda: annotate.accept_proposal(archive, uid)))

    def _keep(self, uid: str) -> None:
        """Lets a passage be as it is, or has it looked at again."""
        passage, archive = self.page.marks.passage(uid) if self.page is not None else None, self._context.archive
        if passage is not None and self.page is not None:
            self.page.acts.add(lambda: annotate.keep_as_is(archive, [uid], not passage.kept))

    def _attach(self, uid: str) -> None:
        page, archive = self.page, self._context.archive
        if page is None or page.pane.opened is None:
            return
        start, end = page.selection
        edition = page.pane.opened.edition.id
        if start >= end:
            self._context.alerts.toast("Select in the article the words that it is to stand on.")
            return
        page.acts.add(lambda: annotate.reattach(archive, uid, start, end, edition=edition))

    def flush(self) -> None:
        """Saves the note that is being written, now: the archive closes next."""
        for card in self._cards.values():
            text = card.unsaved
            if text is not None and not self._context.archive.read_only:
                annotate.set_note(self._context.archive, card.uid, text, joining=self._typing == card.uid)


def _fits(passage: Passage, words: str) -> bool:
    """Whether every word typed stands in the passage's words, note or tags."""
    if not words:
        return True
    held = " ".join((passage.anchor.exact, passage.note, *(use.path for use in passage.tags))).casefold()
    return all(word in held for word in words.casefold().split())
