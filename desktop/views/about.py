"""About: version, the promise to use no network, and the licence of everything that comes with the program."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from re import match

from PySide6.QtWidgets import QGridLayout, QWidget

from archive import __version__
from desktop.theme import Theme
from desktop.turns import Turns
from desktop.widgets.basics import Page, hairline, label

PROMISE = (
    "Waystation never uses a network. It asks nothing of any server, loads nothing that a saved page links to, and tells "
    "nobody what you read. Your articles are in one file that is yours."
)
# What comes inside packages and has a licence of its own (NOTICE.md says the same).
CARRIED = (
    ("Phosphor icons", "carried by QtAwesome", "MIT"),
    ("Source Sans Pro", "carried by font-source-sans-pro", "SIL Open Font License 1.1"),
    ("Source Serif Pro", "carried by font-source-serif-pro", "SIL Open Font License 1.1"),
)

_AT_ONCE = 10  # rows


@dataclass(frozen=True, slots=True)
class Licence:
    """A package that the program stands on."""

    name: str
    version: str
    terms: str


def wanted() -> list[str]:
    """What the program's own metadata says that it depends on, a line each."""
    try:
        return requires("waystation") or []
    except PackageNotFoundError:
        return []


def licence(wanted: str) -> Licence | None:
    """A dependency with version and licence, from the package's own metadata; None where it is not installed."""
    name = match(r"[\w.-]+", wanted)
    try:
        package = distribution(name[0] if name else wanted)
    except PackageNotFoundError:
        return None
    return Licence(package.metadata["Name"], package.version, _terms(package))


def _terms(package: Distribution) -> str:
    held = package.metadata
    if "License-Expression" in held:
        return str(held["License-Expression"])
    for line in held.get_all("Classifier") or []:
        if line.startswith("License :: ") and line.count(" :: ") > 1:
            return str(line.rsplit(" :: ", 1)[1])
    first = str(held["License"]).strip().split("\n", 1)[0] if "License" in held else ""
    return first[:60] if first else "see the package"


class About(Page):
    """Version, promise and licences."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("about", "About Waystation", theme, parent)
        self.content.addWidget(label(f"Version {__version__}, under the MIT licence", "muted", self))
        self.content.addWidget(label(PROMISE, parent=self, wraps=True))
        self.content.addWidget(hairline(parent=self))
        self.content.addWidget(label("It stands on the work of others", "section", self))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self.content.addLayout(self._grid)
        self.content.addStretch(1)
        self._found: set[Licence] = set()
        # Reading what forty packages say of themselves takes a tenth of a second: one a turn.
        self._turns = Turns(self)
        self._turns.more([*(partial(self._read, each) for each in wanted()), self._list])

    def _read(self, wanted: str) -> None:
        found = licence(wanted)
        if found is not None:
            self._found.add(found)

    def _list(self) -> None:
        named = sorted(self._found, key=lambda each: each.name.casefold())
        rows = [*CARRIED, *((each.name, each.version, each.terms) for each in named)]
        self._turns.more(
            partial(self._add, first, rows[first : first + _AT_ONCE]) for first in range(0, len(rows), _AT_ONCE)
        )

    def _add(self, first: int, rows: Sequence[tuple[str, str, str]]) -> None:
        for row, cells in enumerate(rows, first):
            for column, text in enumerate(cells):
                self._grid.addWidget(label(text, "small" if column else "", self, wraps=column == 2), row, column)
