"""The page of the lexicon: words that count the same, units and places; one's own are added, changed and removed here."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from archive.model.change import Change
from archive.model.lexicon import Entry, EntryKind
from archive.operations import lexicon, wordlists
from desktop.context import Context
from desktop.widgets.basics import Choices, Page, clearable, label, push_button
from desktop.widgets.keys import LeadsTo, is_single

from . import words
from .editor import LexiconEditor
from .rows import LexiconList

_Told = tuple[Sequence[Entry], Sequence[Entry]]


class LexiconPage(Page):
    """Reads the entries in the background, and again when one has changed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("lexicon", "Lexicon", context.theme, parent, width=960)
        self._context = context
        self._kind = EntryKind.WORDS
        self._told: _Told = ((), ())
        self._chosen: str | None = None
        names = [(str(kind), telling.kinds) for kind, telling in words.TELLINGS.items()]
        self.kinds = Choices("lexicon_kind", names, self)
        self.kinds.choose(str(self._kind))
        self.filter = QLineEdit(self)
        self.list = LexiconList(context.theme, self)
        self.add = self._button("lexicon_add", "Add…", "add", "Adds an entry (N)")
        self.change = self._button("lexicon_change", "Change…", "change", "Changes the chosen entry (Enter)")
        self.remove = self._button(
            "lexicon_remove", "Remove", "remove", "Removes the chosen entry (Del); can be undone"
        )
        self._build()
        self._connect()
        self.setFocusProxy(self.list)
        self.refresh()

    def _button(self, name: str, said: str, asked: str, tip: str) -> QPushButton:
        made = push_button(said, name, self, spoken=tip.partition(" (")[0], tip=tip)
        made.clicked.connect(lambda: self._asked(asked))
        return made

    def _build(self) -> None:
        self.filter.setObjectName("lexicon_filter")
        self.filter.setAccessibleName("Filter the lexicon")
        self.filter.setPlaceholderText("Find a word")
        self.filter.setProperty("look", "search")
        clearable(self.filter, self.theme)
        self.filter.setMaximumWidth(260)
        self.filter.addAction(self.theme.icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        told = (
            "The words by which figures are read and grouped. What you add belongs to this archive, goes before what comes with"
            " Waystation, and lets the figures that it is about be grouped anew; what you confirmed, corrected, moved or named stays."
        )
        self.content.addWidget(label(told, "muted", self, wraps=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.kinds)
        row.addStretch(1)
        row.addWidget(self.filter, 1)
        self.content.addLayout(row)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.content.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.add, self.change, self.remove):
            foot.addWidget(button)
        foot.addStretch(1)
        self.content.addLayout(foot)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self.show_kind)
        self.filter.textChanged.connect(lambda _text: self._show())
        LeadsTo(self.filter, self.list)
        self.list.asked.connect(self._asked)
        self.list.menu_asked.connect(self._menu)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self._context.history.changed.connect(self._changed)

    # What is shown

    @property
    def writable(self) -> bool:
        return not self._context.archive.read_only

    def refresh(self) -> None:
        """Reads the entries again."""
        archive = self._context.archive

        def work(_: object) -> _Told:
            return lexicon.entries(archive), wordlists.shipped()

        def done(told: _Told) -> None:
            self._told = told
            self._show()

        self._context.jobs.latest(("lexicon", id(self)), work, done=done, owner=self)

    def show_kind(self, kind: str) -> None:
        """Shows entries of another kind."""
        self._kind = EntryKind(kind)
        self.kinds.choose(kind)
        self._show()
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        own, shipped = ([each for each in told if each.kind is self._kind] for told in self._told)
        chosen = self._chosen
        self.list.rows.show_entries(own, shipped, self.filter.text().strip())
        self.list.setCurrentIndex(self.list.rows.index(self.list.rows.row_of(chosen), 0))
        self._follow()

    def _follow(self) -> None:
        current = self.list.current
        self._chosen = current.uid if current is not None else self._chosen
        self.add.setEnabled(self.writable)
        self.change.setEnabled(self.writable and current is not None)
        self.change.setText("Add to it…" if current is not None and current.ships else "Change…")
        self.remove.setEnabled(self.writable and current is not None and not current.ships)

    def _changed(self, change: Change) -> None:
        if change.touches("lexicon") or change.touches("archive"):
            self.refresh()

    # Acts

    def _asked(self, what: str) -> None:
        current = self.list.current
        if not self.writable:
            return
        if what == "add":
            self.edit(Entry(self._kind, ""))
        elif current is not None and what == "change":
            # What ships cannot be changed: one's own words begin with its name.
            self.edit(replace(current, words=(), within="") if current.ships else current)
        elif current is not None and what == "remove" and current.uid is not None:
            archive, uid = self._context.archive, current.uid
            self._context.run_change(lambda: lexicon.remove(archive, [uid]), toast=True)

    def edit(self, entry: Entry) -> LexiconEditor:
        """Opens the editor over the page."""
        editor = LexiconEditor(self._context, entry, self)
        editor.open()
        return editor

    def _menu(self, point: QPoint) -> None:
        self.menu().popup(point)

    def menu(self) -> QMenu:
        """What can be done with the chosen entry."""
        made = QMenu(self)
        made.setObjectName("lexicon_menu")
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, key, what in (
            (self.add, "N", "add"),
            (self.change, "Return", "change"),
            (self.remove, "Del", "remove"),
        ):
            action = made.addAction(f"{button.text()}\t{key}")
            action.setEnabled(button.isEnabled())
            action.triggered.connect(lambda _=False, what=what: self._asked(what))
        return made

    # Qt

    def event(self, event: QEvent) -> bool:
        # Single keys are the page's own, not commands of the window.
        if is_single(event):
            event.accept()
            return True
        return super().event(event)
