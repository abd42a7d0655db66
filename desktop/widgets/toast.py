"""A toast: one short sentence near the bottom, with at most one thing to do, that leaves by itself."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop.alerts import Notice
from desktop.widgets.basics import label

STAY_MS = 7000


class Toast(QFrame):
    """Floats over its parent, centred 24 px above the bottom; a newer toast replaces an older one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self.setProperty("look", "toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        self.words = label("", parent=self)
        self.button = QPushButton(self)
        self.button.setObjectName("toast_action")
        self.button.clicked.connect(self._act)
        row.addWidget(self.words)
        row.addWidget(self.button)
        self._notice: Notice | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.leave)
        parent.installEventFilter(self)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        self._notice = notice
        self.words.setText(notice.text)
        self.setAccessibleName(notice.text)
        self.button.setText(notice.action_label)
        self.button.setAccessibleName(notice.action_label)
        self.button.setVisible(notice.action is not None)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(STAY_MS)

    def leave(self) -> None:
        self._timer.stop()
        self._notice = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        notice = self._notice
        self.leave()
        if notice is not None and notice.action is not None:
            notice.action()

    def _place(self) -> None:
        room = self._over.size()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 24)
