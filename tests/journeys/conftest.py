"""Journeys drive the same window as the tests of the desktop do, with the same fixtures."""

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location(
    "desktop_fixtures", Path(__file__).parents[1] / "desktop" / "conftest.py"
)
assert _SPEC is not None and _SPEC.loader is not None
_DESKTOP = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_DESKTOP)

pytest_itemcollected = _DESKTOP.pytest_itemcollected
qapp_cls = _DESKTOP.qapp_cls
_no_thread_left = _DESKTOP._no_thread_left
empty_archive = _DESKTOP.empty_archive
program = _DESKTOP.program
