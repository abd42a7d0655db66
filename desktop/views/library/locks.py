"""Which articles may not leave unasked: a small lock in the list, a word for a screen reader; and setting it for several at once."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.operations import choosing, curate
from desktop.context import Context
from desktop.views.entering import EntryDialog
from desktop.views.reader.rights import SENSITIVITIES
from desktop.widgets.basics import label
from desktop.widgets.dropdown import Dropdown
from desktop.wording import counted

from .acts import RowActs
from .pane import ListPane

_AS_IT_IS = "As it is"


class Locks(QObject):
    """Keeps the list's locks in step with the archive, and answers the command “Rights…”."""

    def __init__(self, context: Context, pane: ListPane, acts: RowActs, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._pane, self._acts, self._over = context, pane, acts, parent
        pane.lister.settled.connect(self.refresh)
        context.history.changed.connect(self._changed)
        context.actions.on("article.rights", self.ask, owner=self, enabled=self._can)

    def _can(self) -> bool:
        return not self._context.archive.read_only and self._acts.count > 0

    def _changed(self, change: Change) -> None:
        if change.touches("article") or change.touches("archive"):
            self.refresh()

    def refresh(self) -> None:
        """Reads again which articles have one."""
        archive = self._context.archive
        self._context.jobs.latest(
            ("locks", id(self)), lambda _: choosing.restricted(archive), done=self._show, owner=self
        )

    def _show(self, restricted: Mapping[ArticleId, str]) -> None:
        if restricted != self._pane.lister.model.restricted:
            self._pane.lister.model.restricted = restricted
            self._pane.table.viewport().update()

    def ask(self) -> None:
        """Opens the dialog for the chosen articles."""
        archive, ids, count = self._context.archive, self._acts.ids, self._acts.count
        dialog = RightsDialog(count, self._over)

        def save(said: dict[str, str | None]) -> None:
            dialog.carry_out(self._context, lambda: curate.set_rights(archive, ids(), **said), toast=True)

        dialog.entered.connect(save)
        dialog.opened()


class RightsDialog(EntryDialog):
    """Sets rights of several articles; a field that is left alone leaves theirs as they are."""

    def __init__(self, count: int, parent: QWidget) -> None:
        super().__init__("rights_dialog", parent)
        self.setWindowTitle(f"Rights of {counted(count, 'article')}")
        self.setMinimumWidth(420)
        self.sensitivity, self.rights, self.embargo = Dropdown(self), QLineEdit(self), QLineEdit(self)
        self.sensitivity.addItem(_AS_IT_IS, "")
        for value, said in SENSITIVITIES:
            self.sensitivity.addItem(said, str(value))
        self.rights.setPlaceholderText(_AS_IT_IS)
        self.embargo.setPlaceholderText(f"{_AS_IT_IS}; a day like 2027-03-01; or none")
        form = QFormLayout()
        form.setSpacing(6)
        for name, words, field in (
            ("sensitivity", "Sensitivity", self.sensitivity),
            ("rights", "Rights", self.rights),
            ("embargo", "Embargo", self.embargo),
        ):
            field.setObjectName(f"rights_{name}")
            field.setAccessibleName(words)
            form.addRow(words, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        told = "What is not open, or under embargo, stays behind when passages or articles are exported, unless you take it along."
        column.addWidget(label(told, "muted", self, wraps=True))
        column.addLayout(form)
        column.addWidget(self.refusal)
        column.addWidget(self.buttons)

    @property
    def entry(self) -> dict[str, str | None]:
        """What is to be set; nothing of what was left alone."""
        said: dict[str, str | None] = {}
        if self.sensitivity.currentData():
            said["sensitivity"] = self.sensitivity.currentData()
        for name, field in (("rights", self.rights), ("embargo", self.embargo)):
            if text := field.text().strip():
                said[name] = None if text.casefold() == "none" else text
        return said
