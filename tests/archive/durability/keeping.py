"""Keeping an archive: marks passages, backs up, thins, and goes back to earlier backups; for the worker, which is killed meanwhile.

What is told: `{has}` the passages that the archive surely has, `{point, has}` a backup that is there, `{returning, has}` that the archive is
about to become what it was, or to stay.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path

from archive.archive import Archive
from archive.base import clock, peeking
from archive.model.ids import ArticleId
from archive.operations import annotate, rekeying_mate
from archive.operations.backups import making, points, restoring
from archive.protection.keys import Key
from archive.store.rekeying import Bring, Keys, Rekeying

_WORDS = 30


@contextmanager
def _within(original: Path, target: Path, keys: Keys, _: int) -> Iterator[Sequence[Bring]]:
    """What helpers do, done by this process, of which alone it is recorded what it writes."""
    with (
        peeking.looking(original) as descriptor,
        FileIO(descriptor, closefd=False) as here,
        FileIO(target, "r+") as there,
    ):
        yield (Rekeying(here, there, keys).bring,)


def keep(
    path: Path,
    chance: random.Random,
    rounds: int,
    say: Callable[[dict[str, object]], None],
    key: Key | None,
    *,
    recorded: bool,
) -> None:
    """Works for so many rounds, half an hour each as far as the archive is told. An encrypted one is copied as a large one would be."""
    rekeying_mate.MANY = 1
    if recorded:
        making._HELPERS = _within  # type: ignore[assignment]
    now = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=chance.randrange(300))
    folder = path.with_name("a.backups")
    known: dict[str, list[str]] = {}  # what each backup has
    for _ in range(rounds):
        now += timedelta(minutes=30)
        with clock.frozen(now):
            with Archive.open(path, key=key) as archive:
                for _ in range(chance.randint(1, 3)):
                    start = chance.randrange(_WORDS) * 6
                    annotate.mark(archive, ArticleId(1), start, start + 5, note=f"note {chance.randrange(10**6)}")
                    say({"has": held(archive)})
                if chance.random() < 0.8:
                    made = making.add_point(archive, folder)
                    known[made.point.path.name] = held(archive)
                    say({"point": made.point.path.name, "has": held(archive)})
            there = [point for point in points.points(folder) if point.path.name in known]
            if there and chance.random() < 0.4:
                chosen = chance.choice(there).path
                say({"returning": chosen.name, "has": known[chosen.name]})
                kept = restoring.restore(path, chosen, key=key, folder=folder).kept
                assert kept is not None
                with Archive.open(path, key=key) as archive:
                    say({"point": kept.name, "has": held(archive)})


def held(archive: Archive) -> list[str]:
    """The passages of the archive."""
    return sorted(passage.uid for passage in annotate.passages(archive))
