"""A disk that is full midway, a size that no file may have there, a folder that is not writable: what was there stays, nothing is left over,
one sentence says so, in every format."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from archive.archive import Archive
from archive.base.errors import DiskFull, WaystationError
from archive.exports.registry import FORMATS
from archive.operations import publish

_PAGE = 4096  # what a file on a tmpfs takes at least
# (format, name of the file; a bag without an ending is a folder)
WAYS = [*((name, f"out{kind.ending}") for name, kind in FORMATS.items()), ("bagit", "bag")]


@pytest.fixture
def tmp_path(disk_path: Path) -> Path:
    """On a disk, in which others are mounted."""
    return disk_path


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small disk of its own."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def size(path: Path) -> int:
    """In pages of the small disk; a folder with all that is in it."""
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sum(-(-each.stat().st_size // _PAGE) for each in files)


def held(path: Path) -> list[tuple[str, int]]:
    """Each file in it and its length, packed or not: how short it packs is up to the stamps in it."""
    if path.is_dir():
        return sorted((str(each.relative_to(path)), each.stat().st_size) for each in path.rglob("*") if each.is_file())
    if not is_zipfile(path):
        return [("", path.stat().st_size)]
    with ZipFile(path) as packed:
        return sorted((each.filename, each.file_size) for each in packed.infolist())


def export(coded: Archive, format: str, out: Path) -> None:
    publish.export(coded, format, replace(FORMATS[format].usual, note=True), out)


@pytest.mark.parametrize(("format", "name"), WAYS, ids=[f"{format} {name}" for format, name in WAYS])
def test_a_disk_that_is_full_midway_keeps_what_was_there(
    coded: Archive, tmp_path: Path, format: str, name: str
) -> None:
    export(coded, format, tmp_path / name)
    needed, whole = size(tmp_path / name), held(tmp_path / name)
    with mounted(tmp_path / "disk", f"size={(needed + 16) * _PAGE}") as disk:
        out = disk / name
        if out.suffix:
            out.write_bytes(b"what was there")
        else:
            out.mkdir()
        (disk / "filler").write_bytes(b"x" * _PAGE * (needed + 16 - needed // 2 - bool(out.suffix)))
        with pytest.raises(DiskFull) as raised:
            export(coded, format, out)
        assert str(raised.value) == f"There is no room for {name}. — Free some, or choose another disk."
        assert sorted(each.name for each in disk.iterdir()) == sorted(["filler", name])
        assert out.read_bytes() == b"what was there" if out.suffix else not list(out.iterdir())
        (disk / "filler").unlink()
        export(coded, format, out)
        assert held(out) == whole


@pytest.mark.parametrize(("format", "name"), WAYS, ids=[f"{format} {name}" for format, name in WAYS])
def test_a_file_that_is_too_large_for_its_disk_is_a_sentence(
    coded: Archive, tmp_path: Path, format: str, name: str
) -> None:
    out = tmp_path / name
    if out.suffix:
        out.write_bytes(b"what was there")
    before = sorted(each.name for each in tmp_path.iterdir())
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, limits[1]))  # Python ignores SIGXFSZ: writing fails with EFBIG
    try:
        with pytest.raises(WaystationError) as raised:
            export(coded, format, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert name in raised.value.what and raised.value.advice and str(tmp_path) not in str(raised.value)
    assert sorted(each.name for each in tmp_path.iterdir()) == before
    assert not out.suffix or out.read_bytes() == b"what was there"


@pytest.mark.parametrize(("format", "name"), WAYS, ids=[f"{format} {name}" for format, name in WAYS])
def test_a_folder_that_is_not_writable_is_a_sentence(coded: Archive, tmp_path: Path, format: str, name: str) -> None:
    with mounted(tmp_path / "disk", "ro") as disk, pytest.raises(WaystationError) as raised:
        export(coded, format, disk / name)
    assert f"{name} could not be written" in raised.value.what
    assert raised.value.advice == "Choose a folder that you can write to."
