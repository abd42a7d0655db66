"""The page: where backups lie and how often they are made, those that there are, and the one that is chosen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.base.text import visible
from archive.model.keeping import Difference, Point
from archive.operations.backups import comparing
from desktop.context import Context
from desktop.keeping import Keeping, State
from desktop.views.backups.chosen import ChosenPoint
from desktop.views.backups.rows import PointDelegate, PointsModel
from desktop.widgets.basics import Choices, Page, label, splitter
from desktop.widgets.keys import in_tab_order, is_single, laid_out
from desktop.widgets.rowlist import set_up_rows

_EVERY = (("hour", "Every hour"), ("day", "Every day"), ("never", "Only when I say so"))
_LEAST_DETAIL_PX = 300


class BackupsPage(Page):
    """Follows `Keeping`; `restore_asked(point)` when a person has said twice to go back to a backup."""

    restore_asked = Signal(object)

    def __init__(self, context: Context, keeping: Keeping, parent: QWidget | None = None) -> None:
        super().__init__("backups", "Backups", context.theme, parent, width=1120)
        self._context, self._keeping = context, keeping
        self._held = False  # whether the keyboard was on "Back up now" when that was pressed
        self.model = PointsModel(self)
        # Each part is made where it stays: moved, all of it would be styled again.
        column = self.content.parentWidget()
        self._both = splitter(column)
        self._left, self._right = QWidget(self._both), QScrollArea(self._both)
        self.list = QListView(self._left)
        self.chosen = ChosenPoint(context.theme, self._right.viewport())
        self.nothing = label("", "muted", column, wraps=True)
        self.where = label("", "small", column, wraps=True)
        self.now = QPushButton("Back up now", column)
        self.choose = QPushButton("Choose a place…", column)
        self.beside = QPushButton("Beside the archive", column)
        self.every = Choices("backups_every", _EVERY, column)
        self._build()
        self._connect()
        self.setFocusProxy(self.list)
        self._settings_changed()
        self.refresh()

    # Building

    def _build(self) -> None:
        for button, name, look in (
            (self.now, "backups_now", "primary"),
            (self.choose, "backups_choose", ""),
            (self.beside, "backups_beside", "quiet"),
        ):
            button.setObjectName(name)
            button.setProperty("look", look)
        settings = QHBoxLayout()
        settings.setSpacing(8)
        settings.addWidget(self.every)
        settings.addStretch(1)
        settings.addWidget(self.beside)
        settings.addWidget(self.choose)
        settings.addWidget(self.now)
        self.where.setObjectName("backups_where")
        self.nothing.setObjectName("backups_nothing")
        set_up_rows(self.list, "backups_list", "Backups, the newest first", theme=self.theme, even=True, tracked=True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PointDelegate(self.theme, self.list))
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(self.list, 1)
        both = self._both
        both.addWidget(self._left)
        both.addWidget(self._side())
        both.setSizes([520, 520])
        both.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.content.addLayout(settings)
        self.content.addWidget(self.where)
        self.content.addWidget(self.nothing)
        self.content.addWidget(both, 1)
        self._below = QWidget(self.content.parentWidget())  # keeps the sentence at the top where there is no list
        self.content.addWidget(self._below, 1)
        in_tab_order([*laid_out(settings), self.list, *self.chosen.stops])

    def _side(self) -> QScrollArea:
        area = self._right
        area.setObjectName("backups_detail")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumWidth(_LEAST_DETAIL_PX)
        area.setWidget(self.chosen)
        self.chosen.setAutoFillBackground(False)  # setWidget turns it on, and the page's own ground would not show
        return area

    def _connect(self) -> None:
        self.now.clicked.connect(lambda: self._keeping.back_up())
        self.choose.clicked.connect(self._choose_place)
        self.beside.clicked.connect(lambda: self._context.settings.set("backups.place", ""))
        self.every.chosen.connect(lambda value: self._context.settings.set("backups.every", value))
        self._keeping.changed.connect(self.refresh)
        self._context.settings.changed.connect(self._settings_changed)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.activated.connect(lambda _index: self.chosen.restore.setFocus())
        self.chosen.restore_asked.connect(self.restore_asked)
        self.chosen.check_asked.connect(self._check)
        self.chosen.remove_asked.connect(self._remove)

    # What stands there

    @property
    def _writable(self) -> bool:
        return not self._context.archive.read_only

    def _settings_changed(self, _key: str = "") -> None:
        self.every.choose(self._context.settings["backups.every"])
        self.beside.setVisible(self._keeping.place is not None)

    def _keep_keyboard(self) -> None:
        """Gives the keyboard back to the page that is done with backing up, where nobody took it elsewhere on the page."""
        if self._held and not self._keeping.busy:
            self._held = False
            focus = self.window().focusWidget()
            if self.isVisible() and (focus is None or not self.isAncestorOf(focus)):
                self.setFocus()

    def refresh(self) -> None:
        """Reads again which backups there are."""
        self._held = self._held or self.now.hasFocus()
        self.now.setEnabled(not self._keeping.busy)  # which takes the keyboard from it
        self.now.setText("Backing up…" if self._keeping.busy else "Back up now")
        self._context.jobs.latest(("backups", id(self)), self._keeping.state, done=self._show, owner=self)

    def _show(self, state: State) -> None:
        current = self.model.point(self.list.currentIndex())
        self.model.show(state.points)
        beside = self._keeping.place is None
        same = " On a stick or another disk they would outlive this one." if beside else ""
        self.where.setText(f"Backups lie in {visible(str(state.folder))}.{same}")
        empty = not state.points
        alone = self._context.settings["backups.every"] != "never"
        way = (
            "Back up now, or go on working: it is done by itself." if alone else "Back up now: none is made by itself."
        )
        self.nothing.setText(state.error or f"There are no backups yet. {way}")
        self.nothing.setProperty("look", "warning" if state.error else "muted")
        self.nothing.style().polish(self.nothing)
        self.nothing.setVisible(empty)
        self._below.setVisible(empty)
        self._both.setVisible(not empty)
        self.setFocusProxy(self.now if empty else self.list)
        self._keep_keyboard()
        if empty:
            self._show_chosen(None)
            return
        row = state.points.index(current) if current in state.points else 0
        self.list.setCurrentIndex(self.model.index(row))

    def _choose_place(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, "Where backups are to lie", str(self._keeping.place or Path.home())
        )
        if name:
            self._context.settings.set("backups.place", name)

    # The one that is chosen

    def _current_changed(self, index: QModelIndex) -> None:
        self._show_chosen(self.model.point(index))

    def _show_chosen(self, point: Point | None) -> None:
        faults = None if point is None else self.model.faults.get(point.path.name)
        self.chosen.show_point(point, faults, writable=self._writable)
        if point is None:
            return
        self.chosen.show_sentence("Comparing…")
        archive = self._context.archive

        def compare(progress: Progress) -> Sequence[Difference]:
            return comparing.preview(archive, point.path, progress)

        def failed(error: Exception) -> None:
            if isinstance(error, WaystationError):
                self.chosen.show_sentence(f"{error.what} {error.advice}", warning=True)

        self._context.jobs.latest(
            ("backups-preview", id(self)), compare, done=self.chosen.show_differences, failed=failed, owner=self
        )

    def _check(self, point: Point) -> None:
        key = self._context.archive.key

        def done(faults: list[str]) -> None:
            self.model.found(point, faults)
            if self.model.point(self.list.currentIndex()) == point:
                self.chosen.show_point(point, faults, writable=self._writable)

        self._context.jobs.run(
            lambda progress: comparing.faults(point.path, key, progress),
            done=done,
            owner=self,
            label="Reading the backup",
        )

    def _remove(self, point: Point) -> None:
        from archive.operations.backups import making

        def done(overwritten: bool) -> None:
            self.list.setFocus()
            self.refresh()
            words = "The backup is removed."
            self._context.alerts.toast(words if overwritten else f"{words} The medium may still hold what was in it.")

        self._context.jobs.run(
            lambda _: making.remove(point), done=done, owner=self, label="Removing the backup", keep=True
        )

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.chosen.question.isVisible():
            self.chosen.leave_question()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if is_single(event):
            event.accept()
            return True
        return super().event(event)
