"""About: version, the promise to use no network, and the licence of everything that comes with the program."""

from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from re import match

from PySide6.QtWidgets import QGridLayout, QWidget

from archive import __version__
from desktop.theme import Theme
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


@dataclass(frozen=True, slots=True)
class Licence:
    """A package that the program stands on."""

    name: str
    version: str
    terms: str


def licences() -> list[Licence]:
    """The program's direct dependencies with version and licence, from the packages' own metadata, by name."""
    try:
        wanted = requires("waystation") or []
    except PackageNotFoundError:
        return []
    found = []
    for line in wanted:
        name = match(r"[\w.-]+", line)
        try:
            package = distribution(name[0] if name else line)
        except PackageNotFoundError:
            continue
        found.append(Licence(package.metadata["Name"], package.version, _terms(package)))
    return sorted(set(found), key=lambda licence: licence.name.casefold())


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
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        rows = [*CARRIED, *((each.name, each.version, each.terms) for each in licences())]
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                grid.addWidget(label(text, "small" if column else "", self, wraps=column == 2), row, column)
        self.content.addLayout(grid)
        self.content.addStretch(1)
