"""The dialogs that print have their printer to their end, whatever goes first, and no printer stays behind them."""

import gc
from collections.abc import Iterator
from weakref import ReferenceType, ref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.widgets.print_dialogs import ask_printer, show_preview

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Asked = list[ReferenceType[QPrinter]]


class Pages:
    """Writes one page, and remembers with which printer."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def write(self, printer: QPrinter) -> None:
        self.asked.append(ref(printer))
        painter = QPainter(printer)
        painter.drawText(100, 100, "low water")
        painter.end()


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    if shiboken6.isValid(made):
        shiboken6.delete(made)


def shown(parent: QWidget, asked: Asked) -> QPrintPreviewDialog:
    """A preview whose pages nobody else holds, after its first look."""
    before = set(parent.findChildren(QPrintPreviewDialog))
    show_preview(parent, "Pages", Pages(asked).write)
    QCoreApplication.processEvents()
    gc.collect()
    (dialog,) = set(parent.findChildren(QPrintPreviewDialog)) - before
    return dialog


def update(dialog: QPrintPreviewDialog) -> None:
    dialog.findChild(QPrintPreviewWidget).updatePreview()


def closed(dialog: QDialog) -> None:
    dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def test_pages_are_written_again_whenever_the_preview_asks(parent: QWidget) -> None:
    asked: Asked = []
    dialog = shown(parent, asked)
    first = len(asked)
    update(dialog)
    assert 0 < first < len(asked)
    assert dialog.findChild(QPrintPreviewWidget).pageCount() == 1


def test_a_second_preview_leaves_the_first_its_printer(parent: QWidget) -> None:
    of_first, of_second = [], []
    first, second = shown(parent, of_first), shown(parent, of_second)
    update(first)
    assert {each() for each in of_first} == {of_first[0]()} != {of_second[0]()}
    assert of_first[0]().resolution() == first.printer().resolution() > 0
    closed(first)
    assert of_first[0]() is None
    update(second)
    assert of_second[-1]() is not None
    closed(second)
    assert of_second[-1]() is None


def test_a_preview_that_goes_with_its_view_takes_its_printer_along_last(parent: QWidget) -> None:
    asked: Asked = []
    dialog, there = shown(parent, asked), []
    update(dialog)
    dialog.destroyed.connect(lambda: there.append(asked[0]() is not None))
    del dialog
    shiboken6.delete(parent)
    gc.collect()
    assert there == [True] and asked[0]() is None


@pytest.mark.parametrize("accepted", [True, False])
def test_a_printer_is_asked_for_and_written_to_once_it_is_chosen(
    parent: QWidget, accepted: bool, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QPrinter] = []
    ask_printer(parent, "Pages", asked.append)
    (dialog,) = parent.findChildren(QPrintDialog)
    gc.collect()
    assert not asked and dialog.printer().resolution() > 0
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.done(QDialog.DialogCode.Accepted if accepted else QDialog.DialogCode.Rejected)
    del dialog
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone and len(asked) == accepted
    assert all(shiboken6.isValid(each) and each.resolution() > 0 for each in asked), "it is there for who prints"
