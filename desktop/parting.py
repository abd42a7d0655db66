"""Parts an import of the window's modules, so that each of those that it brings is imported in a turn of its own.

Importing a view brings a dozen modules of the window, which takes too long for one turn of the interface, and may not be done on another
thread (`loading` says why). What their compiled code names says in which order they stand on each other: those come first that
others are made of. What they name outside the window is imported meanwhile, wherever one asks for the order.

A package whose own code brings its modules would bring all of them with the first. So it is there before its own code has run, which
comes after its modules, or at once when somebody asks for a name that is not there yet (`importlib.util.LazyLoader` does likewise, but would run
it with the first of its modules).
"""

import dis
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import module_from_spec, resolve_name
from types import CodeType, ModuleType
from typing import Final

from archive.base.progress import Progress
from desktop.loading import Piece

_OF_THE_WINDOW: Final = ("desktop", "PySide6")
_standing: dict[str, ModuleType] = {}  # packages that are there while their own code has not run


def parted(progress: Progress, names: Sequence[str]) -> list[Piece]:
    """What imports these and the modules of the window that they stand on, those first: for turns of the interface. What they stand on
    outside the window is imported here. Nothing for what is imported already. Raises Cancelled between two modules.
    """
    order = _Order(progress)
    for name in names:
        progress.check()
        order.put(name)
    return order.pieces


def named(code: CodeType) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The modules that a module's own code imports when it runs, with the names that it takes from each. One that is named relative to
    its package begins with as many full stops as there are in the source. What stands below `if TYPE_CHECKING` is not imported.
    """
    loaded: list[object] = [0, None]
    checked, skipped_to = False, 0
    for step in dis.get_instructions(code):
        if step.offset < skipped_to:
            continue
        if checked and step.opname.startswith("POP_JUMP") and step.opname.endswith("IF_FALSE"):
            skipped_to = step.argval
        checked = step.argval == "TYPE_CHECKING" or (checked and step.opname == "TO_BOOL")
        if step.opname in ("LOAD_CONST", "LOAD_SMALL_INT"):
            loaded = [loaded[-1], step.argval]
        elif step.opname == "IMPORT_NAME":
            level, names = loaded
            yield "." * int(str(level)) + step.argval, tuple(names) if isinstance(names, tuple) else ()


class _Order:
    """Puts modules behind those that they stand on."""

    def __init__(self, progress: Progress) -> None:
        self.pieces: list[Piece] = []
        self._progress = progress
        self._specs: dict[str, ModuleSpec | None] = {}

    def put(self, name: str) -> None:
        """Puts a module of the window, unless it is there; what is no module is passed over."""
        if name in self._specs or (name in sys.modules and name not in _standing):
            return
        self._progress.check()
        above = name.rpartition(".")[0]
        if above:
            self.put(above)
        if name in self._specs:  # the code of the package above it names it
            return
        spec = self._specs[name] = PathFinder.find_spec(name, self._places(above))
        if spec is None:
            return
        within = list(self._named(spec))
        if spec.submodule_search_locations is None or not within:
            self._put_all(within)
            self.pieces.append(partial(import_module, name))
        else:
            self.pieces.append(partial(_stand, spec))
            self._put_all(within)
            self.pieces.append(partial(complete, name))

    def _put_all(self, named: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        for module, names in named:
            self._progress.check()
            if module.partition(".")[0] not in _OF_THE_WINDOW:
                with suppress(ImportError):  # of another system: whoever names it knows
                    __import__(module, fromlist=names)
                continue
            self.put(module)
            if self._places(module) is not None:
                for name in names:
                    self.put(f"{module}.{name}")

    def _places(self, name: str) -> list[str] | None:
        """Where the modules of a package lie; None: it is none."""
        spec = self._specs.get(name) or getattr(sys.modules.get(name), "__spec__", None)
        places = spec.submodule_search_locations if spec is not None else None
        return list(places) if places is not None else None

    def _named(self, spec: ModuleSpec) -> Iterator[tuple[str, tuple[str, ...]]]:
        get_code = getattr(spec.loader, "get_code", None)
        code = get_code(spec.name) if get_code is not None else None
        for module, names in named(code) if code is not None else ():
            yield resolve_name(module, spec.parent), names


def _stand(spec: ModuleSpec) -> None:
    """Has a package be there, so that its modules can be imported, while its own code has not run."""
    if spec.name in sys.modules:
        return
    above, _, own = spec.name.rpartition(".")
    package = module_from_spec(spec)

    def wanted(name: str) -> object:
        # The first are asked of any module by whoever looks through all of them; of the others those that ask import them themselves.
        if name.startswith("__") or PathFinder.find_spec(f"{spec.name}.{name}", spec.submodule_search_locations):
            raise AttributeError(name)
        complete(spec.name)
        return getattr(package, name)

    package.__dict__["__getattr__"] = wanted
    sys.modules[spec.name] = _standing[spec.name] = package
    if above:
        setattr(sys.modules[above], own, package)


def complete(name: str) -> None:
    """Runs a package's own code, unless it has run; a package that does not stand yet is imported."""
    package = _standing.pop(name, None)
    if package is None:
        import_module(name)
        return
    del package.__dict__["__getattr__"]
    spec = package.__spec__
    if spec is not None and spec.loader is not None:
        try:
            spec.loader.exec_module(package)
        except BaseException:
            sys.modules.pop(name, None)  # as for any import that fails
            raise
