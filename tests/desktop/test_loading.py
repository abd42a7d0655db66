"""PySide's classes are made on the interface's thread, before any job imports what is made from them."""

import subprocess
import sys

import pytest

from desktop import loading, warming

_CHECKED = """
import sys, threading
from pathlib import Path
from importlib.abc import MetaPathFinder

class Watching(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        here = threading.current_thread() is threading.main_thread()
        if name.startswith("archive.") and here and after:
            elsewhere.append(name)
        if name.startswith(("desktop.", "pyqtgraph")) and not here and not made():
            early.append(name)
        return None

def made():
    from desktop import loading
    return not loading.classes()

early, elsewhere, after = [], [], []
from desktop.program import Program
sys.meta_path.insert(0, Watching())
program = Program(keep=False)
after.append(True)
program.open_and_wait(Path(sys.argv[1]))
assert "desktop.desk" in sys.modules
print("on a job's thread too soon:", early)
print("of the archive, by the interface:", elsewhere)
after.clear()
program.desk()._warming.warm()
program.settle()
print("on a job's thread too soon:", early)
assert "desktop.views.statistics.figures" in sys.modules and "pyqtgraph" in sys.modules
program.close()
"""


_WARM = "program.desk()._warming.warm()"


@pytest.mark.parametrize("first", [_WARM, "program.desk().counting.show()"], ids=["warming", "statistics at once"])
def test_no_job_imports_anything_of_the_window_before_the_classes_are_made(small_archive, first: str) -> None:
    script = _CHECKED.replace(_WARM, first)
    done = subprocess.run(
        [sys.executable, "-c", script, str(small_archive)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "on a job's thread too soon: []",
        "of the archive, by the interface: []",
        "on a job's thread too soon: []",
    ]


def test_the_classes_are_made_a_few_at_a_time_and_once(monkeypatch) -> None:
    monkeypatch.setattr(loading, "_made", set())
    pieces = loading.classes()
    assert len(pieces) > 50
    for piece in pieces:
        piece()
    assert {("PySide6.QtWidgets", "QTableView"), ("PySide6.QtGui", "QImage")} <= loading._made
    assert loading.classes() == []


def test_what_is_put_off_in_the_midst_goes_on_with_what_is_not_made_yet(monkeypatch) -> None:
    monkeypatch.setattr(loading, "_made", set())
    first, *rest = loading.classes()
    first()
    assert len(loading.classes()) == len(rest)


def test_every_module_that_is_loaded_ahead_is_there() -> None:
    names = [*loading._SHOWING, *warming._ACTS, *(f"desktop.views.{name}" for name in warming._VIEWS + warming._PAGES)]
    assert len(names) == len(set(names))
