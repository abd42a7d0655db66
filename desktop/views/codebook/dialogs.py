"""The two questions of the codebook: what happens to the passages of a removed tag, and which of them a split takes along."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListView,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from archive.model.article import Article
from archive.model.ids import ArticleId
from archive.model.passage import Passage, Tag
from archive.operations.codebook import Removal
from desktop.widgets.basics import label
from desktop.wording import counted, one_line

_Index = QModelIndex | QPersistentModelIndex


class RemoveDialog(QDialog):
    """Asks what happens to the passages of a tag and of those below it; calls `accepted_with(choice)`."""

    def __init__(self, tag: Tag, below: int, accepted_with: Callable[[Removal], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("remove-tag")
        self.setWindowTitle("Remove tag")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        under = f" and {counted(below, 'tag')} below it" if below else ""
        carried = counted(tag.passages_below, "passage")
        if tag.used:
            carried += f" and {counted(tag.used, 'article')}"
        verb = "carries" if carried.startswith("1 ") and not tag.used else "carry"
        column.addWidget(label(f"Remove “{tag.path}”{under}?", "strong", self, wraps=True))
        column.addWidget(label(f"{carried} {verb} what is removed. They", "muted", self, wraps=True))
        above = tag.path.rpartition("/")[0]
        ways: list[tuple[Removal, str]] = [("untag", "stay, without the tag")]
        if above:
            ways.append(("to_parent", f"stay, and carry “{above}” instead"))
        ways.append(("delete_passages", "go too, unless they carry another tag"))
        self._group = QButtonGroup(self)
        self._ways = [way for way, _ in ways]
        for number, (way, words) in enumerate(ways):
            button = QRadioButton(words, self)
            button.setObjectName(f"remove-{way}")
            button.setAccessibleName(f"The passages {words}")
            button.setChecked(number == 0)
            self._group.addButton(button, number)
            column.addWidget(button)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        yes = buttons.addButton("Remove", QDialogButtonBox.ButtonRole.AcceptRole)
        yes.setObjectName("remove-yes")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: accepted_with(self._ways[self._group.checkedId()]))
        column.addWidget(buttons)
        self.setMinimumWidth(360)


class _Uses(QAbstractListModel):
    """The passages of a tag, each with a box to tick."""

    def __init__(self, passages: Sequence[Passage], articles: Mapping[ArticleId, Article], parent: QObject) -> None:
        super().__init__(parent)
        self._passages, self._articles = passages, articles
        self.ticked: set[int] = set()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._passages)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        passage = self._passages[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(passage.anchor.exact)
        if role == Qt.ItemDataRole.ToolTipRole:
            article = self._articles.get(passage.article)
            return one_line(passage.anchor.exact) + (f"\n{one_line(article.title)}" if article else "")
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if index.row() in self.ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        ticked = Qt.CheckState(value) is Qt.CheckState.Checked
        (self.ticked.add if ticked else self.ticked.discard)(index.row())
        self.dataChanged.emit(index, index, [role])
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def uids(self) -> list[str]:
        return [self._passages[row].uid for row in sorted(self.ticked)]


class SplitDialog(QDialog):
    """Ticked passages get another tag in place of this one; calls `accepted_with(path, uids)`.

    `near` names the tags that a new one with the path may only repeat: the first is told below the path.
    """

    def __init__(
        self,
        tag: Tag,
        passages: Sequence[Passage],
        articles: Mapping[ArticleId, Article],
        accepted_with: Callable[[str, list[str]], object],
        parent: QWidget,
        near: Callable[[str], Sequence[str]] = lambda path: (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName("split-tag")
        self.setWindowTitle("Split tag")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tag, self._near = tag, near
        self.warning = label("", "warning", self, wraps=True)
        self.warning.setObjectName("split-warning")
        self.uses = _Uses(passages, articles, self)
        self.path = QLineEdit(f"{tag.path}/", self)
        self.path.setObjectName("split-path")
        self.path.setAccessibleName("Tag for the ticked passages")
        self.list = QListView(self)
        self.list.setObjectName("split-passages")
        self.list.setAccessibleName("Passages of the tag; Space ticks one")
        self.list.setModel(self.uses)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(260)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._yes = buttons.addButton("Split", QDialogButtonBox.ButtonRole.AcceptRole)
        self._yes.setObjectName("split-yes")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(f"Split “{tag.path}”", "strong", self, wraps=True))
        column.addWidget(label("Tick the passages that get another tag in its place:", "muted", self, wraps=True))
        column.addWidget(self.list, 1)
        words = label("Their tag, made if it is not there", "muted", self)
        words.setBuddy(self.path)
        column.addWidget(words)
        column.addWidget(self.path)
        column.addWidget(self.warning)
        column.addWidget(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: accepted_with(self.path.text().strip(" /"), self.uses.uids()))
        self.path.textChanged.connect(self._check)
        self.uses.dataChanged.connect(self._check)
        self.resize(520, 480)
        self._check()

    def _check(self) -> None:
        path, count = self.path.text().strip(" /"), len(self.uses.ticked)
        self._yes.setEnabled(bool(count and path and path != self._tag.path and self.path.text().strip()[-1:] != "/"))
        self._yes.setText(f"Split off {counted(count, 'passage')}" if count else "Split")
        near = next((each for each in self._near(path) if each != self._tag.path), "") if path else ""
        self.warning.setText(f"“{near}” exists: use it if it means the same." if near else "")
        self.warning.setVisible(bool(near))
