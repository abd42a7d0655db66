"""What interrupted work left beside an archive goes, and nothing else does."""

import os
from pathlib import Path

from archive.protection import leftovers
from archive.protection.overwriting import destroy

PLAIN, SEALED = b"SQLite format 3\0 and words", bytes(range(200, 255)) * 20


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"home"}


def test_half_made_copies_go_and_the_archive_and_its_neighbours_stay(tmp_path: Path) -> None:
    path = tmp_path / "My [best] archive.waystation"
    path.write_bytes(SEALED)
    neighbours = [
        "Other.waystation",
        ".Other.waystation.plain-01234567",
        f".{path.name}.plain",
        f"{path.name}.encrypting-01234567",
    ]
    for name in neighbours:
        (tmp_path / name).write_bytes(PLAIN)
    for kind in (leftovers.ENCRYPTING, leftovers.DECRYPTING, leftovers.PLAIN):
        leftovers.beside(path, kind).write_bytes(PLAIN)
    leftovers.clear(path)
    assert _files(tmp_path) == {path.name, *neighbours}
    assert path.read_bytes() == SEALED


def test_copies_that_were_never_finished_go_with_what_lies_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "A.waystation"
    path.write_bytes(SEALED)
    for name in (".A.waystation-0123abcd.part", ".A.before-v33.waystation-0123abcd"):
        for suffix in ("", "-wal", "-shm", "-journal", ".lock"):
            (tmp_path / f"{name}{suffix}").write_bytes(PLAIN)
    neighbours = [
        ".B.waystation-0123abcd.part",
        "A.before-v33.waystation",
        ".A.waystation-0123.part",
        "A.waystation.lock",
    ]
    for name in neighbours:
        (tmp_path / name).write_bytes(PLAIN)
    leftovers.clear(path)
    assert _files(tmp_path) == {path.name, *neighbours}


def test_a_plain_copy_of_an_encrypted_archive_is_overwritten_before_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "A.waystation"
    path.write_bytes(SEALED)
    left = tmp_path / ".A.waystation-0123abcd.part"
    left.write_bytes(PLAIN)
    with left.open("rb") as held:
        leftovers.clear(path)
        assert held.read() == bytes(len(PLAIN))
    assert not left.exists()


def test_another_name_of_the_archive_goes_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "A.waystation"
    path.write_bytes(PLAIN)
    os.link(path, leftovers.beside(path, leftovers.PLAIN))
    leftovers.clear(path)
    assert path.read_bytes() == PLAIN and _files(tmp_path) == {path.name}


def test_the_old_file_stays_where_the_archive_is_missing_or_plain_itself(tmp_path: Path) -> None:
    path = tmp_path / "A.waystation"
    aside = leftovers.beside(path, leftovers.PLAIN)
    aside.write_bytes(PLAIN)
    leftovers.clear(path)
    assert aside.read_bytes() == PLAIN
    path.write_bytes(PLAIN + b" of today")
    leftovers.clear(path)
    assert aside.read_bytes() == PLAIN


def test_plain_copies_of_upgrades_are_found_and_encrypted_ones_are_not(tmp_path: Path) -> None:
    path = tmp_path / "A.waystation"
    plain = {
        "A.before-v9.waystation",
        ".A.before-v9.waystation-0a1b2c3d",
        ".A.waystation-00000000",
        "A.before-v12.waystation-wal",
    }
    for name in plain:
        (tmp_path / name).write_bytes(b"\x37\x7f\x06\x82 log" if name.endswith("-wal") else PLAIN)
    (tmp_path / "A.before-v10.waystation").write_bytes(SEALED)
    (tmp_path / "B.before-v9.waystation").write_bytes(PLAIN)
    assert {found.name for found in leftovers.plain_backups(path)} == plain
    destroyed, others = leftovers.destroy_plain_backups(path)
    assert {found.name for found in destroyed} == plain and others == []
    assert _files(tmp_path) == {"A.before-v10.waystation", "B.before-v9.waystation"}


def test_plain_backups_beside_the_archive_and_what_repairs_kept_are_found(tmp_path: Path) -> None:
    path = tmp_path / "A.waystation"
    folder = tmp_path / "A.backups"
    folder.mkdir()
    names = {
        "A-00001-2026-01-01T00-00-00Z.waystation",
        ".A-00002-2026-01-01T00-00-00Z.waystation-0a1b2c3d.part",
        "A.damaged-2026-01-01.waystation",
        "A.damaged-2026-01-01-2.waystation",
        ".A.waystation-0a1b2c3d.part",
    }
    for name in names:
        place = tmp_path if "damaged" in name or name.startswith(".A.way") else folder
        (place / name).write_bytes(PLAIN)
    (folder / "A-00003-2026-01-01T00-00-00Z.waystation").write_bytes(SEALED)
    assert {found.name for found in leftovers.plain_backups(path)} == names
    for name in ("A-00001-2026-01-01T00-00-00Z.waystation", "A-00003-2026-01-01T00-00-00Z.waystation"):
        (folder / f"{name}.sha512").write_text("")
    leftovers.destroy_plain_backups(path)
    left = "A-00003-2026-01-01T00-00-00Z.waystation"
    assert {found.name for found in folder.iterdir()} == {left, f"{left}.sha512"}


def test_destroying_overwrites_in_place(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(b"words to be gone " * 200_000)
    size = path.stat().st_size
    with path.open("rb") as held:
        told: list[tuple[int, int]] = []
        assert destroy(path, lambda done, whole: told.append((done, whole)))
        assert held.read() == bytes(size)
    assert told[-1] == (size, size) and not path.exists()
    assert destroy(path)


def test_a_file_with_another_name_keeps_its_content(tmp_path: Path) -> None:
    path, other = tmp_path / "one", tmp_path / "other"
    path.write_bytes(b"kept")
    os.link(path, other)
    assert not destroy(path)
    assert not path.exists() and other.read_bytes() == b"kept"
