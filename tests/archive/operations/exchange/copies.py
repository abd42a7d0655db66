"""Three authors who began with copies of one archive, and copies of their archives in which they are joined in every order."""

import shutil
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

from archive.archive import Archive
from archive.operations import codebook, collect
from archive.operations.exchange import merging
from tests.archive.exchanged import faults, said, side
from tests.archive.operations.exchange import begun
from tests.archive.operations.exchange.steps import articles


def join(here: Archive, there: Archive) -> None:
    merging.merge(here, side(there))


class Authors:
    """Three archives that were copies of one, and copies of them in which they are joined."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack, self._copies = folder, stack, 0
        begun.begin(folder / "Begun.waystation")
        with Archive.open(folder / "Begun.waystation") as first:
            codebook.add(first, "coal")
            collect.create_with(first, "Nook", [articles(first)[0]])
            first.checkpoint()
        self.archives = [self._opened(folder / "Begun.waystation") for _ in range(3)]

    def _opened(self, path: Path) -> Archive:
        self._copies += 1
        return self._stack.enter_context(Archive.open(shutil.copy(path, self.folder / f"{self._copies}.waystation")))

    def copy(self, number: int) -> Archive:
        self.archives[number].checkpoint()
        return self._opened(self.archives[number].path)

    def joined(self, first: int, *others: int) -> Archive:
        archive = self.copy(first)
        for other in others:
            join(archive, self.archives[other])
        return archive

    def agreed(self) -> Archive:
        """The three joined in every order and grouping, found to say the same, and to say it still when joined again."""
        wanted = self.joined(0, 1, 2)
        for order in permutations(range(3)):
            together = self.joined(*order)
            assert said(together) == said(wanted), order
            for other in order[1:]:
                assert not merging.merge(together, side(self.archives[other]))[1].touched, order
            assert faults(together) == []
            grouped = self.copy(order[0])
            join(grouped, self.joined(*order[1:]))
            assert said(grouped) == said(wanted), ("grouped", order)
        return wanted
