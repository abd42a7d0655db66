"""Named choices: pick one, save what is chosen under a name, rename or remove it. Every act can be undone."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from archive.model.change import Change
from archive.model.excerpt import Choice, Scope
from archive.operations import presets
from desktop.context import Context
from desktop.views.library.choosers import ask_name
from desktop.widgets.basics import label

from .options import LABEL_PX, Field

_NONE = "As chosen below"


class PresetBar(QWidget):
    """`picked(choice, format)` when one is to be used, `save_asked(name)` when what is chosen is to be kept."""

    picked = Signal(object, str)
    save_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export_presets")
        self._context = context
        self._known: dict[str, Choice] = {}
        self._formats: dict[str, str] = {}
        self.field = Field("export_preset", "Preset", [("", _NONE)], self)
        self.more = QToolButton(self)
        self.more.setObjectName("export_preset_more")
        self.more.setAccessibleName("Presets")
        self.more.setToolTip("Save, rename or remove a preset")
        self.more.setIcon(context.theme.icon("dots-three"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        menu.setObjectName("export_preset_menu")
        menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 10, 0)
        row.setSpacing(4)
        name = label("Preset", "small", self)
        name.setMinimumWidth(LABEL_PX)
        name.setBuddy(self.field)
        row.addWidget(name)
        row.addSpacing(2)
        row.addWidget(self.field, 1)
        row.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field.picked.connect(self._pick)
        self.refresh()

    def refresh(self, chosen: str | None = None) -> None:
        """Reads them again; `chosen` is shown as the one in use."""
        archive, wanted = self._context.archive, self.field.currentData() if chosen is None else chosen

        def done(found: tuple[dict[str, Choice], dict[str, str]]) -> None:
            self._known, self._formats = found
            self.field.offer([("", _NONE), *((name, name) for name in self._known)])
            self.field.choose(wanted if wanted in self._known else "")

        self._context.jobs.latest(
            ("presets", id(self)), lambda _: (presets.presets(archive), presets.formats(archive)), done=done, owner=self
        )

    @property
    def name(self) -> str:
        """The preset in use; "" for none."""
        return str(self.field.currentData() or "")

    def _pick(self) -> None:
        if self.name in self._known:
            self.picked.emit(self._known[self.name], self._formats.get(self.name, ""))

    def save(self, name: str, choice: Choice, format: str) -> None:
        """Keeps a choice under a name; the scope is not part of it."""
        archive, kept = self._context.archive, replace(choice, scope=Scope(), override=False)
        self._run(lambda: presets.save(archive, name, kept, format), name)

    def _run(self, work: Callable[[], Change], chosen: str) -> None:
        self._context.run_change(work, toast=True, then=lambda: self.refresh(chosen))

    def _fill_menu(self) -> None:
        menu, name, archive = self.more.menu(), self.name, self._context.archive
        menu.clear()
        writable = not archive.read_only
        menu.addAction("Save as preset…", self._ask_save).setEnabled(writable)
        if name:
            menu.addAction(f"Save over “{name}”".replace("&", "&&"), partial(self.save_asked.emit, name)).setEnabled(
                writable
            )
            menu.addAction("Rename…", self._ask_rename).setEnabled(writable)
            menu.addAction("Remove", lambda: self._run(lambda: presets.remove(archive, name), "")).setEnabled(writable)

    def _ask_save(self) -> None:
        ask_name(self, "Save as preset", "Name of the preset", self.name, self.save_asked.emit)

    def _ask_rename(self) -> None:
        archive, name = self._context.archive, self.name
        ask_name(
            self,
            "Rename preset",
            "Name of the preset",
            name,
            lambda new: self._run(lambda: presets.rename(archive, name, new), new),
        )
