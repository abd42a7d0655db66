"""What is said of an archive's state: faults that a check finds, copies that were made of it, and how a copy differs from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: a sentence, the part of the archive, and whether it was put right.

    `articles` are the ids of those that it touches, as far as that can be told, `passages` how many passages they hold.
    """

    what: str
    where: str
    repaired: bool = False
    articles: tuple[int, ...] = ()
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many of each a file holds."""

    articles: int
    passages: int
    tags: int
    memos: int
    events: int
    figures: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was made and read back whole. `checked` of `originals` were held against their SHA-512."""

    path: Path
    size: int
    sha512: str
    holdings: Holdings
    originals: int
    checked: int


@dataclass(frozen=True, slots=True)
class Point:
    """A backup in a folder of backups. `made` is what the clock said (UTC); `number` counts up, whatever the clock says.

    `sha512` is that of the file when it was read back after it was made; None when nothing is known of that.
    """

    path: Path
    number: int
    made: datetime
    size: int
    sha512: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How many things of one kind are only here, only in the backup, or not the same; some of their names."""

    kind: str
    only_here: int
    only_there: int
    changed: int
    here: Sequence[str] = ()
    there: Sequence[str] = ()
    other: Sequence[str] = ()

    @property
    def none(self) -> bool:
        """Whether there is no difference."""
        return not (self.only_here or self.only_there or self.changed)
