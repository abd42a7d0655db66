"""What must be true of an archive after whatever ended the program or the machine, as it opens, without any repair."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import WrongPassphrase
from archive.model.search import Scope
from archive.operations import maintain, protecting
from archive.operations.backups import comparing
from archive.protection.keys import Key
from archive.store.connection import Connections
from tests.archive.durability.served import Line
from tests.archive.durability.states import state

_READABLE = b"barges passed the lock"  # stands in every article


@dataclass
class Promised:
    """What was told: the state that was committed last, the states that may have followed it, what opens the archive, what lies beside it."""

    state: str | None = None
    next: set[str] = field(default_factory=set)
    openers: list[str | None] = field(default_factory=lambda: [None])
    files: list[Line] = field(default_factory=list)
    spoilt: bool = False

    def take(self, line: Line) -> None:
        """Takes one more line of what was told."""
        if "is" in line:
            self.state, self.next = line["is"], set()
        elif "about" in line or "may" in line:
            self.next.add(line.get("about") or line["may"])
        elif "openers" in line:
            self.openers = line["openers"]
        elif "spoilt" in line:
            self.spoilt = line["spoilt"]
        elif "backup" in line or "saved" in line:
            self.files.append(line)

    def take_all(self, told: Sequence[Line]) -> None:
        for line in told:
            self.take(line)


def findings(path: Path, promised: Promised, *, searched: bool = True) -> tuple[list[str], str | None]:
    """What is wrong with the archive (nothing: an empty list), and which of the words opens it. It is caught up and closed afterwards.

    `searched`: its articles are the worker's, each with a word in its title that no other article has.
    """
    opening = [word for word in promised.openers if _opens(path, word)]
    if len(opening) != 1:
        return [f"{len(opening)} of {promised.openers} open it"], None
    key = _key(path, opening[0])
    found = _state(path, key)
    if promised.state is not None and found not in {promised.state, *promised.next}:
        return ["it holds something else than what was committed last, or was about to be"], opening[0]
    promised.state, promised.next, promised.openers = found, set(), opening
    wrong: list[str] = []
    with Archive.open(path, key=key) as archive:
        if searched:
            wrong += [f"before catching up: {finding}" for finding in archive.index.verify()]
        else:
            archive.index.examine()  # it was made on another machine
        archive.index.catch_up()
        wrong += _misfound(archive) if searched else archive.index.verify()
        if not promised.spoilt:
            wrong += [f"check: {finding.what} ({finding.where})" for finding in maintain.check(archive)]
        promised.state = state(archive.store.connections)
    wrong += _beside(path, promised, key, opening[0])
    return wrong, opening[0]


def _opens(path: Path, word: str | None) -> bool:
    if word is None or not protecting.is_encrypted(path):
        return word is None and not protecting.is_encrypted(path)
    try:
        protecting.unlock(path, word)
    except WrongPassphrase:
        return False
    return True


def _key(path: Path, word: str | None) -> Key | None:
    return None if word is None else protecting.unlock(path, word)


def _state(path: Path, key: Key | None) -> str:
    """As it lies on the disk: opening it as an archive would bring an older one up to date."""
    connections = Connections(path, key=None if key is None else key.raw)
    try:
        return state(connections)
    finally:
        connections.close()


def _misfound(archive: Archive) -> Iterator[str]:
    """Whether search and text agree: every article is found by the word that it alone has, and nothing that is not there."""
    if archive.index.pending():
        yield "something still waits to be indexed"
    everything, words = archive.store.articles.ids(Scope()), {}
    for row in archive.store.connections.rows("SELECT id, title, trashed_at FROM articles"):
        words[row["id"]] = (str(row["title"]).split()[1], row["trashed_at"] is None)
    for article, (word, live) in words.items():
        found = set(archive.index.search(word).articles)
        wanted = {other for other, (same, there) in words.items() if same == word and there}
        if found != wanted:
            yield f"article {article} ({'live' if live else 'in the trash'}): search finds {found} by {word}"
    found = set(archive.index.search("title:title").articles)
    if found != everything:
        yield f"search finds {len(found)} articles, the database holds {len(everything)}"


def _beside(path: Path, promised: Promised, key: Key | None, word: str | None) -> Iterator[str]:
    """Nothing half made is left beside an archive that was opened again, nothing readable beside an encrypted one, and files that were
    told of are whole.
    """
    for each in path.parent.iterdir():
        if each.name.startswith((f".{path.name}", f".{path.stem}.")):
            yield f"{each.name} was left"
        elif word is not None and each.name.startswith(path.name) and _READABLE in each.read_bytes():
            yield f"{each.name} can be read"
    named = {line.get("backup") or line["saved"]: line for line in promised.files}  # of two with one name the last
    for line in named.values():
        if line["word"] != word:
            continue
        name = Path(f"{path.stem}.backups") / line["backup"] if "backup" in line else Path(line["saved"])
        if not (path.parent / name).exists():
            # Backups are thinned, and plain ones go where the archive is encrypted.
            if "saved" in line or (line == promised.files[-1] and word is not None):
                yield f"{name} is gone"
        elif "backup" in line:
            yield from comparing.faults(path.parent / name, key)
    promised.files = promised.files[-1:]
