"""The redaction list as a table: what is found, and what stands there instead; both are edited in place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from archive.model.excerpt import Redaction
from desktop.theme import Theme
from desktop.widgets.dropdown import Dropdown
from desktop.widgets.keys import FirstRow
from desktop.widgets.tables import as_rows, in_columns

_Index = QModelIndex | QPersistentModelIndex
KINDS = (("name", "Name"), ("place", "Place"), ("pattern", "Pattern"))
_COLUMNS = (("kind", "Kind"), ("find", "Finds"), ("replacement", "Becomes"))
_KIND, _FIND, _REPLACEMENT = range(3)
_ROW_PX = 34


class RulesModel(QAbstractTableModel):
    """`edited(Redaction)` when a cell was changed; the model shows it once the archive has it."""

    edited = Signal(object)

    def __init__(self, parent: QObject, *, writable: bool) -> None:
        super().__init__(parent)
        self.rules: list[Redaction] = []
        self._writable = writable

    def show_rules(self, rules: Sequence[Redaction]) -> None:
        self.beginResetModel()
        self.rules = list(rules)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rules)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[section][1]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsEditable if self._writable else usual

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        rule = self.rules[index.row()]
        value = getattr(rule, _COLUMNS[index.column()][0])
        if role == Qt.ItemDataRole.EditRole:
            return value
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return dict(KINDS).get(value, value) if index.column() == _KIND else value
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_COLUMNS[index.column()][1]}: {value}"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        rule, name = self.rules[index.row()], _COLUMNS[index.column()][0]
        if role != Qt.ItemDataRole.EditRole or value == getattr(rule, name):
            return False
        fields: dict[str, Any] = {name: value}
        self.edited.emit(replace(rule, **fields))
        return True


class _Cells(QStyledItemDelegate):
    """Kinds are chosen from a list, the rest is typed."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        if index.column() != _KIND:
            return super().createEditor(parent, option, index)
        editor = Dropdown(parent)
        for value, said in KINDS:
            editor.addItem(said, value)
        editor.activated.connect(lambda _: self.commitData.emit(editor))
        editor.activated.connect(lambda _: self.closeEditor.emit(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, Dropdown):
            editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, Dropdown):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)


class RulesTable(QTableView):
    """`removed` when Del is pressed on chosen rows; F2, Return or a double click edits."""

    removed = Signal()

    def __init__(self, model: RulesModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("redaction_rules")
        self.setAccessibleName("Rules of the redaction list")
        self.setProperty("look", "plain")
        self.setModel(model)
        self.rules = model
        self.setItemDelegate(_Cells(self))
        as_rows(self)
        FirstRow(self)
        in_columns(self, row_px=_ROW_PX, stretched=_FIND, widths_px={_KIND: 110, _REPLACEMENT: 260})
        self.horizontalHeader().setSectionsClickable(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        theme.changed.connect(self.viewport().update)

    @property
    def chosen(self) -> list[Redaction]:
        """The rules of the chosen rows."""
        return [self.rules.rules[index.row()] for index in self.selectionModel().selectedRows()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete and self.chosen:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
