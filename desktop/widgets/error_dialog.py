"""The dialog for our own bugs: one sentence, the report, a button that copies it. The program goes on."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.widgets.basics import label


class ErrorDialog(QDialog):
    """Shows a report; further reports while it is open are added below."""

    def __init__(self, report: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("error_dialog")
        self.setWindowTitle("Something went wrong")
        self.resize(640, 420)
        self.report = QPlainTextEdit(report, self)
        self.report.setReadOnly(True)
        self.report.setFont(theme.font("mono"))
        self.report.setObjectName("error_report")
        self.report.setAccessibleName("Report")
        copy = QPushButton("Copy report", self)
        copy.setObjectName("error_copy")
        copy.setAccessibleName("Copy report")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        close = QPushButton("Go on", self)
        close.setObjectName("error_close")
        close.setAccessibleName("Go on")
        close.setProperty("look", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(copy)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Something went wrong", "heading", self))
        column.addWidget(
            label(
                "This is a mistake in the program. Your archive is safe: whatever was being written is either saved "
                "whole or not at all. Please send this report to whoever looks after Waystation; it holds no text of "
                "your articles.",
                parent=self,
                wraps=True,
            )
        )
        column.addWidget(self.report, 1)
        column.addLayout(buttons)

    def add(self, report: str) -> None:
        self.report.appendPlainText("\n" + report)
