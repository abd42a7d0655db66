"""Layouts of saved articles for the importers' tests."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def layouts() -> ModuleType:
    """The invented articles of `layouts.py`, which no test package makes importable by name."""
    spec = importlib.util.spec_from_file_location("importer_layouts", Path(__file__).with_name("layouts.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
