"""Modules of the window are imported on the interface's thread alone, and a module a turn; what is not of the window on others."""

import subprocess
import sys
from pathlib import Path

import pytest

from archive.operations import protecting
from desktop import loading, warming

_WATCHED = """
import sys, threading
from pathlib import Path
from importlib.abc import MetaPathFinder

class Watching(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        here = threading.current_thread() is threading.main_thread()
        if name.startswith("archive.") and here and shown:
            elsewhere.append(name)
        if name.startswith(("desktop", "PySide6")) and not here:
            early.append(name)
        if name == "pyqtgraph" and (here or loading.classes()):
            early.append(name)
        return None

early, elsewhere, shown = [], [], []
from desktop import loading
from desktop.program import Program
sys.meta_path.insert(0, Watching())
program = Program(keep=False)
program.alerts.crashed.connect(lambda report: print(report, file=sys.stderr))
shown.append(True)
archive, passphrase = Path(sys.argv[1]), "a river that never ends"
%s
print("of the window, by a job:", early)
print("of the archive, by the interface:", elsewhere)
program.close()
"""

_OPENED = """
program.open_and_wait(archive)
assert "desktop.desk" in sys.modules
"""
_WARMED = """
shown.clear()
program.desk()._warming.warm()
program.settle()
assert "desktop.views.about" in sys.modules and "desktop.widgets.charts.plot" in sys.modules
from desktop import parting
assert not parting._standing
"""
_COUNTED = """
shown.clear()
program.desk().counting.show()
program.settle()
assert "desktop.widgets.charts.plot" in sys.modules
program.desk()._warming.warm()
program.settle()
"""
_LOCKED = """
program.open_and_wait(archive, may_be_locked=True)
assert "desktop.desk" in sys.modules and "archive.operations.browse" in sys.modules
program.opening.unlock(archive, passphrase, by_code=False, refused=lambda *why: print("refused", why))
program.settle()
assert program.window.desk is not None, program.opening.error
"""
_AT_ONCE = """
program.window.show()
program.opening.locked.connect(lambda path: program.opening.unlock(path, passphrase, by_code=False, refused=print))
program.opening.open(archive)
program.settle()
assert program.window.desk is not None, program.opening.error
"""


def _seen(acts: str, archive: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED % acts, str(archive)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


_NOTHING = ["of the window, by a job: []", "of the archive, by the interface: []"]


@pytest.mark.parametrize("then", [_WARMED, _COUNTED], ids=["warming", "statistics at once"])
def test_no_job_imports_anything_of_the_window(small_archive: Path, then: str) -> None:
    assert _seen(_OPENED + then, small_archive) == _NOTHING


@pytest.mark.parametrize("acts", [_LOCKED, _AT_ONCE], ids=["after a while", "at once"])
def test_nor_does_one_while_a_passphrase_is_typed(tmp_path: Path, acts: str) -> None:
    path = tmp_path / "Locked.waystation"
    protecting.create(path, "a river that never ends", starter=False).close()
    assert _seen(acts, path) == _NOTHING


def test_each_turn_of_warming_imports_one_module_at_most(small_archive: Path) -> None:
    counted = """
from desktop.turns import Turns
def window():
    return sum(name.startswith("desktop.") for name in sys.modules)
begin, most = Turns._begin, []
def counting(self):
    before = window()
    begin(self)
    most.append(window() - before)
Turns._begin = counting
"""
    told = "print(max(most), sum(most) > 100)\n"
    assert _seen(counted + _OPENED + _WARMED + told, small_archive)[0] == "1 True"


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
    names = [
        *loading._SHOWING,
        *warming._ACTS,
        *(f"desktop.views.{name}" for name in warming._VIEWS + warming._PAGES),
    ]
    assert len(names) == len(set(names))
