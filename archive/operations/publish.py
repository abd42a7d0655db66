"""Taking things out of the archive as files: written under a temporary name beside the target, renamed when whole."""

import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import DiskFull, Invalid, WaystationError
from archive.base.progress import Progress
from archive.exports.timeline import calendar, jsonfile, table, timelinejs
from archive.exports.timeline.told import Exported, Told
from archive.model.event import EventFilter

from . import timeline as telling

_PAGE = 500
_OWN_FILES = ("", "-wal", "-shm", "-journal", ".lock")  # an archive and what lies beside it while it is open


@dataclass(frozen=True, slots=True)
class Written:
    """What was written where: so many times of so many articles; `warnings` name what could not be carried."""

    path: str
    events: int
    articles: int
    warnings: tuple[str, ...]


def _stamp() -> str:
    return f"{clock.now():%Y%m%dT%H%M%SZ}"


TIMELINE: Mapping[str, Callable[[Sequence[Told]], Exported]] = {
    "csv": table.write,
    "json": jsonfile.write,
    "ics": lambda told: calendar.write(told, stamp=_stamp()),
    "timelinejs": timelinejs.write,
}


def timeline(
    archive: Archive,
    filter: EventFilter,
    out: Path,
    format: str | None = None,
    *,
    progress: Progress | None = None,
) -> Written:
    """Writes the times that the filter lets through; `format` is one of TIMELINE, None: by the file's ending.

    Raises Invalid (no such format, nothing that it can hold, the archive's own file), DiskFull or WaystationError (the file
    cannot be written), Cancelled.
    """
    name = format or _by_ending(out)
    if name not in TIMELINE:
        raise Invalid(f"A timeline cannot be written as {name!r}.", f"Choose {', '.join(TIMELINE)}.")
    _spare(archive, out)
    progress = progress or Progress()
    told: list[Told] = []
    with archive.snapshot():
        ids = telling.ids(archive, filter).tolist()
        pages = [ids[first : first + _PAGE] for first in range(0, len(ids), _PAGE)]
        for page in progress.over(pages, "Collecting"):
            mentions = telling.by_ids(archive, page)
            articles = sorted({mention.article for mention in mentions if mention.article is not None})
            headings = telling.articles(archive, articles)
            for mention in mentions:
                heading = headings.get(mention.article) if mention.article is not None else None
                title, publisher, published = heading or (None, None, None)
                told.append(Told(mention, title or None, publisher, published))
    progress.check()
    exported = TIMELINE[name](told)
    write(out, exported.data)
    tellers = {each.mention.article for each in exported.held} - {None}
    return Written(str(out), len(exported.held), len(tellers), exported.warnings)


def picture(archive: Archive, data: bytes, out: Path) -> None:
    """Writes a picture that was painted of the archive; raises as `timeline` does."""
    _spare(archive, out)
    write(out, data)


def _by_ending(out: Path) -> str:
    ending = out.suffix.lower().removeprefix(".")
    if out.name.lower().endswith(".timeline.json"):
        return "timelinejs"
    if ending not in TIMELINE:
        raise Invalid(
            f"{out.name} does not say in which format to write.",
            "Name the format, or end the name in .csv, .json, .ics or .timeline.json.",
        )
    return ending


def _spare(archive: Archive, out: Path) -> None:
    """Raises Invalid where `out` is the archive itself, or a file that keeps what is not yet in it."""
    for ending in _OWN_FILES:
        own = archive.path.with_name(archive.path.name + ending)
        with suppress(OSError):  # one of the two is not there, or not to be seen: then it is not the other
            if out.samefile(own):
                raise Invalid("That is the archive itself.", "Name another file.")


def write(out: Path, data: bytes) -> None:
    """Writes a file whole or not at all; what was there stays until the new one is on the disk."""
    fresh = out.with_name(f".waystation-{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        try:
            with fresh.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(out)
        except BaseException:
            with suppress(OSError):  # it was never made, or its folder cannot be reached at all
                fresh.unlink()
            raise
    except OSError as error:
        if error.errno in (28, 122):  # ENOSPC, EDQUOT
            raise DiskFull(f"There is no room for {out.name}.", "Free some, or choose another disk.") from error
        raise WaystationError(
            f"{out.name} could not be written: {error.strerror or error}.", "Choose a folder that you can write to."
        ) from error
