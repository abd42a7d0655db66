"""The page of duplicates: groups of articles that are, or may be, of one origin, those that wait for a person first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from archive.archive import Archive
from archive.base.text import visible
from archive.model.change import Change
from archive.model.duplicate import Group, Relation
from archive.model.ids import ArticleId
from archive.operations import duplicates, joining, origins
from desktop.context import Context
from desktop.views.library.empty import EmptyState, Offer
from desktop.widgets.basics import Choices, Page, hairline, label
from desktop.widgets.cardcolumn import CardColumn, card_page
from desktop.wording import counted

from .cards import GroupCard

MOST_GROUPS = 200
_AT_ONCE, _AHEAD_PX = 6, 500  # cards are made as far as they are looked at
_WIDEST = 900
_SHOWN = (("open", "To decide"), ("decided", "Decided"), ("all", "All"))
_ABOUT = (
    "Articles with much of their text in common. What is proposed counts for nothing until you accept it; articles of one origin"
    " count as one source in figures and findings."
)
_NONE = "No two articles have much of their text in common. When copies, excerpts or updates come in, they are shown here for you to decide."
_ALONE = "No other article has much of its text in common with “{title}”."
_DONE = "Nothing is left to decide."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the page shows: groups, how many there are, how many articles are still to be looked at, and whose they are."""

    groups: Sequence[Group]
    count: int
    pending: int
    title: str = ""


def load(archive: Archive, article: ArticleId | None) -> Loaded:
    """The groups, or the one of an article."""
    with archive.snapshot():
        pending = duplicates.pending(archive)
        if article is None:
            return Loaded(*origins.groups(archive, limit=MOST_GROUPS), pending)
        found = origins.group(archive, article)
        title = archive.store.articles.titles([article]).get(article)
        return Loaded([found] if found is not None else [], int(found is not None), pending, title or "this article")


class DuplicatesPage(Page):
    """`open_requested(article, start, end)` reads an article; `compare_requested(old, new)` holds two side by side."""

    open_requested = Signal(int, int, int)
    compare_requested = Signal(int, int)

    def __init__(self, context: Context, article: ArticleId | None = None, parent: QWidget | None = None) -> None:
        super().__init__("duplicates", "Duplicates", context.theme, parent)
        self._context, self._article = context, article
        self._shown = "all" if article is not None else "open"
        self._loaded = Loaded((), 0, 0)
        self._waiting: list[Group] = []
        self.cards: list[GroupCard] = []
        self.what = Choices("duplicates-what", _SHOWN, self)
        self.told = label("", "muted", self, wraps=True)
        self.told.setObjectName("duplicates-told")
        self._column = CardColumn("duplicates-groups", self)
        self.empty = EmptyState(self)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.what.choose(self._shown)
        about, line = label(_ABOUT, "muted", self, wraps=True), hairline(parent=self)
        self.fill_with(card_page(self, _WIDEST, about, self.what, line, self.told, self._column, self.empty))
        self.empty.hide()
        self.setFocusProxy(self.what)

    def _connect(self) -> None:
        self.what.chosen.connect(self.show_what)
        bar = self._column.verticalScrollBar()
        bar.valueChanged.connect(self._make_ahead)
        bar.rangeChanged.connect(self._make_ahead)
        self._context.history.changed.connect(self._changed)

    # Filling

    def show_what(self, what: str) -> None:
        """Shows what is to be decided, what is decided, or both."""
        self._shown = what
        self.what.choose(what)
        self._fill(self._loaded)

    def refresh(self) -> None:
        """Reads the groups again."""
        archive, article = self._context.archive, self._article
        self._context.jobs.latest(
            ("duplicates", id(self)), lambda _: load(archive, article), done=self._fill, owner=self
        )

    def _changed(self, change: Change) -> None:
        if change.touches("origin") or change.touches("article"):
            self.refresh()

    def _fill(self, loaded: Loaded) -> None:
        self._loaded = loaded
        held = self.focusWidget()
        name = held.objectName() if held is not None and any(card.isAncestorOf(held) for card in self.cards) else ""
        kinds = {"open": (True,), "decided": (False,), "all": (True, False)}[self._shown]
        groups = [each for each in loaded.groups if each.open in kinds]
        top = self._column.verticalScrollBar().value()
        kept = self._keep(groups)
        self._waiting = groups[kept:]
        self._make(max(0, _AT_ONCE - kept))
        self._column.verticalScrollBar().setValue(top)
        self._say(groups)
        open_ones = sum(each.open for each in loaded.groups)
        self.what.name("open", f"To decide  {open_ones:,}" if open_ones else "To decide")
        if name:
            again = next((card.buttons[name] for card in self.cards if name in card.buttons), None)
            (again or self.what).setFocus()

    def _say(self, groups: Sequence[Group]) -> None:
        loaded, parts = self._loaded, list[str]()
        if loaded.pending:
            parts.append(f"{counted(loaded.pending, 'article is', 'articles are')} still to be looked at.")
        nothing = not loaded.groups and not loaded.pending
        if nothing:
            words = _NONE if self._article is None else _ALONE.format(title=visible(loaded.title))
            self.empty.show_state(words, self._offers())
        elif not groups and self._shown == "open" and not loaded.pending:
            parts.append(_DONE)
        elif not groups and self._shown == "decided":
            parts.append("Nothing is decided yet.")
        if loaded.count > len(loaded.groups):
            parts.append(
                f"These are the first {len(loaded.groups):,} of {loaded.count:,} groups: decide about them to see more."
            )
        self.told.setText(" ".join(parts))
        self.told.setVisible(bool(parts))
        self.empty.setVisible(nothing)
        self._column.setVisible(not nothing)

    def show_all(self) -> None:
        """Shows what is to be decided of all articles, where those of one were shown."""
        self._article = None
        self.show_what("open")
        self.what.setFocus()
        self.refresh()

    def _offers(self) -> list[Offer]:
        if self._article is not None:
            return [("duplicates-all", "Show all duplicates", self.show_all)]
        command = "import.files"
        if not self._context.actions.handles(command) or self._context.archive.read_only:
            return []
        return [
            ("duplicates-import", self._context.actions.label(command), partial(self._context.actions.trigger, command))
        ]

    def _keep(self, groups: Sequence[Group]) -> int:
        """Lets the first cards stay as far as they show the same; drops the others."""
        kept = 0
        while kept < min(len(self.cards), len(groups)) and self.cards[kept].group == groups[kept]:
            kept += 1
        for card in self.cards[kept:]:
            self._column.drop(card)
        del self.cards[kept:]
        return kept

    def _make(self, count: int) -> None:
        for group in self._waiting[:count]:
            card = GroupCard(group, self.theme, self, writable=not self._context.archive.read_only)
            card.accept_asked.connect(self.accept)
            card.reject_asked.connect(self.dismiss)
            card.split_asked.connect(self.split)
            card.join_asked.connect(self.ask_join)
            card.compare_asked.connect(lambda each: self.compare_requested.emit(int(each.other), int(each.article)))
            card.open_asked.connect(lambda article: self.open_requested.emit(article, 0, 0))
            self._column.put(len(self.cards), card)
            self.cards.append(card)
        del self._waiting[:count]

    def _make_ahead(self) -> None:
        bar = self._column.verticalScrollBar()
        if self._waiting and bar.value() > bar.maximum() - _AHEAD_PX:
            self._make(_AT_ONCE)

    # Acts

    def _run(self, act: Callable[[], Change]) -> None:
        self._context.run_change(act, toast=True)

    def accept(self, relations: Sequence[Relation]) -> None:
        """Says of these that they are what is proposed."""
        archive, pairs = self._context.archive, [each.pair for each in relations]
        self._run(lambda: origins.accept(archive, pairs))

    def dismiss(self, relation: Relation) -> None:
        """Says that an article is independent of the group that it is proposed for."""
        archive = self._context.archive
        self._run(lambda: origins.dismiss(archive, relation))

    def split(self, article: int) -> None:
        """Takes an article out of its group."""
        archive = self._context.archive
        self._run(lambda: origins.split(archive, ArticleId(article)))

    def ask_join(self, relation: Relation) -> None:
        """Asks before the later article becomes an edition of the earlier one: it goes to the trash."""
        archive = self._context.archive
        self._context.jobs.run(
            lambda _: joining.staying(archive, relation.article),
            done=lambda staying: self._ask(relation, staying),
            owner=self,
        )

    def _ask(self, relation: Relation, staying: tuple[str, ...]) -> None:
        box = QMessageBox(self)
        box.setObjectName("join-question")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Later edition")
        box.setText("Make the later article the next edition of the earlier one?")
        left = f" Its {', '.join(staying)} stay with it there." if staying else ""
        box.setInformativeText(
            "The earlier article gets the later text; its passages follow where their words are surely the same, and wait for you elsewhere."
            f" The passages of the later one are copied, and it goes to the trash.{left} Undo takes all of it back."
        )
        join = box.addButton("Make it an edition", QMessageBox.ButtonRole.AcceptRole)
        join.setObjectName("join-yes")
        keep = box.addButton("Keep both", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(join)
        box.setEscapeButton(keep)
        box.accepted.connect(lambda: self.join(relation))
        box.open()

    def join(self, relation: Relation) -> None:
        """Makes the later article an edition of the earlier one."""
        archive = self._context.archive
        self._run(lambda: joining.join(archive, relation.other, relation.article))
