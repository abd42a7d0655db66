"""Which passages wait for a person: those whose words changed or are gone, without those that are to stay as they are."""

from archive.model.passage import State
from desktop.context import Context

from .marks import Marks


class Waiting:
    """Remembers, for the open archive, what a person lets wait; such a passage keeps its words, note and tags, and asks no more."""

    def __init__(self, context: Context) -> None:
        self._settings = context.settings
        self._key = f"passages_kept:{context.archive.path.name}"

    @property
    def kept(self) -> frozenset[str]:
        """The uids of passages that are to stay as they are."""
        held = self._settings.state(self._key, [])
        return frozenset(map(str, held)) if isinstance(held, list) else frozenset()

    def keep(self, uid: str) -> None:
        """Lets a passage wait as it is."""
        self._settings.keep_state(self._key, sorted({*self.kept, uid}))

    def count(self, marks: Marks) -> int:
        """How many passages of the article a person has to look at."""
        kept = self.kept
        return sum(each.state is not State.ANCHORED and each.uid not in kept for each in marks.passages)
