"""The archive that the timeline's tests have, with the same fixtures."""

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from archive.model.ids import MentionId
from desktop.views.events.acts import EventActs

_SPEC = importlib.util.spec_from_file_location(
    "timeline_fixtures", Path(__file__).parents[1] / "timeline" / "conftest.py"
)
assert _SPEC is not None and _SPEC.loader is not None
_TIMELINE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_TIMELINE)

pytest_itemcollected = _TIMELINE.pytest_itemcollected
empty_bench = _TIMELINE.empty_bench
bench = _TIMELINE.bench


@pytest.fixture
def over(bench, qtbot: QtBot) -> QWidget:
    """What cards and dialogs stand on."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def chosen() -> list[MentionId]:
    """The mentions that the acts are done on; fill it."""
    return []


@pytest.fixture
def acts(bench, over: QWidget, chosen: list[MentionId]) -> EventActs:
    return EventActs(bench.context, lambda: chosen, over)
