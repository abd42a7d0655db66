"""The list of rules that persons taught: renamed, switched off, deleted, carried to another archive."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QTableView, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.model.change import Change
from archive.model.taught import TaughtRule
from archive.operations import taught
from desktop.context import Context
from desktop.widgets.basics import Page, label, push_button
from desktop.widgets.keys import FirstRow, is_single
from desktop.widgets.tables import as_rows, in_columns

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS: Final = ("Name", "Site or publisher", "Finds", "Where", "In use")
NAME, SITE, FINDS, WHERE, USE = range(len(_COLUMNS))
_FINDS: Final = {"publisher": "publisher", "title": "title", "byline": "byline", "published": "date"}
_FILTER: Final = "Rules (*.json);;All files (*)"


class RulesModel(QAbstractTableModel):
    """Rows are rules. `edited(rule, column, text)`: a name or a site was typed."""

    edited = Signal(object, int, str)

    def __init__(self, parent: QObject, *, writable: bool) -> None:
        super().__init__(parent)
        self.rules: list[TaughtRule] = []
        self._writable = writable

    def show_rules(self, rules: list[TaughtRule]) -> None:
        self.beginResetModel()
        self.rules = rules
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rules)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _COLUMNS[section] if shown else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        editable = self._writable and index.column() in (NAME, SITE)
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if editable else Qt.ItemFlag.NoItemFlags)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        rule = self.rules[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{rule.name}\n{taught.told(rule.spot)}\nTaught by {rule.author or 'somebody'}, {rule.modified[:10]}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            use = "yes" if rule.enabled else "off"
            return (rule.name, rule.site or "any", _FINDS[rule.field], taught.told(rule.spot), use)[index.column()]
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or value == self.data(index, role):
            return False
        self.edited.emit(self.rules[index.row()], index.column(), str(value))
        return True


class _Table(QTableView):
    """`asked(what)` by single keys."""

    asked = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = {Qt.Key.Key_Space: "use", Qt.Key.Key_Delete: "remove"}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != QTableView.State.EditingState:
            self.edit(self.currentIndex())
        elif asked is not None and not event.modifiers():
            self.asked.emit(asked)
        else:
            super().keyPressEvent(event)


class RulesPage(Page):
    """Reads the rules in the background, and again when one has changed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("rules", "Rules for sites", context.theme, parent)
        self._context = context
        self.model = RulesModel(self, writable=self.writable)
        self.table = _Table(self)
        self.refusal = label("", "warning", self, wraps=True)
        self.empty = label(
            "No rule was taught yet. In the import review, select words in the original and choose what they are of all"
            " articles from their site.",
            "muted",
            self,
            wraps=True,
        )
        self.rename = self._button("rules_rename", "Rename", "rename", "Renames the rule (F2)")
        self.use = self._button("rules_use", "Switch off", "use", "Lets imports apply the rule, or not (Space)")
        self.remove = self._button("rules_remove", "Delete", "remove", "Deletes the chosen rules (Del); can be undone")
        self.take_in = self._button("rules_import", "Import…", "import", "Adds the rules in a file")
        self.export = self._button("rules_export", "Export…", "export", "Writes all rules into a file")
        self._build()
        self.setFocusProxy(self.table)
        self.refresh()

    def _button(self, name: str, said: str, asked: str, tip: str) -> QPushButton:
        made = push_button(said, name, self, spoken=tip.partition(" (")[0], tip=tip)
        made.clicked.connect(lambda: self._asked(asked))
        return made

    def _build(self) -> None:
        self.refusal.hide()
        self.empty.setObjectName("rules_empty")
        self.table.setObjectName("rules_table")
        self.table.setAccessibleName("Rules")
        self.table.setProperty("look", "plain")
        self.table.setModel(self.model)
        as_rows(self.table)
        in_columns(self.table, row_px=36, stretched=WHERE, widths_px={NAME: 250, SITE: 170, FINDS: 90, USE: 70})
        self.table.setEditTriggers(QTableView.EditTrigger.DoubleClicked | QTableView.EditTrigger.EditKeyPressed)
        FirstRow(self.table)
        told = (
            "Where articles of one site say who wrote them, what they are called, when and by whom they were published. Imports"
            " apply these rules to the next article from the site; what you corrected yourself always stays."
        )
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.rename, self.use, self.remove):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.take_in, self.export):
            foot.addWidget(button)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(12)
        for widget in (label(told, "muted", self, wraps=True), self.refusal, self.empty):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        column.addLayout(foot)
        self.fill_with(body)
        self.table.asked.connect(self._asked)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self.model.edited.connect(self._edited)
        self._context.history.changed.connect(self._changed)

    @property
    def writable(self) -> bool:
        return not self._context.archive.read_only

    def refresh(self) -> None:
        """Reads the rules again."""
        archive = self._context.archive
        self._context.jobs.latest(("rules", id(self)), lambda _: taught.rules(archive), done=self._show, owner=self)

    def _show(self, rules: list[TaughtRule]) -> None:
        row, column = max(0, self.table.currentIndex().row()), max(0, self.table.currentIndex().column())
        self.model.show_rules(rules)
        self.empty.setVisible(not rules)
        self.setFocusProxy(self.table if rules else self.take_in)
        if not rules and self.table.hasFocus():
            self.take_in.setFocus()
        for widget in (self.table, self.rename, self.use, self.remove):
            widget.setVisible(bool(rules))
        if rules:
            self.table.setCurrentIndex(self.model.index(min(row, len(rules) - 1), column))
        self._follow()

    def chosen(self) -> list[TaughtRule]:
        """The rules that are chosen."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.rules[row] for row in rows]

    def _follow(self) -> None:
        chosen = self.chosen()
        for button in (self.rename, self.use, self.remove):
            button.setEnabled(self.writable and bool(chosen))
        self.use.setText("Switch on" if chosen and not chosen[0].enabled else "Switch off")
        self.take_in.setEnabled(self.writable)
        self.export.setEnabled(bool(self.model.rules))

    def _changed(self, change: Change) -> None:
        if change.touches("taught") or change.touches("archive"):
            self.refresh()

    # Acts

    def _asked(self, what: str) -> None:
        archive, chosen = self._context.archive, self.chosen()
        if what == "export":
            name, _ = QFileDialog.getSaveFileName(self, "Export rules", str(Path.home() / "rules.json"), _FILTER)
            self.export_to(Path(name)) if name else None
        elif not self.writable:
            return
        elif what == "import":
            name, _ = QFileDialog.getOpenFileName(self, "Import rules", str(Path.home()), _FILTER)
            self.import_from(Path(name)) if name else None
        elif chosen and what == "rename":
            self.table.edit(self.model.index(self.table.currentIndex().row(), NAME))
        elif chosen and what == "use":
            uid, enabled = str(chosen[0].uid), not chosen[0].enabled
            self._run(lambda: taught.change(archive, uid, enabled=enabled))
        elif chosen and what == "remove":
            uids = [str(rule.uid) for rule in chosen]
            self._run(lambda: taught.remove(archive, uids), toast=True)

    def _edited(self, rule: TaughtRule, column: int, text: str) -> None:
        archive, said = self._context.archive, {"name" if column == NAME else "site": text}
        self._run(lambda: taught.change(archive, str(rule.uid), **said))

    def _run(self, work: Any, *, toast: bool = False) -> None:
        self._say("")
        self._context.run_change(work, toast=toast, failed=self._refuse)

    def export_to(self, path: Path) -> None:
        """Writes all rules into a file."""
        rules = list(self.model.rules)

        def work(_: object) -> None:
            try:
                path.write_bytes(taught.exported(rules))
            except OSError as error:
                told = f"{path.name} could not be written ({error.strerror})."
                raise WaystationError(told, "Choose another place.") from error

        self._context.jobs.run(
            work,
            done=lambda _: self._context.alerts.toast(f"Wrote {path.name}."),
            failed=self._refuse,
            owner=self,
            keep=True,
        )

    def import_from(self, path: Path) -> None:
        """Adds the rules in a file."""
        archive = self._context.archive

        def work() -> Change:
            try:
                data = path.read_bytes()
            except OSError as error:
                told = f"{path.name} could not be read ({error.strerror})."
                raise WaystationError(told, "Choose another file.") from error
            return taught.take_in(archive, taught.read(data))

        self._run(work, toast=True)

    def _refuse(self, error: Exception) -> None:
        self._say(f"{error.what} {error.advice}".strip() if isinstance(error, WaystationError) else str(error))

    def _say(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def event(self, event: QEvent) -> bool:
        if is_single(event):
            event.accept()
            return True
        return super().event(event)
