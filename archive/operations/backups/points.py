"""Backups as files in a folder: their names, what is known of each, and where an archive's folder is.

`Library-00012-2026-11-26T14-05-33Z.waystation`: the number counts up whatever the clock says, so that names sort in the order in
which the backups were made. Beside each lies its SHA-512 as `sha512sum -c` reads it. Both names are possible on FAT32.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.base.errors import Unreadable
from archive.model.keeping import Point
from archive.protection.leftovers import DIGEST_SUFFIX as DIGEST_SUFFIX

SUFFIX = ".waystation"
_FOLDER = "Waystation backups"
_BESIDE = ".backups"
_UID_CHARS = 8
_NAME = re.compile(r"(?P<number>\d{5,})-(?P<made>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)(?P<damaged>-damaged)?\.waystation\Z")
_STAMP = "%Y-%m-%dT%H-%M-%SZ"


def folder_of(archive: Path, uid: str, place: Path | None) -> Path:
    """Where the backups of an archive lie: beside it, or in a folder of its own at the place that a person chose.

    At a chosen place an archive is known by its uid, so that one that was renamed finds its backups again.
    """
    if place is None:
        return archive.with_name(archive.stem + _BESIDE)
    known = f"-{uid[:_UID_CHARS]}"
    with suppress(OSError):
        for each in sorted((place / _FOLDER).iterdir()):
            if each.name.endswith(known):
                return each
    return place / _FOLDER / f"{archive.stem}{known}"


def folders_called(stem: str, place: Path) -> list[Path]:
    """The folders of backups at a place of archives with this name: for one that is lost, and cannot say its uid any more."""
    named = re.compile(re.escape(stem) + "-[0-9a-f]{8}")
    with suppress(OSError):
        return sorted(each for each in (place / _FOLDER).iterdir() if named.fullmatch(each.name))
    return []


def of_a_lost_one(archive: Path, place: Path | None) -> list[Point]:
    """Backups of an archive that is gone or does not open, and cannot say its uid: those beside it, and those of archives of its name at
    the place that a person chose; the newest first. What cannot be looked into is passed over.
    """
    folders = [folder_of(archive, "", None), *(folders_called(archive.stem, place) if place is not None else ())]
    found: list[Point] = []
    for folder in folders:
        with suppress(Unreadable):
            found += points(folder)
    return sorted(found, key=lambda point: (point.made, point.number), reverse=True)


def points(folder: Path) -> list[Point]:
    """The backups in a folder, newest number first; none where there is no folder. Raises Unreadable when it cannot be listed."""
    try:
        paths = list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise Unreadable(
            f"The folder {folder} cannot be read ({error.strerror}).",
            "Connect the disk again, or choose another place.",
        ) from error
    found = [point for path in paths if (point := point_at(path)) is not None]
    return sorted(found, key=lambda point: (point.number, point.made), reverse=True)


def point_at(path: Path) -> Point | None:
    """What the name says of a backup; None for any other file."""
    matched = _NAME.search(path.name)
    if matched is None or path.name.startswith("."):
        return None
    try:
        made = datetime.strptime(matched["made"], _STAMP).replace(tzinfo=UTC)
        size = path.stat().st_size
    except (OSError, ValueError):
        return None
    return Point(path, int(matched["number"]), made, size, digest_of(path))


def damaged(point: Point) -> bool:
    """Whether the archive itself was damaged when the backup was made, and its name says so."""
    matched = _NAME.search(point.path.name)
    return matched is not None and matched["damaged"] is not None


def name(stem: str, number: int, made: datetime, *, damaged: bool = False) -> str:
    """The file name of a backup."""
    return f"{stem}-{number:05}-{made.astimezone(UTC).strftime(_STAMP)}{'-damaged' if damaged else ''}{SUFFIX}"


def digest_path(path: Path) -> Path:
    """Where the SHA-512 of a backup is written down."""
    return path.with_name(path.name + DIGEST_SUFFIX)


def named(path: Path) -> Point:
    """A file that a person says is a backup, whatever its name. Raises Unreadable."""
    point = point_at(path)
    if point is not None:
        return point
    try:
        stat = path.stat()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror}).", "Choose another file.") from error
    return Point(path, 0, datetime.fromtimestamp(stat.st_mtime, UTC), stat.st_size, digest_of(path))


def digest_of(path: Path) -> str | None:
    """The SHA-512 that was written down when the backup was made, or None."""
    try:
        words = digest_path(path).read_text("ascii").split()
    except (OSError, ValueError):
        return None
    return words[0] if words and re.fullmatch("[0-9a-f]{128}", words[0]) else None
