"""Every kind of write that changes an archive's file as a whole, which nobody has open meanwhile."""

import random
from collections.abc import Callable
from pathlib import Path

from archive.archive import Archive
from archive.operations import protecting, rekeying_mate, repairing, salvaging
from archive.operations.backups import making, restoring
from archive.protection.keys import Key
from archive.store import copies
from tests.archive.durability.states import state

Say = Callable[[dict[str, object]], None]


class Closed:
    """An archive between two openings, and what opens it."""

    def __init__(self, path: Path, word: str | None, chance: random.Random, say: Say) -> None:
        self.path, self.word, self.chance, self._say = path, word, chance, say

    def key(self) -> Key | None:
        return None if self.word is None else protecting.unlock(self.path, self.word)

    def open(self) -> Archive:
        return Archive.open(self.path, key=self.key())

    @property
    def backups(self) -> Path:
        return self.path.with_name(f"{self.path.stem}.backups")

    def _turn(self, word: str | None, work: Callable[[], object]) -> None:
        """Does what makes another word open the archive, telling of it before and afterwards."""
        self._say({"openers": [self.word, word]})
        work()
        self.word = word
        self._say({"openers": [word]})

    def encrypt(self) -> None:
        word = f"word{self.chance.randrange(10**6)}"
        self._turn(word, lambda: protecting.encrypt(self.path, word))

    def decrypt(self) -> None:
        key = self.key()
        assert key is not None
        self._turn(None, lambda: protecting.decrypt(self.path, key))

    def recode(self) -> None:
        self.encrypt() if self.word is None else self.decrypt()

    def change_key(self) -> None:
        if self.word is None:
            self.encrypt()
        key, word = self.key(), f"word{self.chance.randrange(10**6)}"
        assert key is not None
        self._turn(word, lambda: protecting.change(self.path, key, word))

    def change_key_with_a_mate(self) -> None:
        rekeying_mate.MANY = 1
        self.change_key()

    def back_up(self) -> Path:
        with self.open() as archive:
            made = making.add_point(archive, self.backups)
        self._say({"backup": made.point.path.name, "word": self.word})
        return made.point.path

    def restore(self) -> None:
        chosen = self.back_up()
        with self.open() as archive, archive.atomic():
            archive.store.facts.set("since", str(self.chance.random()))
        there = copies.look(chosen, self._raw())
        try:
            before = state(there)
        finally:
            there.close()
        self._say({"may": before})
        restoring.restore(self.path, chosen, key=self.key(), folder=self.backups)
        self._say({"is": before})

    def _raw(self) -> bytes | None:
        key = self.key()
        return None if key is None else key.raw

    def repair(self) -> None:
        self._say({"spoilt": True})
        with self.open() as archive, archive.atomic():
            archive.store.connections.change("UPDATE articles SET passages = passages + 1")
            archive.store.connections.change("DELETE FROM passage_words")
        done = repairing.repair(self.path, key=self.key())
        assert done.kept is not None and all(finding.repaired for finding in done.findings), done
        with self.open() as archive:
            self._say({"is": state(archive.store.connections)})
        self._say({"spoilt": False})

    def salvage(self) -> None:
        target = self.path.with_name(f"saved{self.chance.randrange(10**6)}.waystation")
        saved = salvaging.save_readable(self.path, target, key=self.key())
        self._say({"saved": target.name, "word": self.word, "articles": saved.holdings.articles})


CLOSED: dict[str, Callable[[Closed], object]] = {
    "encrypt or decrypt": Closed.recode,
    "change the passphrase": Closed.change_key,
    "back up": Closed.back_up,
    "restore": Closed.restore,
    "repair": Closed.repair,
    "salvage": Closed.salvage,
}
# What a second process writes is not recorded.
UNRECORDED: dict[str, Callable[[Closed], object]] = {"change the passphrase with a mate": Closed.change_key_with_a_mate}
