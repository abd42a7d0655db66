"""A canvas with a few times in three lanes, shown at a known size."""

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.timeline import Lane, Marks, Publications, TimelineCanvas, Tone

LANES = (Lane("River", "3 of 9 articles"), Lane("Hills", "1 of 4 articles"), Lane("Silent", "0 of 2 articles"))
# id: (first day, last day, lane, tone, looks)
TIMES = {
    11: ("2010-05-04", "2010-05-04", 0, Tone.CONFIRMED, {"precise"}),
    12: ("2012-01-01", "2012-12-31", 0, Tone.FOUND, set()),
    13: ("2014-01-01", "2014-01-01", 0, Tone.FOUND, {"open_end"}),
    14: ("2018-03-01", "2018-03-31", 0, Tone.REJECTED, {"approximate"}),
    21: ("2011-07-01", "2011-07-01", 1, Tone.FOUND, {"precise", "disagreeing"}),
    22: ("2016-01-01", "2016-12-31", 1, Tone.CONFIRMED, set()),
}
LABELS = {
    11: "the mill burns",
    12: "a dry year",
    13: "no boats since",
    14: "a fair",
    21: "snow in July",
    22: "the long count",
}


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def build(times: dict[int, tuple[str, str, int, Tone, set[str]]]) -> Marks:
    rows = list(times.values())

    def looks(name: str) -> np.ndarray:
        return np.array([name in row[4] for row in rows], np.bool_)

    return Marks(
        ids=np.array(list(times), np.int64),
        earliest=np.array([day(row[0]) for row in rows], np.int32),
        latest=np.array([day(row[1]) for row in rows], np.int32),
        open_start=looks("open_start"),
        open_end=looks("open_end"),
        precise=looks("precise"),
        approximate=looks("approximate"),
        disagreeing=looks("disagreeing"),
        tone=np.array([row[3] for row in rows], np.int8),
        lane=np.array([row[2] for row in rows], np.int32),
    )


@pytest.fixture
def canvas(qapp: QApplication, qtbot: QtBot) -> Iterator[TimelineCanvas]:
    """Filled with TIMES, 900 by 420 pixels, everything in view; motion is off, as where the system asks for none."""
    made = TimelineCanvas(Theme("light"))
    qtbot.addWidget(made)
    made.motion_ms = lambda: 0  # type: ignore[method-assign]
    made.resize(900, 420)
    written = np.array([day("2015-02-03"), day("2019-01-01")], np.int32)
    made.show_marks(build(TIMES), LANES, Publications(written, written, "2 of 3 articles"), answer(LABELS), fit=True)
    made.show()
    qtbot.waitExposed(made)
    yield made


def answer(labels: dict[int, str]) -> Callable[[object], dict[int, str]]:
    return lambda ids: {ident: labels[ident] for ident in ids if ident in labels}  # type: ignore[attr-defined]
