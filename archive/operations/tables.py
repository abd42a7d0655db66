"""Tables with one article a row, before they come in: what they look like, and which choice of columns is kept for such headings."""

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.base.text import storable
from archive.importers.tables import dates
from archive.importers.tables.reader import ASKED
from archive.model import tables
from archive.model.article import Imported, Source
from archive.model.protocols import ReaderPool
from archive.model.tables import Columns, Draft, may_be_one

from .gathering import gather, load
from .reading import read_one, readers

_FACT = "table-columns"
_MOST_KEPT = 200
# Of a path its choice; None leaves the table out. One choice for all tables where there is no path to tell them by.
Chosen = Mapping[Path, Columns | None] | Columns


@dataclass(frozen=True, slots=True)
class Asked:
    """A table that may be asked about. `columns` is what is proposed: the choice that was made for such headings before
    (`kept`), else the guess."""

    path: Path
    draft: Draft
    columns: Columns
    kept: bool


def is_unclear(cell: str) -> bool:
    """Whether day and month of a date can be told apart by nothing in it."""
    return dates.is_unclear(cell)


def asked(
    archive: Archive, paths: Sequence[Path | str], *, progress: Progress | None = None, pool: ReaderPool | None = None
) -> list[Asked]:
    """The tables of articles among files and folders, as they look; other files are none of this. Raises Cancelled."""
    progress = progress or Progress()
    named = [found.path for found in gather(paths).files if found.error is None and may_be_one(found.path)]
    found: list[Asked] = []
    if not named:
        return found
    with ExitStack() as stack:
        pool = pool or stack.enter_context(readers())
        for path in progress.over(named, "Looking at tables"):
            with suppress(WaystationError):  # the import tells what is wrong with the file
                if (draft := look(path, Columns({}), pool)) is not None:
                    kept = kept_for(archive, draft)
                    found.append(Asked(path, draft, kept or draft.columns, kept is not None))
    return found


def look(path: Path, columns: Columns, pool: ReaderPool | None = None) -> Draft | None:
    """What a table looks like with another delimiter, encoding, sheet or first row; None when it is no table of articles.

    Raises Unreadable, and Invalid for an encoding that there is none of.
    """
    source = Source(load(path), storable(path.name), str(path), columns=ASKED + tables.dumped(columns))
    return read_one(source, pool).table


def settled(archive: Archive, source: Source, imported: Imported, pool: ReaderPool) -> Imported:
    """A table whose columns are not certain, read with those that were chosen for such headings before; anything else as it is."""
    if imported.table is None or imported.text is not None or imported.members or source.columns is not None:
        return imported
    kept = kept_for(archive, imported.table)
    if kept is None:
        return imported
    return read_one(replace(source, columns=tables.dumped(kept)), pool)


def choice_of(chosen: Chosen | None, path: Path) -> str | None:
    """The choice for a file as a source carries it."""
    columns = chosen if isinstance(chosen, Columns) or chosen is None else chosen.get(path)
    return None if columns is None else tables.dumped(columns)


def is_left_out(chosen: Chosen | None, path: Path) -> bool:
    """Whether a person chose to leave the table out."""
    return isinstance(chosen, Mapping) and path in chosen and chosen[path] is None


def kept_for(archive: Archive, draft: Draft) -> Columns | None:
    """The choice that is kept for tables with these headings."""
    held = _kept(archive).get(draft.signature)
    if held is None:
        return None
    try:
        columns = tables.fitted(tables.loaded(held), draft)
        tables.check(columns)
    except (ValueError, WaystationError):
        return None
    return columns


def keep(archive: Archive, draft: Draft, columns: Columns) -> None:
    """Keeps a choice for tables with these headings; the oldest of many is forgotten."""
    with archive.atomic():
        held = _kept(archive)
        held.pop(draft.signature, None)
        held[draft.signature] = tables.dumped(columns)
        archive.store.facts.set(_FACT, json.dumps(dict(list(held.items())[-_MOST_KEPT:]), ensure_ascii=False))


def _kept(archive: Archive) -> dict[str, str]:
    try:
        held = json.loads(archive.store.facts.get(_FACT) or "{}")
    except ValueError:
        return {}
    return {key: value for key, value in held.items() if isinstance(value, str)} if isinstance(held, dict) else {}
