"""Journeys drive the same window as the tests of the desktop do, with the same fixtures."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location(
    "desktop_fixtures", Path(__file__).parents[1] / "desktop" / "conftest.py"
)
assert _SPEC is not None and _SPEC.loader is not None
_DESKTOP = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_DESKTOP)

qapp_cls = _DESKTOP.qapp_cls
_collected_here = _DESKTOP._collected_here
_no_thread_left = _DESKTOP._no_thread_left
empty_archive = _DESKTOP.empty_archive
program = _DESKTOP.program


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says so of every window and popup: it has none to size or raise, and no keyboard to grab."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
