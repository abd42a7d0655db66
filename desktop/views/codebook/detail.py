"""Everything about one tag: what it means, how it looks, what to look at again, what carries it. Edits ask by signals."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from archive.model.passage import Passage, Tag
from desktop.theme import Theme
from desktop.turns import Turns
from desktop.views.aboutmemos import AboutMemos
from desktop.widgets.basics import label
from desktop.widgets.chip import Flow
from desktop.widgets.dropdown import Dropdown
from desktop.widgets.keys import in_tab_order, keyboard_kept, laid_out
from desktop.wording import counted, one_line

from .cards import Card, Section, Way
from .facts import TagFacts
from .fields import RelatedTag, Swatches, Words
from .versions import Versions

MEASURE_PX, WIDE_PX = 720, 900  # a column's width at most; from this width on the passages stand beside the definition
_PARTS = (
    ("definition", "Definition", "What the tag means, in a sentence or two"),
    ("use_when", "When to use", "What a passage must say to carry it"),
    ("not_when", "When not", "What looks like it and is not; which tag to use instead"),
)


class Detail(QWidget):
    """`show_tag` at once when a tag is chosen, `show_facts` when the rest of it was read."""

    described = Signal(str, str)  # definition, use_when or not_when; the words
    coloured = Signal(object)  # role or None
    shortcut_chosen = Signal(object)  # digit or None
    relate_asked = Signal()
    unrelate_asked = Signal(str)  # path
    tag_asked = Signal(int)  # id of a related tag to go to
    kept = Signal(list)  # uids of passages that carry the tag rightly
    untagged = Signal(list)  # uids
    exemplified = Signal(str, bool)  # uid of a passage; whether it is to show what the tag means
    open_requested = Signal(int, int, int)  # article, start and end in code points
    article_requested = Signal(int)
    passages_requested = Signal(str)  # path: every passage that carries the tag or one below it
    menu_asked = Signal()

    def __init__(
        self, theme: Theme, make_memos: Callable[[QWidget], AboutMemos], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("codebook-detail")
        self.setProperty("look", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.tag: Tag | None = None
        self._facts: TagFacts | None = None
        self._turns = Turns(self)  # for the lists, each of which is laid out anew
        self._reviewing = False
        self._writable = True
        # All of it is made where it stays: what is moved is styled again.
        self.area = QScrollArea(self)
        self._holder = QWidget(self.area.viewport())
        self._body = QWidget(self._holder)
        self.memos = make_memos(self._body)
        self.path = label("", "small", self._body)
        self.path.setObjectName("tag-path")
        self.name = label("", "heading", self._body, wraps=True)
        self.name.setObjectName("tag-heading")
        self.figures = label("", "muted", self._body, wraps=True)
        self.figures.setObjectName("tag-figures")
        self.more = QToolButton(self._body)
        self.swatches = Swatches(theme, self._body)
        self.shortcut = Dropdown(self._body)
        self.words = {part: Words(f"tag-{part}", spoken, hint, self._body) for part, spoken, hint in _PARTS}
        self.versions = Versions(self._body)
        self.review = Section("tag-review", "", self._body)
        self.examples = Section("tag-examples", "Examples", self._body)
        self.passages = Section("tag-passages", "Passages", self._body)
        self.counts = Section("tag-articles", "By article", self._body)
        self.related = Flow(gap=6, row_gap=6)
        self.relate = QPushButton("Relate…", self._body)
        self._build()

    # Building

    def _build(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(6)
        left.addLayout(self._head())
        left.addLayout(self._look())
        for part, spoken, _hint in _PARTS:
            words = label(spoken, "section", self._body)
            words.setBuddy(self.words[part])
            words.setContentsMargins(0, 8, 0, 0)
            left.addWidget(words)
            left.addWidget(self.words[part])
            self.words[part].edited.connect(partial(self.described.emit, part))
        related = label("Related tags", "section", self._body)
        related.setContentsMargins(0, 10, 0, 0)
        for widget in (self.versions, self.review, related):
            left.addWidget(widget)
        left.addLayout(self.related)
        left.addSpacing(10)
        left.addWidget(self.memos)
        for section in (self.examples, self.passages, self.counts):
            right.addWidget(section)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._columns.setContentsMargins(28, 20, 28, 28)
        self._columns.setSpacing(8)
        for column in (left, right):
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self._body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._body.setLayout(self._columns)
        around = QHBoxLayout(self._holder)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._body, 1)
        around.addStretch(0)
        self.area.setObjectName("codebook-scroll")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._holder)
        self._holder.setAutoFillBackground(False)  # setWidget turns it on, and the pane's own ground would not show
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= WIDE_PX and self.tag is not None and self.tag.passages_below > 0
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._columns.setSpacing(40 if wide else 8)
        self._columns.setStretch(0, 1 if wide else 0)
        self._columns.setStretch(1, 1)
        self._body.setMaximumWidth(2 * MEASURE_PX if wide else MEASURE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _head(self) -> QVBoxLayout:
        self.more.setIcon(self._theme.icon("dots-three"))
        self.more.setObjectName("tag-more")
        self.more.setAccessibleName("More for this tag")
        self.more.setToolTip("Rename, move, merge, split, remove…")
        self.more.clicked.connect(self.menu_asked)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.path)
        head.addLayout(row)
        head.addWidget(self.figures)
        return head

    def _look(self) -> QGridLayout:
        self.shortcut.setObjectName("tag-shortcut")
        self.shortcut.setAccessibleName("Favourite: the key that puts this tag on")
        self.shortcut.setToolTip("While reading, this key puts the tag on what is selected")
        self.shortcut.addItem("No key", None)
        for digit in "123456789":
            self.shortcut.addItem(f"Key {digit}", digit)
        self.shortcut.setFixedWidth(104)
        self.shortcut.activated.connect(lambda _row: self.shortcut_chosen.emit(self.shortcut.currentData()))
        self.swatches.chosen.connect(lambda role: self.coloured.emit(role or None))
        self.relate.setProperty("look", "chip")
        self.relate.setObjectName("tag-relate")
        self.relate.setAccessibleName("Relate another tag")
        self.relate.setToolTip("Say that another tag has to do with this one")
        self.relate.clicked.connect(self.relate_asked)
        grid = QGridLayout()
        grid.setContentsMargins(0, 10, 0, 4)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(4)
        for place, (words, widget) in enumerate((("Colour", self.swatches), ("Favourite", self.shortcut))):
            grid.addWidget(label(words, "section", self._body), 0, place)
            grid.addWidget(widget, 1, place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(2, 1)
        return grid

    # Filling

    def show_writable(self, writable: bool) -> None:
        """In an archive that is open for reading only, everything can be read and nothing changed."""
        self._writable = writable
        for words in self.words.values():
            words.setReadOnly(not writable)
        for widget in (self.swatches, self.shortcut, self.relate):
            widget.setEnabled(writable)

    def show_tag(self, tag: Tag) -> None:
        """Shows what the tree knows of a tag; the lists follow with `show_facts`."""
        other = self.tag is None or self.tag.id != tag.id
        if other:
            self.save()
            self._reviewing = False
            self.area.verticalScrollBar().setValue(0)
            self._clear()
        self.tag = tag
        above = tag.path.rpartition("/")[0]
        self.path.setText(above.replace("/", " / "))
        self.path.setVisible(bool(above))
        self.name.setText(tag.name)
        self.figures.setText(_figures(tag))
        self._arrange()
        self.swatches.show_colour(tag.own_colour, tag.colour)
        self.shortcut.setCurrentIndex(max(self.shortcut.findData(tag.shortcut), 0))
        for part, words in self.words.items():
            words.show_words(getattr(tag, part), force=other)

    def _clear(self) -> None:
        self._facts = None
        self._turns.anew(())
        self.versions.show_versions(())
        for section in (self.review, self.examples, self.passages, self.counts):
            section.show_rows(())
        self._show_related(())

    def show_facts(self, facts: TagFacts, related: tuple[Tag, ...]) -> None:
        """Shows the lists of the tag at hand; facts of another tag come too late and are left."""
        if self.tag is None or facts.tag.id != self.tag.id:
            return
        self._facts = facts
        with keyboard_kept(self):
            self.versions.show_versions(facts.definitions)
            self._show_review()
            self._show_related(related)
            self.examples.show_rows([self._card(passage) for passage in facts.examples])
        self._turns.anew([partial(self._show_passages, facts), partial(self._show_counts, facts)])

    def _show_passages(self, facts: TagFacts) -> None:
        self.passages.heading.setText(_heading(facts))
        cards: list[QWidget] = [self._card(passage) for passage in facts.passages]
        if facts.tag.passages_below > len(cards) + len(facts.examples):
            cards.append(self._link(f"Show all {facts.tag.passages_below:,}", facts.tag.path))
        with keyboard_kept(self):
            self.passages.show_rows(cards)

    def _show_counts(self, facts: TagFacts) -> None:
        with keyboard_kept(self):
            self.counts.show_rows(self._count_rows(facts))
        in_tab_order(laid_out(self._columns))

    def _card(self, passage: Passage) -> Card:
        assert self._facts is not None
        tag, article = self._facts.tag, self._facts.articles.get(passage.article)
        use = next((use for use in passage.tags if use.tag == tag.id), None)
        ways: list[Way] = []
        if use is not None and self._writable:
            words = "No longer an example" if use.example else "Use as an example"
            ways = [("tag-example", words, lambda at: self.exemplified.emit(at.uid, not use.example))]
        card = Card(passage, article, tag.colour, self._theme, self, ways)
        card.open_asked.connect(self._open)
        return card

    def _link(self, words: str, path: str) -> QPushButton:
        link = self._way("tag-all-passages", words, lambda: self.passages_requested.emit(path))
        link.setProperty("look", "link")
        link.setToolTip("Shows them in the Passages view")
        return link

    def _open(self, passage: Passage) -> None:
        self.open_requested.emit(passage.article, passage.anchor.start, passage.anchor.end)

    def _count_rows(self, facts: TagFacts) -> list[QWidget]:
        rows: list[QWidget] = []
        for article_id, count in facts.counts:
            article = facts.articles.get(article_id)
            if article is None:
                continue
            row = QWidget(self)
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            title = QPushButton(_shortened(one_line(article.title)).replace("&", "&&"), row)
            title.setProperty("look", "link")
            title.setObjectName("tag-article")
            title.setAccessibleName(f"{article.title}, {counted(count, 'passage')}")
            title.setToolTip(f"Open “{one_line(article.title)}”")
            title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            title.clicked.connect(lambda _checked=False, number=article_id: self.article_requested.emit(number))
            line.addWidget(title)
            line.addStretch(1)
            line.addWidget(label(f"{count:,}", "small", row))
            rows.append(row)
        if facts.in_articles > len(rows):
            rows.append(label(f"and {counted(facts.in_articles - len(rows), 'more article')}", "small", self._body))
        return rows

    # Review

    def start_review(self) -> None:
        """Opens the list of older uses."""
        self._reviewing = True
        self._show_review()
        in_tab_order(laid_out(self._columns))
        first = self.review.findChild(QPushButton, "review-keep")
        if isinstance(first, QPushButton):
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_review(self) -> None:
        facts = self._facts
        if facts is None or not facts.older:
            self.review.show_rows(())
            return
        self.review.heading.setText(f"{counted(len(facts.older), 'older use')} to review")
        words = label(
            f"{'These passages were' if len(facts.older) > 1 else 'This passage was'} tagged under an earlier definition.",
            "muted",
            self,
            wraps=True,
        )
        uids = [passage.uid for passage in facts.older]
        if not self._reviewing:
            self.review.show_rows(
                [words, self._way("tag-review-open", f"Review {'them' if len(uids) > 1 else 'it'}", self.start_review)]
            )
            return
        ways = [
            ("review-keep", "Keep", lambda passage: self.kept.emit([passage.uid])),
            ("review-untag", "Untag", lambda passage: self.untagged.emit([passage.uid])),
        ]
        cards: list[QWidget] = []
        for passage in facts.older[:_REVIEWED]:
            card = Card(passage, facts.articles.get(passage.article), facts.tag.colour, self._theme, self, ways)
            card.open_asked.connect(self._open)
            cards.append(card)
        every = self._way("tag-review-all", f"Keep all {len(uids):,}", lambda: self.kept.emit(uids))
        self.review.show_rows([words, *cards, every])

    def _way(self, name: str, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self._body)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: act())
        return button

    # Relations

    def _show_related(self, tags: tuple[Tag, ...]) -> None:
        self.related.removeWidget(self.relate)
        self.related.clear()
        for tag in tags:
            chip = RelatedTag(tag.path, self._body)
            chip.clicked.connect(lambda _checked=False, number=tag.id: self.tag_asked.emit(number))
            chip.parted.connect(self.unrelate_asked)
            self.related.addWidget(chip)
            chip.show()
        self.related.addWidget(self.relate)

    def save(self) -> None:
        """Tells of words that were typed and not saved yet."""
        for words in self.words.values():
            words.save()


_REVIEWED = 50  # cards at once; the next follow when these are done
_TITLE_CHARS = 72


def _figures(tag: Tag) -> str:
    if not tag.passages_below:
        told = ["No passage carries it yet"]
    else:
        told = [f"{counted(tag.passages_below, 'passage')} in {counted(tag.articles, 'article')}"]
        if tag.passages != tag.passages_below:
            told.append(f"{tag.passages:,} with this very tag")
    if tag.used:
        told.append(f"{counted(tag.used, 'article')} tagged as a whole")
    return " · ".join(told)


def _heading(facts: TagFacts) -> str:
    others = facts.tag.passages_below - len(facts.examples)
    name = "Other passages" if facts.examples else "Passages"
    return name if others <= len(facts.passages) else f"{name}: the first {len(facts.passages)} of {others:,}"


def _shortened(title: str) -> str:
    return title if len(title) <= _TITLE_CHARS else title[: _TITLE_CHARS - 1].rstrip() + "…"
