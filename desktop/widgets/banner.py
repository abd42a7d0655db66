"""Banners: sentences across the top of the view, each with at most one thing to do, stacked and replaced by key."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.alerts import Notice
from desktop.theme import Theme
from desktop.widgets.basics import label


class Banner(QFrame):
    """One sentence in place, with its action and a button that closes it."""

    def __init__(self, notice: Notice, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"banner_{notice.key}")
        self.setAccessibleName(notice.text)
        self.setProperty("look", "banner")
        self.setProperty("kind", "warning" if notice.warning else "info")
        role = "warning" if notice.warning else "accent"
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(12)
        sign = label("", parent=self)
        sign.setPixmap(theme.pixmap("warning-circle" if notice.warning else "info", role, 18))
        row.addWidget(sign)
        row.addWidget(label(notice.text, parent=self, wraps=True), 1)
        if notice.action is not None:
            button = QPushButton(notice.action_label, self)
            button.setObjectName(f"banner_{notice.key}_action")
            button.setAccessibleName(notice.action_label)
            button.clicked.connect(notice.action)
            row.addWidget(button)
        self.close_button = QToolButton(self)
        self.close_button.setIcon(theme.icon("x", role))
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.setObjectName(f"banner_{notice.key}_close")
        self.close_button.setAccessibleName("Close this message")
        self.close_button.setVisible(notice.closable)
        row.addWidget(self.close_button)


class Banners(QWidget):
    """The place where banners stand; takes no room while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banners")
        self._theme = theme
        self._notices: dict[str, Notice] = {}
        self._shown: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()
        theme.changed.connect(self._draw_again)

    @property
    def texts(self) -> list[str]:
        """What the banners say, from top to bottom."""
        return [notice.text for notice in self._notices.values()]

    def show_notice(self, notice: Notice) -> None:
        """Shows a banner; one with the same key is replaced in its place."""
        if self._notices.get(notice.key) == notice:
            return
        self._notices[notice.key] = notice
        banner = Banner(notice, self._theme, self)
        banner.close_button.clicked.connect(lambda: self.clear(notice.key))
        before = self._shown.pop(notice.key, None)
        if before is None:
            self._column.addWidget(banner)
        else:
            self._column.replaceWidget(before, banner)
            before.hide()
            before.deleteLater()
        self._shown[notice.key] = banner
        self.show()

    def clear(self, key: str) -> None:
        """Takes a banner away; no error when there is none."""
        self._notices.pop(key, None)
        banner = self._shown.pop(key, None)
        if banner is not None:
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._shown))

    def clear_all(self) -> None:
        for key in list(self._notices):
            self.clear(key)

    def _draw_again(self) -> None:
        notices = list(self._notices.values())
        self.clear_all()
        for notice in notices:
            self.show_notice(notice)
