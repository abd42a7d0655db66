"""Asks how pages are to be printed, with a preview of them or without. Whatever goes first, the printer is there for as long as a dialog uses it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog, QWidget

Write = Callable[[QPrinter], object]


def show_preview(parent: QWidget, title: str, write: Write) -> None:
    """Shows the pages that `write` writes to a printer, and prints them: it is called for both, and is held while the dialog is there."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setObjectName("print_preview")
    # Not itself: of a method whose object nobody else holds PySide lets go.
    dialog.paintRequested.connect(lambda to: write(to))
    _hold(dialog, title, printer)
    dialog.open()


def ask_printer(parent: QWidget, title: str, write: Write) -> None:
    """Asks for a printer alone, for what is too long to be shown; `write` is called with it once it was chosen."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print_dialog")

    def finished(result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            write(printer)

    dialog.finished.connect(finished)
    _hold(dialog, title, printer)
    QDialog.open(dialog)  # its own takes a receiver


def _hold(dialog: QDialog, title: str, printer: QPrinter) -> None:
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # The dialog uses the printer to its end without owning it. This is told once all of it is gone, and the connection holds the printer until then,
    # also where the dialog goes with its parent, or another is opened meanwhile.
    dialog.destroyed.connect(partial(_let_go, printer))


def _let_go(_: QPrinter) -> None:
    """Nothing: what held the printer goes after it was called."""
