"""What is done on media that fail, in a process of its own: `python -m tests.archive.durability.media_child CASE FOLDER PASSPHRASE`.

`pulled`: the stick that an archive lies on is pulled out while it is open. `protected`: everything in FOLDER lies on a medium that takes no
writing. Each act is told on standard output, a line of JSON each: {act, told}, the sentence that it came to, or null.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.model.ids import ArticleId
from archive.operations import annotate, find, protecting
from archive.operations.backups import making, restoring
from archive.operations.exchange import foreign
from archive.protection import passphrases
from archive.protection.keys import Key
from archive.store import rekeying

Act = Callable[[Archive, Path], object]


def _mark(archive: Archive, folder: Path) -> None:
    for number in range(50):
        annotate.mark(archive, ArticleId(1), 4, 9, note=f"late {number} " + "words " * 3000)


ACTS: dict[str, Act] = {
    "mark": _mark,
    "merge": lambda archive, folder: foreign.bring(archive, folder / "theirs.waystation-bundle"),
    "back up": lambda archive, folder: making.add_point(archive, folder / "elsewhere.backups"),
}


def main(case: str, folder: Path, passphrase: str) -> None:
    passphrases.PARAMETERS[1] = passphrases.Cost(passes=1, memory_kib=64, lanes=1)
    word = passphrase or None
    _pulled(folder, word) if case == "pulled" else _protected(folder, word)


def _key(path: Path, word: str | None) -> Key | None:
    return None if word is None else protecting.unlock(path, word)


def _pulled(folder: Path, word: str | None) -> None:
    for act in ACTS:
        path = folder / act / "a.waystation"
        archive = Archive.open(path, key=_key(path, word))
        annotate.mark(archive, ArticleId(1), 4, 9, note="acknowledged")
        _pull(path.parent)
        _tell(act, lambda act=act, archive=archive: ACTS[act](archive, folder))  # type: ignore[misc]
        _tell(f"close after {act}", archive.close)
    if word is not None:
        _pulled_while_changing(folder / "change the passphrase", word)


def _pulled_while_changing(folder: Path, word: str) -> None:
    """The passphrase of a closed archive changes, and the stick goes when a part of the copy is made."""
    path, key = folder / "a.waystation", protecting.unlock(folder / "a.waystation", word)
    with Archive.open(path, key=key) as archive:
        annotate.mark(archive, ArticleId(1), 4, 9, note="acknowledged")
    rekeying._PIECE_PAGES = 4

    def told(done: int, _: int, label: str) -> None:
        if done == 4:
            _pull(folder)

    _tell("change the passphrase", lambda: protecting.change(path, key, "other words", Progress(told)))


def _pull(folder: Path) -> None:
    """From now on nothing that is open below the folder can be read or written: it fails as it does on a stick that is gone, where locks
    (on the -shm) and what is mapped into memory stay.
    """
    gone, _ = os.pipe()
    for opened in list(Path("/proc/self/fd").iterdir()):
        name = os.path.realpath(opened)
        if name.startswith(str(folder)) and (name.endswith((".waystation", "-wal")) or ".encrypting-" in name):
            os.dup2(gone, int(opened.name))


def _protected(folder: Path, word: str | None) -> None:
    home = Path(os.environ["WAYSTATION_HOME"])
    path = folder / "a.waystation"
    key = _key(path, word)
    with Archive.open(path, key=key, fall_back_to_read_only=True) as archive:
        assert archive.read_only
        found = find.search(archive, "lock")
        assert found.total == 1
        for name, act in ACTS.items():
            place = home if name == "back up" else folder
            _tell(name, lambda act=act, place=place: act(archive, place))  # type: ignore[misc]
    _tell("restore", lambda: restoring.restore(path, folder / "backup.waystation", key=key, folder=home / "kept"))
    if key is not None:
        _tell("change the passphrase", lambda: protecting.change(path, key, "other words"))
    _tell("encrypt or decrypt", lambda: protecting.encrypt(path, "w") if key is None else protecting.decrypt(path, key))
    own = home / "own.waystation"
    Archive.create(own).close()
    with Archive.open(own) as archive:
        _tell("merge from there", lambda: foreign.bring(archive, path, passphrase=word))
        _tell("merge a bundle from there", lambda: foreign.bring(archive, folder / "theirs.waystation-bundle"))


def _tell(act: str, work: Callable[[], object]) -> None:
    told = None
    try:
        work()
    except WaystationError as error:
        told = str(error)
    print(json.dumps({"act": act, "told": told}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
