"""What narrows all charts at once: chips that open menus, and one that takes it all away again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from archive.archive import Archive
from archive.model import edtf
from archive.operations import browse, codebook, figures, timeline
from desktop.widgets.chip import Chip, Flow
from desktop.widgets.picking import Option, PickMenu
from desktop.wording import one_line, span

from .days import DaysDialog
from .filter import Filter

_OFFERED = 200  # in a menu; an archive with more articles is narrowed by publisher, tag or a click on a chart
_MOST_ARTICLES = 2_000  # above these a menu of titles is of no use
_NAME_CHARS = 24
# A field of the filter → the words of its chip, and what it says while nothing is chosen.
_MENUS = (
    ("publishers", "Publisher", "All publishers"),
    ("articles", "Article", "All articles"),
    ("tags", "Tag", "Any tag"),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from, as (value, words) of each menu."""

    publishers: tuple[Option, ...] = ()
    articles: tuple[Option, ...] = ()
    tags: tuple[Option, ...] = ()


def read(archive: Archive, wanted: Filter) -> Choices:
    """What the archive offers beside what is chosen; to be called off the interface thread."""
    with archive.snapshot():
        few = browse.count(archive) <= _MOST_ARTICLES
        headings = timeline.articles(archive, None if few else wanted.articles)
        publishers = figures.columns(archive).publishers
        paths = codebook.paths(archive)
    titles = sorted(
        ((int(article), one_line(title) or "Untitled") for article, (title, _, _) in headings.items()),
        key=lambda each: each[1].casefold(),
    )
    return Choices(
        tuple((name, name) for name in sorted(filter(None, publishers), key=str.casefold)),
        tuple(titles),
        tuple((path, path.replace("/", " / ")) for path in paths),
    )


class FilterBar(QWidget):
    """`changed(Filter)` whenever a person narrows or widens."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.filter, self._choices = Filter(), Choices()
        self.setObjectName("statistics_filters")
        self.setAccessibleName("What is shown")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._row = Flow(self, 8, 6)
        self.chips: dict[str, Chip] = {}
        self.menus: dict[str, PickMenu] = {}
        for name, words, _ in _MENUS:
            menu = PickMenu(f"statistics_{name}_menu", self)
            menu.picked.connect(lambda values, name=name: self._ask(replace(self.filter, **{name: values})))
            self.menus[name] = menu
            self.chips[name] = self._chip(f"statistics_{name}", words)
            self.chips[name].clicked.connect(lambda _=False, name=name: self._open(name))
        self.days = self._chip("statistics_days", "Any date")
        self.days.clicked.connect(self._ask_days)
        # Stands where the view puts it: among the chips it would wrap, and move all that is below.
        self.clear_button = QPushButton("Show everything", self)
        self.clear_button.setObjectName("statistics_clear")
        self.clear_button.setProperty("look", "quiet")
        self.clear_button.clicked.connect(lambda: self._ask(Filter()))
        self.show_filter(Filter())

    def _chip(self, name: str, words: str) -> Chip:
        chip = Chip(words, parent=self)
        chip.setObjectName(name)
        self._row.addWidget(chip)
        return chip

    # Showing

    def show_filter(self, filter: Filter) -> None:
        """Shows what is in force."""
        self.filter = filter
        self.clear_button.setVisible(filter.narrowed)
        for name, words, anything in _MENUS:
            self._dress(name, words, anything)
        told = filter.since is not None or filter.until is not None
        days = _days(filter.since, filter.until)
        self.days.setText(f"{days} ▾")
        self.days.setAccessibleName(f"Days: {days}" if told else days)
        self.days.setChecked(told)

    def show_choices(self, choices: Choices) -> None:
        """Takes what there is to choose from."""
        self._choices = choices
        self.show_filter(self.filter)

    def _dress(self, name: str, words: str, anything: str) -> None:
        chip, chosen = self.chips[name], getattr(self.filter, name)
        names = [said for value, said in getattr(self._choices, name) if value in chosen] or [
            str(each) for each in chosen
        ]
        shown = anything
        if chosen:
            more = f" +{len(names) - 1}" if len(names) > 1 else ""
            shown = f"{words}: {names[0][:_NAME_CHARS]}{more}"
        chip.setText(f"{shown} ▾".replace("&", "&&"))
        chip.setAccessibleName(f"{words}: {', '.join(names)}" if chosen else anything)
        chip.setChecked(bool(chosen))
        chip.setEnabled(bool(chosen) or bool(getattr(self._choices, name)))

    # Asking

    def _ask(self, filter: Filter) -> None:
        self.changed.emit(filter)  # reading begins while the chips are laid out
        self.show_filter(filter)

    def _open(self, name: str) -> None:
        self.show_filter(self.filter)  # a click has switched the chip itself
        chip, menu = self.chips[name], self.menus[name]
        self._fill(menu, getattr(self._choices, name), getattr(self.filter, name))
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    @staticmethod
    def _fill(menu: PickMenu, options: Sequence[Option], chosen: Sequence[Any]) -> None:
        first = [each for each in options if each[0] in chosen]
        rest = [each for each in options if each[0] not in chosen]
        menu.show_options([*first, *rest][:_OFFERED], chosen)

    def _ask_days(self) -> None:
        self.show_filter(self.filter)
        self.dialog().open()

    def dialog(self) -> DaysDialog:
        """The question for the days."""

        def take(since: date | None, until: date | None) -> None:
            self._ask(replace(self.filter, since=since, until=until))

        return DaysDialog(self.filter.since, self.filter.until, take, self)


def _days(since: date | None, until: date | None) -> str:
    if since is not None and until is not None:
        return span(since.isoformat(), until.isoformat())
    if since is not None:
        return f"From {edtf.display(since.isoformat())}"
    return f"To {edtf.display(until.isoformat())}" if until is not None else "Any date"
