"""The rail of views at the left edge, 60 px wide: one button a view at the top, tools at the bottom."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.theme import ICON_SIZE_PX, Theme

WIDTH_PX = 60


class Rail(QWidget):
    """`chosen(name)` when a view's button is pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Views")
        self.setProperty("look", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH_PX)
        self._theme = theme
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._top = QVBoxLayout()
        self._bottom = QVBoxLayout()
        for column in (self._top, self._bottom):
            column.setSpacing(4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4, 14, 4, 12)
        whole.setSpacing(0)
        whole.addLayout(self._top)
        whole.addStretch(1)
        whole.addLayout(self._bottom)
        theme.changed.connect(self.update)

    def add_view(self, name: str, words: str, icon: str) -> None:
        """Adds a view's button under the others."""
        button = QToolButton(self)
        button.setProperty("look", "rail")
        button.setIcon(self._theme.icon(icon))
        button.setIconSize(QSize(ICON_SIZE_PX, ICON_SIZE_PX))
        button.setText(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setFixedSize(52, 48)
        button.setObjectName(f"rail_{name}")
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name] = button
        self._top.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def add_tool(
        self, name: str, words: str, icon: str, action: QAction | None = None, menu: QMenu | None = None
    ) -> QToolButton:
        """Adds a small button at the bottom that triggers an action or opens a menu; gives the button."""
        button = QToolButton(self)
        button.setIcon(self._theme.icon(icon))
        button.setIconSize(QSize(ICON_SIZE_PX, ICON_SIZE_PX))
        button.setFixedSize(44, 40)
        button.setObjectName(f"rail_{name}")
        button.setAccessibleName(words)
        button.setToolTip(words if action is None else action.toolTip())
        if menu is not None:
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if action is not None:
            button.clicked.connect(lambda: action.trigger())
        self._bottom.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def choose(self, name: str | None) -> None:
        """Shows a view as chosen, or none."""
        self._group.setExclusive(False)
        for other, button in self._buttons.items():
            button.setChecked(other == name)
        self._group.setExclusive(True)
