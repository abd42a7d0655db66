"""What narrows the timeline: chips that open menus, a field for words, and one chip that takes it all away again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from archive.model.edtf import Precision
from archive.model.event import Basis, EventFilter, Status, TimexType
from archive.model.ids import ArticleId
from desktop.theme import Theme
from desktop.views.events.words import BASES, PRECISIONS, STATUSES, TYPES, lane_name
from desktop.widgets.basics import clearable
from desktop.widgets.chip import Chip, Flow
from desktop.widgets.picking import Option, PickMenu
from desktop.wording import one_line, span

from .arranging import NO_PUBLISHER, Loaded
from .wanted import LANES, STANDING, Wanted

_TYPING_MS = 120
_OFFERED = 40  # publishers, tags and articles in a menu; more are found by searching the library
_FIELD_PX = 180
# A field of the filter → the words of its chip.
_MENUS = (
    ("tags", "Tag"),
    ("publishers", "Publisher"),
    ("articles", "Article"),
    ("statuses", "Status"),
    ("precisions", "Precision"),
    ("bases", "How known"),
    ("types", "Kind"),
)


class FilterBar(QWidget):
    """`changed(Wanted)` whenever a person narrows or widens."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wanted = Wanted()
        self._loaded: Loaded | None = None
        self.setObjectName("timeline_filters")
        self.setAccessibleName("What is shown")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._row = Flow(self, 8, 6)
        self.told = self._switch("timeline_told", "Told", lambda on: replace(self._wanted, told=on))
        self.published = self._switch("timeline_published", "Published", lambda on: replace(self._wanted, published=on))
        self.lanes_menu = QMenu(self)
        self.lanes_menu.setObjectName("timeline_lanes_menu")
        self.lanes = self._chip("timeline_lanes", "Lanes", self.lanes_menu)
        self.field = QLineEdit(self)
        self.field.setObjectName("timeline_search")
        self.field.setAccessibleName("Search sentences and labels")
        self.field.setPlaceholderText("Words in the sentence")
        clearable(self.field, theme)
        self.field.setFixedWidth(_FIELD_PX)
        self.field.setProperty("look", "chip")
        self._row.addWidget(self.field)
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._search)
        self.field.textChanged.connect(lambda: self._typing.start())
        self._menus: dict[str, tuple[Chip, PickMenu]] = {}
        for name, words in _MENUS:
            menu = PickMenu(f"timeline_{name}_menu", self)
            menu.picked.connect(lambda values, name=name: self._pick(name, values))
            self._menus[name] = (self._chip(f"timeline_{name}", words, menu), menu)
        self.days = self._switch("timeline_days", "Days", lambda _: replace(self._wanted, filter=self._any_day()))
        self.undated = self._switch("timeline_undated", "Undated", lambda on: replace(self._wanted, undated=on))
        self.disagreeing = self._switch(
            "timeline_disagreeing", "Disagreements", lambda on: replace(self._wanted, disagreeing=on)
        )
        self.clear_button = QPushButton("Show everything", self)
        self.clear_button.setObjectName("timeline_clear")
        self.clear_button.setProperty("look", "quiet")
        self.clear_button.clicked.connect(lambda: self._ask(self._wanted.everything()))
        self._row.addWidget(self.clear_button)

    # Building

    def _switch(self, name: str, words: str, wanted: Callable[[bool], Wanted]) -> Chip:
        chip = Chip(words, parent=self)
        chip.setObjectName(name)
        chip.clicked.connect(lambda on: self._ask(wanted(on)))
        self._row.addWidget(chip)
        return chip

    def _chip(self, name: str, words: str, menu: QMenu) -> Chip:
        chip = Chip(words, parent=self)
        chip.setObjectName(name)
        chip.setCheckable(True)
        chip.clicked.connect(lambda: self._open(chip, menu))
        self._row.addWidget(chip)
        return chip

    def _open(self, chip: Chip, menu: QMenu) -> None:
        self._dress()
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    # Asking

    def _ask(self, wanted: Wanted) -> None:
        self._show_text(wanted.filter.text)
        self._wanted = wanted
        self._dress()
        self.changed.emit(wanted)

    def _show_text(self, text: str) -> None:
        # A blank at the end is the beginning of the next word.
        if text != self.field.text().strip():
            self.field.blockSignals(True)
            self.field.setText(text)
            self.field.blockSignals(False)

    def _search(self) -> None:
        text = self.field.text().strip()
        if text != self._wanted.filter.text:
            self._ask(replace(self._wanted, filter=replace(self._wanted.filter, text=text)))

    def _pick(self, name: str, values: tuple[Any, ...]) -> None:
        if name == "statuses" and not values:
            values = STANDING
        narrowed: EventFilter = replace(self._wanted.filter, **{name: values})  # type: ignore[arg-type]
        self._ask(replace(self._wanted, filter=narrowed))

    def _any_day(self) -> EventFilter:
        return replace(self._wanted.filter, since=None, until=None)

    def _pick_lanes(self, value: str) -> None:
        self._ask(replace(self._wanted, lanes=value))

    # Showing

    def show_wanted(self, wanted: Wanted, loaded: Loaded | None) -> None:
        """Shows what is in force, with the values that there are."""
        self._wanted, self._loaded = wanted, loaded
        if not self._typing.isActive():
            self._show_text(wanted.filter.text)
        self._dress()

    def show_counts(self, undated: int, disagreements: int) -> None:
        self.undated.setText(f"Undated {undated:,}")
        self.undated.setVisible(undated > 0 or self._wanted.undated)
        self.disagreeing.setText(f"Disagreements {disagreements:,}")
        self.disagreeing.setVisible(disagreements > 0 or self._wanted.disagreeing)

    def _dress(self) -> None:
        wanted = self._wanted
        self.told.setChecked(wanted.told)
        self.published.setChecked(wanted.published)
        self.undated.setChecked(wanted.undated)
        self.disagreeing.setChecked(wanted.disagreeing)
        self.clear_button.setVisible(wanted.narrowed)
        self._dress_lanes()
        self._dress_days()
        for name, (chip, menu) in self._menus.items():
            chosen = getattr(wanted.filter, name)
            options = self._options(name, chosen)
            if not menu.isVisible():
                menu.show_options(options, chosen)
            usual = name == "statuses" and chosen == STANDING
            names = [words for value, words in options if value in chosen]
            title = {"statuses": "Status", "bases": "How known", "types": "Kind"}.get(
                name, name.rstrip("s").capitalize()
            )
            on = bool(chosen) and not usual
            shown = (
                f"{title}: {names[0][:24]}{f' +{len(names) - 1}' if len(names) > 1 else ''}" if on and names else title
            )
            chip.setText(f"{shown} ▾".replace("&", "&&"))
            chip.setAccessibleName(f"{title}: {', '.join(names)}" if on else title)
            chip.setChecked(on)
            chip.setVisible(bool(options) or on)

    def _dress_days(self) -> None:
        since, until = self._wanted.filter.since, self._wanted.filter.until
        self.days.setVisible(since is not None or until is not None)
        self.days.setChecked(True)
        words = span((since or date.min).isoformat(), (until or date.max).isoformat())
        self.days.setText(f"{words}  ×")
        self.days.setAccessibleName(f"{words}: take away")

    def _dress_lanes(self) -> None:
        words = dict(LANES)[self._wanted.lanes]
        self.lanes.setText(f"Lanes: {words.removeprefix('By ').lower()} ▾")
        self.lanes.setAccessibleName(f"Lanes: {words}")
        self.lanes.setChecked(False)
        menu = self.lanes_menu
        if not menu.isVisible():
            menu.clear()
            for value, name in LANES:
                action = menu.addAction(name)
                action.setCheckable(True)
                action.setChecked(value == self._wanted.lanes)
                action.triggered.connect(lambda _=False, value=value: self._pick_lanes(value))

    def _options(self, name: str, chosen: Sequence[Any]) -> list[Option]:
        if name == "statuses":
            return [(status, STATUSES[status]) for status in Status]
        if name == "precisions":
            return [(precision, PRECISIONS[precision]) for precision in Precision if precision is not Precision.NONE]
        if name == "bases":
            return [(basis, BASES[basis]) for basis in Basis]
        if name == "types":
            return [(kind, TYPES[kind]) for kind in TimexType]
        loaded = self._loaded
        if loaded is None:
            return []
        if name == "publishers":
            return [(each, each or NO_PUBLISHER) for each in loaded.columns.publishers if each][:_OFFERED]
        if name == "tags":
            paths = sorted(set(loaded.tags) | set(chosen))
            return [(path, path.replace("/", " / ")) for path in paths][:_OFFERED]
        if len(loaded.headings) > _OFFERED:
            return [(each, lane_name(loaded.headings.get(ArticleId(each)))) for each in chosen]
        titles = [(int(article), one_line(heading[0]) or "Untitled") for article, heading in loaded.headings.items()]
        return sorted(titles, key=lambda each: each[1].casefold())

    def focus_search(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
