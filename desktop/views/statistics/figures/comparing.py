"""Holding figures against each other in the background: started, paused and gone on with; how far it is, in words and a button.

What was compared before a pause is kept. The status line of the window shows the same work, and its Cancel pauses it too.
"""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.operations import comparing, figures
from desktop.context import Context
from desktop.jobs import Job
from desktop.widgets.basics import label

LABEL = "Comparing figures"


class Stand(Enum):
    """Whether the work is under way."""

    RESTING = "resting"
    UNDER_WAY = "under way"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Pace:
    """How far it is: so many of so many, of what (`what`: "articles", or "groups of figures")."""

    stand: Stand = Stand.RESTING
    done: int = 0
    total: int = 0
    what: str = ""


class Comparer(QObject):
    """Compares once at a time, whatever is asked meanwhile. `paced(Pace)` tells how far it is; `ended` that there is more to show."""

    paced = Signal(object)
    ended = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._again = False
        self.pace = Pace()

    def start(self) -> None:
        """Compares what is still to be, unless a person has paused it; asked again meanwhile, it does so once more afterwards."""
        if self.pace.stand is not Stand.PAUSED:
            self.go_on()

    def go_on(self) -> None:
        """Compares what is still to be."""
        if self._job is not None:
            self._again = True
            return
        archive = self._context.archive

        def work(progress: Progress) -> None:
            comparing.settle(archive, progress=progress)
            figures.keep_columns(archive)

        self._tell(Pace(Stand.UNDER_WAY))
        self._job = self._context.jobs.run(
            work,
            done=lambda _: self._done(),
            failed=self._failed,
            cancelled=self._cancelled,
            progress=lambda done, total, what: self._tell(Pace(Stand.UNDER_WAY, done, total, what)),
            owner=self,
            label=LABEL,
        )

    def pause(self) -> None:
        """Stops after the batch that is under way."""
        if self._job is not None:
            self._job.cancel()

    def _done(self) -> None:
        self._job = None
        self._tell(Pace())
        self.ended.emit()
        if self._again:
            self._again = False
            self.start()

    def _cancelled(self) -> None:
        self._job, self._again = None, False
        pace = self.pace
        self._tell(Pace(Stand.PAUSED, pace.done, pace.total, pace.what))
        self.ended.emit()

    def _failed(self, error: Exception) -> None:
        self._job, self._again = None, False
        self._tell(Pace())
        if isinstance(error, WaystationError):
            self._context.alerts.show(error)

    def _tell(self, pace: Pace) -> None:
        self.pace = pace
        self.paced.emit(pace)


class ComparingLine(QWidget):
    """How far comparing is, and a button that pauses it or goes on; hidden while nothing is to be said."""

    def __init__(self, comparer: Comparer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("figures_comparing")
        self._comparer = comparer
        self.words = label("", "small", self, wraps=True)
        self.words.setObjectName("figures_comparing_words")
        self.button = QPushButton("Pause", self)
        self.button.setObjectName("figures_comparing_button")
        self.button.setProperty("look", "quiet")
        self.button.clicked.connect(self._press)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(6)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        comparer.paced.connect(self.show_pace)
        self.show_pace(comparer.pace)

    def show_pace(self, pace: Pace) -> None:
        """Shows how far it is."""
        paused = pace.stand is Stand.PAUSED
        self.words.setText(told(pace))
        self.button.setText("Go on" if paused else "Pause")
        self.button.setAccessibleName("Go on comparing figures" if paused else "Pause comparing figures")
        # What takes but a moment is not announced.
        self.setVisible(paused or (pace.stand is Stand.UNDER_WAY and pace.total > 0))

    def _press(self) -> None:
        if self._comparer.pace.stand is Stand.PAUSED:
            self._comparer.go_on()
        else:
            self._comparer.pause()


def told(pace: Pace) -> str:
    """`12,400 of 100,000 articles compared`, and whether it waits for a person."""
    said = f"{pace.done:,} of {pace.total:,} {pace.what} compared" if pace.total else "Figures are being compared"
    return f"Paused: {said}." if pace.stand is Stand.PAUSED else f"{said}; findings grow until all are."
