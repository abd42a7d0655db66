"""An import of the window's modules comes in pieces of one module each, in an order in which none brings another."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.base.errors import Cancelled
from archive.base.progress import Progress
from desktop import parting

_FILES = {
    "ferry/__init__.py": "from .boat import Boat\n__all__ = ['Boat']\n",
    "ferry/boat.py": """
import fractions
from typing import TYPE_CHECKING
from ferry.ropes import knots
from . import oar
if TYPE_CHECKING:
    from .harbour import Harbour
    import telnetlib_of_no_system
else:
    from . import mast
class Boat:
    parts = (oar, knots, mast)
""",
    "ferry/oar.py": "try:\n    import a_system_that_is_not_here\nexcept ImportError:\n    pass\nLENGTH = 3\n",
    "ferry/mast.py": "from .oar import LENGTH\n",
    "ferry/harbour.py": "from .boat import Boat\n",
    "ferry/ropes/__init__.py": "'''Nothing but a docstring.'''\n",
    "ferry/ropes/knots.py": "def tie():\n    from ferry import harbour\n    return harbour\n",
}


@pytest.fixture
def ferry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package whose own code brings its modules, as those of the window are."""
    for name, text in _FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(parting, "_OF_THE_WINDOW", ("ferry",))
    yield
    for name in _ferries():
        del sys.modules[name]
    parting._standing.clear()


def _ferries() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] == "ferry"]


def test_each_piece_imports_one_module_and_those_come_first_that_others_are_made_of(ferry: None) -> None:
    brought: list[list[str]] = []
    for piece in parting.parted(Progress(), ["ferry.harbour"]):
        before = _ferries()
        piece()
        brought.append([name for name in _ferries() if name not in before])
    assert brought == [
        *(["ferry"], ["ferry.ropes"], ["ferry.ropes.knots"], ["ferry.oar"], ["ferry.mast"], ["ferry.boat"]),
        *([], ["ferry.harbour"]),
    ], "the seventh runs the package's own code"
    assert sys.modules["ferry"].Boat is sys.modules["ferry.harbour"].Boat
    assert not parting._standing
    assert parting.parted(Progress(), ["ferry", "ferry.harbour"]) == []


def test_what_is_not_of_the_window_is_imported_at_once_and_nothing_else(
    ferry: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "fractions", raising=False)
    parting.parted(Progress(), ["ferry"])
    assert "fractions" in sys.modules and not _ferries()


def test_a_package_that_is_asked_for_in_the_midst_is_whole(ferry: None) -> None:
    pieces = parting.parted(Progress(), ["ferry"])
    pieces[0]()
    assert _ferries() == ["ferry"]
    from ferry import Boat  # type: ignore[import-not-found]

    assert Boat.parts[0].LENGTH == 3 and not parting._standing
    for piece in pieces[1:]:
        piece()
    assert sys.modules["ferry"].Boat is Boat, "its code ran once"


def test_a_module_of_a_package_is_that_module_before_the_packages_code_has_run(ferry: None) -> None:
    parting.parted(Progress(), ["ferry"])[0]()
    from ferry import oar

    assert _ferries() == ["ferry", "ferry.oar"] and oar.LENGTH == 3
    assert not hasattr(sys.modules["ferry"], "__wrapped__"), "what looks through all modules brings none"
    assert _ferries() == ["ferry", "ferry.oar"]


def test_what_was_given_up_in_the_midst_is_gone_on_with(ferry: None) -> None:
    for piece in parting.parted(Progress(), ["ferry"])[:3]:
        piece()
    there = set(_ferries())
    rest = parting.parted(Progress(), ["ferry"])
    for piece in rest:
        piece()
    assert there and len(_ferries()) - len(there) == 3 and len(rest) == 5, "three modules, and the package"
    assert not parting._standing and sys.modules["ferry"].Boat


def test_a_package_whose_code_fails_is_not_there(ferry: None, tmp_path: Path) -> None:
    (tmp_path / "ferry" / "oar.py").write_text("raise ValueError('leaks')\n", "utf-8")
    pieces = parting.parted(Progress(), ["ferry"])
    pieces[0]()
    with pytest.raises(ValueError, match="leaks"):
        pieces[-1]()
    assert "ferry" not in sys.modules and not parting._standing


def test_the_order_is_given_up_when_it_is_cancelled(ferry: None) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        parting.parted(progress, ["ferry"])
    assert not _ferries()
