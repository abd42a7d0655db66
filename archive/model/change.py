"""What an act did: the Change that feeds undo and tells views what to refresh. Serialisable, so that history can keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Act:
    """A verb of `archive.operations.acts` with JSON-serialisable arguments; performing it gives a Change.

    `told` is for the history alone, where the arguments do not say it: what the act that this one takes back changed, as
    (what, before, after).
    """

    verb: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A finished act: its label ("Edit title"), what it touched, and the act that takes it back (None: cannot be undone).

    `touched` holds (kind, id) pairs; kinds: article, edition, collection, tag, search, passage, memo, event, figure,
    origin, review (what is to be reviewed), taught (rules of persons), index, archive. Of an event the ids are those of its mentions. An id of 0 means "any number of them: ask again". `entry` is the act's row in the journal (0: none); a Change with the
    entry of the one before it went on with that one (typing in one note) and takes its place on the undo stack.
    """

    label: str
    touched: frozenset[tuple[str, int]] = frozenset()
    inverse: Act | None = None
    entry: int = 0
    # Worked out once, where it is made: every view asks for several, of an import with thousands of articles too.
    _kinds: frozenset[str] = field(default=frozenset(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_kinds", frozenset(kind for kind, _ in self.touched))

    def touches(self, kind: str) -> bool:
        """Whether something of this kind was touched."""
        return kind in self._kinds
