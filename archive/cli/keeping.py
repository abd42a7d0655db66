"""`check`, `backup`, `backups` and `restore`: is everything whole, and what was there before."""

import dataclasses
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from archive.archive import Archive
from archive.base import places
from archive.base.errors import Damaged, Invalid, NotFound, WaystationError
from archive.model.keeping import Difference, Finding, Holdings, Point
from archive.operations import maintain, repairing, salvaging
from archive.operations.backups import comparing, making, points, restoring
from archive.protection.keys import Key

from .common import archive_path, existing_archive, open_archive, print_json, say, shared_options, terminal_progress
from .main import EXIT_ERROR, EXIT_PARTIAL
from .unlocking import key_of


@click.command("check")
@click.option("--repair", is_flag=True, help="Mend a copy, check it, and let it take the archive's place.")
@click.option(
    "--salvage",
    type=click.Path(path_type=Path),
    metavar="NEW",
    help="Save what can still be read of a damaged archive in a new one; the damaged file stays as it is.",
)
@shared_options
def check_command(repair: bool, salvage: Path | None, as_json: bool) -> int:
    """Check the file, every original against its SHA-512, every passage, date and figure against its words, and the index.

    Without an option nothing is changed, and the archive may be open elsewhere. With --repair what follows from other
    data is put right in a copy; when the copy is better it takes the archive's name, and the damaged file stays beside
    it. What cannot be mended without guessing is reported.
    """
    if repair and salvage is not None:
        raise click.UsageError("--repair and --salvage exclude each other.")
    if salvage is not None:
        return _salvage(salvage, as_json)
    try:
        findings, kept = _checked(repair)
    except Damaged as error:
        bad = f"{error.what.removesuffix('.')}, so much so that it cannot be opened."
        raise Damaged(bad if error.what.endswith(" is damaged.") else error.what, repairing.INSTEAD) from error
    healthy = all(finding.repaired for finding in findings)
    if as_json:
        listed = [dataclasses.asdict(finding) for finding in findings]
        print_json({"ok": healthy, "findings": listed} | ({} if kept is None else {"damaged_kept": str(kept)}))
        return 0 if healthy else EXIT_ERROR
    if not findings:
        say("Everything is whole.")
    for finding in findings:
        say(f"{'mended' if finding.repaired else 'found'}: {_told(finding)}")
    if kept is not None:
        say(f"The damaged file is kept as {kept}")
    return 0 if healthy else EXIT_ERROR


def _checked(repair: bool) -> tuple[list[Finding], Path | None]:
    """What was found, and where the damaged file is kept, if it was mended."""
    if not repair:
        with open_archive(read_only=True) as archive, terminal_progress("Checking") as progress:
            return maintain.check(archive, progress=progress), None
    path = existing_archive()
    key = key_of(path)
    with terminal_progress("Checking") as progress:
        repaired = repairing.repair(path, key=key, progress=progress)
    return list(repaired.findings), repaired.kept


def _told(finding: Finding) -> str:
    articles = len(finding.articles)
    touches = f"touches {articles:,} article{'s' if articles != 1 else ''}, {finding.passages:,} passages"
    return f"{finding.what} ({finding.where}{f'; {touches}' if articles else ''})"


def _salvage(target: Path, as_json: bool) -> int:
    path = existing_archive()
    key = key_of(path, damaged=True)
    with terminal_progress("Salvaging") as progress:
        saved = salvaging.save_readable(path, target, key=key, progress=progress)
    if as_json:
        told = {"path": str(saved.path), "told": list(saved.told), **dataclasses.asdict(saved.holdings)}
        print_json({**told, "findings": [dataclasses.asdict(finding) for finding in saved.findings]})
    else:
        say(f"{saved.path}: {_held(saved.holdings)}")
        for sentence in saved.told:
            say(sentence)
        for finding in saved.findings:
            say(f"found: {_told(finding)}")
    return EXIT_PARTIAL if saved.told or saved.findings else 0


@click.command("backup")
@click.argument("out", required=False, type=click.Path(path_type=Path))
@click.option("--thin", is_flag=True, help="In a folder: remove the older backups that this one makes superfluous.")
@shared_options
def backup_command(out: Path | None, thin: bool, as_json: bool) -> int:
    """Copy the whole archive to OUT, as encrypted as it is, and read the copy back.

    OUT is a new file, or a folder, in which the backup gets a name with a number and the time. Without OUT it goes to the place
    that was chosen in the window, else beside the archive. The archive may be open elsewhere, and work there goes on.
    """
    began = perf_counter()
    removed: tuple[Point, ...] = ()
    with open_archive(read_only=True) as archive, terminal_progress("Backing up") as progress:
        folder = _folder_of(archive) if out is None else out if out.is_dir() else None
        if folder is not None:
            made = making.add_point(archive, folder, progress, thin=thin)
            path, copy, removed = made.point.path, made.copy, made.removed
            damaged = points.damaged(made.point)
        else:
            assert out is not None
            path, copy, damaged = out, making.back_up(archive, out, progress), False
    if as_json:
        told: dict[str, Any] = {"path": str(path), "bytes": copy.size, "sha512": copy.sha512, "damaged": damaged}
        told |= {"originals": copy.originals, "originals_checked": copy.checked, **dataclasses.asdict(copy.holdings)}
        told |= {
            "removed": [str(point.path) for point in removed],
            "elapsed_ms": round((perf_counter() - began) * 1000),
        }
        print_json(told)
    else:
        say(f"{path}: {_held(copy.holdings)}, read back whole.")
        if damaged:
            say("The archive is damaged: run `waystation check`. Older backups stay.", err=True)
        for point in removed:
            say(f"removed: {point.path}")
    return EXIT_PARTIAL if damaged else 0


def _held(holdings: Holdings) -> str:
    return f"{holdings.articles:,} articles, {holdings.passages:,} passages, {holdings.tags:,} tags"


@click.command("backups")
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder; else the place that was chosen in the window, else beside the archive.",
)
@click.option("--check", "checks", is_flag=True, help="Read each backup to its end.")
@shared_options
def backups_command(folder: Path | None, checks: bool, as_json: bool) -> int:
    """List the backups in a folder, the newest first; with --check, say whether each is still as it was written."""
    key, where = None, folder or _folder_of_backups()
    found = points.points(where)
    if checks and found:
        key = key_of(found[0].path)
    faults: dict[Path, list[str]] = {}
    with terminal_progress("Reading backups") as progress:
        for point in found if checks else []:
            faults[point.path] = comparing.faults(point.path, key, progress)
    if as_json:
        print_json([_listed(point, faults.get(point.path)) for point in found])
    elif not found:
        say(f"There are no backups in {where}")
    for point in found if not as_json else []:
        state = "" if not checks else " whole" if not faults[point.path] else f" {faults[point.path][0]}"
        say(f"{point.made:%Y-%m-%d %H:%M} UTC  {point.size / 1e6:,.1f} MB  {point.path}{state}")
    return EXIT_ERROR if any(faults.values()) else 0


def _folder_of(archive: Archive) -> Path:
    """Where the window puts backups of this archive, told where that is a place which a person chose. Raises NotFound."""
    place = places.backup_place()
    if place is not None:
        _require_reachable(place)
    folder = points.folder_of(archive.path, archive.uid, place)
    if place is not None:
        say(f"At the place that was chosen in the window: {folder}", err=True)
    return folder


def _folder_of_backups() -> Path:
    """The same where the archive may be lost. Raises NotFound, and Invalid where it could be one of several."""
    place, path = places.backup_place(), archive_path()
    if place is None:
        return points.folder_of(path, "", None)
    if path.exists():
        with open_archive(read_only=True) as archive:
            return _folder_of(archive)
    _require_reachable(place)
    found = points.folders_called(path.stem, place)
    if len(found) > 1:
        raise Invalid(
            f"There are backups of {len(found)} archives with this name in {place}.", "Say which one with --in."
        )
    folder = found[0] if found else points.folder_of(path, "", None)
    say(f"At the place that was chosen in the window: {folder}" if found else f"There are none in {place}.", err=True)
    return folder


def _require_reachable(place: Path) -> None:
    if not place.is_dir():
        raise NotFound(
            f"{place}, the place for backups that was chosen in the window, cannot be reached.",
            "Connect the disk again, or name another folder.",
        )


def _folder_to_keep_in(path: Path, key: Key | None) -> Path | None:
    """Where the present state is kept before another one takes its name; None: beside the archive."""
    place = places.backup_place()
    if place is None or not path.exists():
        return None
    if not place.is_dir():
        say(f"{place} cannot be reached: what is here now is kept beside the archive.", err=True)
        return None
    try:
        with Archive.open(path, read_only=True, key=key) as archive:
            return _folder_of(archive)
    except WaystationError:
        return None  # it is damaged, and stays beside


def _listed(point: Point, faults: list[str] | None) -> dict[str, Any]:
    made = point.made.isoformat().replace("+00:00", "Z")
    told = {"path": str(point.path), "number": point.number, "made": made, "bytes": point.size, "sha512": point.sha512}
    return told | {"damaged": points.damaged(point)} | ({} if faults is None else {"ok": not faults, "faults": faults})


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--preview", is_flag=True, help="Only say how the backup differs from the archive; change nothing.")
@click.option(
    "--keep-in",
    type=click.Path(path_type=Path),
    help="Where the present state is kept as a backup first; as for `backup` if not said.",
)
@shared_options
def restore_command(file: Path, preview: bool, keep_in: Path | None, as_json: bool) -> int:
    """Put the archive back to the backup FILE; the present state is kept as a backup of its own first.

    Where the archive itself is gone, it is made again from the backup. It must not be open elsewhere.
    """
    if preview:
        with open_archive(read_only=True) as archive, terminal_progress("Comparing") as progress:
            found = comparing.preview(archive, file, progress)
        return _print_preview(found, as_json)
    path = archive_path()
    if path.resolve() == file.resolve():
        raise Invalid("This file is the archive itself.", "Give the file of a backup.")
    key = _key_of_backup(file, path)
    keep_in = keep_in or _folder_to_keep_in(path, key)
    with terminal_progress("Restoring") as progress:
        restored = restoring.restore(path, file, key=key, folder=keep_in, progress=progress)
    if as_json:
        kept = None if restored.kept is None else str(restored.kept)
        print_json({"archive": str(path), "restored": str(file), "kept": kept, **dataclasses.asdict(restored.holdings)})
    else:
        say(f"{path} is as in {file.name}: {_held(restored.holdings)}.")
        if restored.kept is not None:
            say(f"What was there before is kept as {restored.kept}")
    return 0


def _key_of_backup(file: Path, path: Path) -> Key | None:
    """The archive's key; where the archive is gone, or so damaged that it looks like no encrypted one, the backup's."""
    key = key_of(path) if path.exists() else None
    return key if key is not None else key_of(file)


def _print_preview(found: Any, as_json: bool) -> int:
    differences: list[Difference] = list(found)
    if as_json:
        print_json({each.kind: _counted(each) for each in differences})
        return 0
    if all(each.none for each in differences):
        say("The backup and the archive hold the same.")
    for each in differences:
        if not each.none:
            say(
                f"{each.kind}: {each.only_here:,} only here, {each.only_there:,} only in the backup, {each.changed:,} changed"
            )
    return 0


def _counted(each: Difference) -> dict[str, Any]:
    counts = {"only_here": each.only_here, "only_in_backup": each.only_there, "changed": each.changed}
    return counts | {
        "names": {"only_here": list(each.here), "only_in_backup": list(each.there), "changed": list(each.other)}
    }
