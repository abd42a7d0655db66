"""New archives for tests: the tables are made once for all tests of a process, and each archive is a copy of them with facts of its own.

What is made so is what `Archive.create` makes (tests/archive/test_made.py); how that fares is shown where it is called.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.archive import Archive
from archive.base import clock
from archive.model.ids import new_uid
from archive.protection import homes
from archive.store import migrations


@cache
def _tables(steps: tuple[object, ...]) -> bytes:
    with TemporaryDirectory(prefix="waystation-tables-") as folder:
        path = Path(folder) / "Empty.waystation"
        Archive.create(path).close()
        return path.read_bytes()


def new_archive(path: Path) -> Archive:
    """An empty archive, open, like `Archive.create(path)`; not encrypted. The file must not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(_tables(migrations.STEPS))  # a test may have it be an earlier version
    made = Archive.open(path)
    uid = new_uid()
    with made.atomic():
        for name, value in {"uid": uid, "created": clock.stamp(), homes.FACT: homes.mark(uid)}.items():
            made.store.facts.set(name, value)
    return made
