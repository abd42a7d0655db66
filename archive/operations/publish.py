"""Taking things out of the archive as files: written under a temporary name beside the target, renamed when whole."""

import os
from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Written:
    """What was written where: so many times from so many articles; `warnings` name what could not be carried."""

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

    Raises Invalid (no such format), DiskFull or WaystationError (the file cannot be written), Cancelled.
    """
    name = format or _by_ending(out)
    if name not in TIMELINE:
        raise Invalid(f"A timeline cannot be written as {name!r}.", f"Choose {', '.join(TIMELINE)}.")
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
    articles = {each.mention.article for each in told if each.mention.article is not None}  # type: ignore[assignment]
    return Written(str(out), exported.times, len(articles), exported.warnings)


def _by_ending(out: Path) -> str:
    if out.name.endswith(".timeline.json"):
        return "timelinejs"
    ending = out.suffix.lower().removeprefix(".")
    if ending not in TIMELINE:
        raise Invalid(
            f"{out.name} does not say in which format to write.",
            f"Name the format, or end the name in .{'/.'.join(TIMELINE)}.",
        )
    return ending


def write(out: Path, data: bytes) -> None:
    """Writes a file whole or not at all; what was there stays until the new one is on the disk."""
    fresh = out.with_name(f".{out.name}.part-{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(out)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        if error.errno in (28, 122):  # ENOSPC, EDQUOT
            raise DiskFull(f"There is no room for {out.name}.", "Free some, or choose another disk.") from error
        raise WaystationError(
            f"{out.name} could not be written: {error.strerror or error}.", "Choose a folder that you can write to."
        ) from error
