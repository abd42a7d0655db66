"""The first rows of a table, with a drop-down over each column that says what it is."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableWidget, QTableWidgetItem, QWidget

from archive.model.tables import Role
from desktop.theme import Theme
from desktop.widgets.dropdown import Dropdown

ROLES = (
    (Role.TITLE, "Title"),
    (Role.TEXT, "Text"),
    (Role.PUBLISHED, "Date published"),
    (Role.BYLINE, "Byline"),
    (Role.PUBLISHER, "Publisher"),
    (Role.URL, "Address (URL)"),
    (Role.LANGUAGE, "Language"),
    (Role.SECTION, "Section"),
    (Role.TAGS, "Tags"),
    (Role.ACCESSED, "Date saved"),
    (Role.NOTE, "Kept beside the text"),
    (Role.NONE, "Left out"),
)
_WIDTHS_PX = {Role.TEXT: 300, Role.TITLE: 210}
_COLUMN_PX, _ROW_PX, _ROLE_ROW_PX = 204, 30, 44


class Preview(QTableWidget):
    """`role_chosen()` whenever a drop-down was used; `roles` is what they say."""

    role_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._boxes: dict[str, Dropdown] = {}
        self.setObjectName("columns_preview")
        self.setAccessibleName("First rows of the table")
        self.setProperty("look", "plain")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.verticalHeader().hide()
        theme.changed.connect(self._tint)

    @property
    def roles(self) -> dict[str, Role]:
        """What each column is said to be, by its heading."""
        return {heading: Role(box.currentData()) for heading, box in self._boxes.items()}

    @property
    def boxes(self) -> Mapping[str, Dropdown]:
        """The drop-downs by heading, in order."""
        return self._boxes

    def show_table(self, headings: Sequence[str], sample: Sequence[Sequence[str]], roles: Mapping[str, Role]) -> None:
        """Fills the table; nothing is emitted."""
        self.clear()
        self._boxes = {}
        self.setColumnCount(len(headings))
        self.setRowCount(1 + len(sample))
        for place, heading in enumerate(headings):
            self.setHorizontalHeaderItem(place, QTableWidgetItem(heading))
            box = self._box(heading, place, roles.get(heading, Role.NOTE))
            self._boxes[heading] = box
            held = QWidget(self)
            around = QHBoxLayout(held)
            around.setContentsMargins(0, 5, 10, 5)
            around.addWidget(box)
            self.setCellWidget(0, place, held)
        self.setRowHeight(0, _ROLE_ROW_PX)
        for row, cells in enumerate(sample, 1):
            self.setRowHeight(row, _ROW_PX)
            for place, cell in enumerate(cells):
                self.setItem(row, place, QTableWidgetItem(cell))
        self._tint()

    def _box(self, heading: str, place: int, role: Role) -> Dropdown:
        box = Dropdown(self)
        for each, words in ROLES:
            box.addItem(words, each.value)
        box.setCurrentIndex([each for each, _ in ROLES].index(role))
        box.setObjectName(f"column_{place + 1}_role")
        box.setAccessibleName(f"What the column {heading} is")
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.currentIndexChanged.connect(self._chosen)
        return box

    def _chosen(self) -> None:
        self._tint()
        self.role_chosen.emit()

    def _tint(self) -> None:
        """What is left out is muted; columns with much to read are wide."""
        for place, role in enumerate(self.roles.values()):
            self.setColumnWidth(place, _WIDTHS_PX.get(role, _COLUMN_PX))
            for row in range(1, self.rowCount()):
                item = self.item(row, place)
                if item is not None:
                    item.setForeground(QBrush(self._theme.color("muted" if role is Role.NONE else "text")))
