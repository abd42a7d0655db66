"""Where the parts of the timeline stand: heading and filters above, the canvas with its shelf, the list under it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.basics import hairline, label
from desktop.widgets.keys import in_tab_order, laid_out

if TYPE_CHECKING:
    from .timeline import Timeline


def lay_out_head(view: "Timeline") -> tuple[QLabel, QPushButton, QPushButton]:
    """The words of the heading and its two buttons."""
    summary = label("", "muted", view)
    summary.setObjectName("timeline_summary")
    add = QPushButton("Add event…", view)
    add.setObjectName("timeline_add")
    add.setAccessibleName("Add event")
    save = QPushButton("Export…", view)
    save.setObjectName("timeline_export")
    save.setAccessibleName("Export the timeline")
    save.setMenu(view.save_menu)
    return summary, add, save


def lay_out_body(view: "Timeline") -> tuple[QSplitter, QStackedWidget]:
    """Canvas and list with a handle between them, or the words that say why there is nothing."""
    upper, lower = QWidget(view), QWidget(view)
    stacked = QVBoxLayout(upper)
    stacked.setContentsMargins(0, 0, 0, 0)
    stacked.setSpacing(0)
    stacked.addWidget(view.canvas, 1)
    stacked.addWidget(view.brush)
    stacked.addWidget(hairline(parent=view))
    stacked.addWidget(view.shelf)
    upper.setMinimumHeight(200)
    listed = QVBoxLayout(lower)
    listed.setContentsMargins(16, 0, 12, 0)
    listed.addWidget(view.table)
    view.table.setMinimumHeight(80)
    splitter = QSplitter(Qt.Orientation.Vertical, view)
    splitter.setObjectName("timeline_splitter")
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for number, part in enumerate((upper, lower)):
        splitter.addWidget(part)
        splitter.setStretchFactor(number, 3 - 2 * number)
    splitter.setSizes([520, 220])
    stack = QStackedWidget(view)
    stack.addWidget(splitter)
    stack.addWidget(view.empty)
    return splitter, stack


def lay_out(view: "Timeline") -> None:
    """Puts heading, filters and body over each other."""
    head = QHBoxLayout()
    head.setSpacing(12)
    head.addWidget(label("Timeline", "heading", view))
    head.addWidget(view.summary, 1)
    head.addWidget(view.add_button)
    head.addWidget(view.save_button)
    top = QVBoxLayout()
    top.setContentsMargins(24, 16, 20, 8)
    top.setSpacing(10)
    top.addLayout(head)
    top.addWidget(view.filters)
    whole = QVBoxLayout(view)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addLayout(top)
    whole.addWidget(view.stack, 1)
    in_tab_order([*laid_out(top), view.canvas, *laid_out(view.shelf.layout()), view.table])
