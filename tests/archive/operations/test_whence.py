"""An archive from elsewhere is read only until it is trusted, says whence it comes, and never opens where it holds what is not ours."""

import gzip
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from archive.base.errors import NotAnArchive, ReadOnly
from archive.cli import main
from archive.operations import memos, protecting, whence
from archive.protection import homes, passphrases
from tests.archive.made import new_archive

Home = Callable[[str], None]
DATA = Path(__file__).parents[2] / "data" / "archives"


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Goes to another machine, by its name."""

    def go(name: str) -> None:
        (tmp_path / name).mkdir(exist_ok=True)
        monkeypatch.setenv("WAYSTATION_HOME", str(tmp_path / name))

    go("ada")
    return go


@pytest.fixture
def theirs(at: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive that Ada made, on the machine of somebody else."""
    path = tmp_path / "Field.waystation"
    monkeypatch.setenv("WAYSTATION_AUTHOR", "Ada")
    with new_archive(path) as archive:
        memos.create(archive, "Locks", "The lock opened at six.")
        assert archive.known_here
    assert whence.known(path)
    at("bo")
    return path


def _changed(path: Path, *statements: str) -> None:
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        for each in statements:
            connection.execute(each)


def test_it_opens_for_reading_and_says_where_it_comes_from(theirs: Path) -> None:
    before = theirs.read_bytes()
    with whence.opened(theirs) as archive:
        assert archive.read_only and archive.from_elsewhere
        assert archive.read_only_reason is not None
        assert archive.read_only_reason.startswith("Field.waystation comes from elsewhere, begun on ")
        assert archive.read_only_reason.endswith(", with work by Ada.")
        with pytest.raises(ReadOnly):
            memos.create(archive, "Mine")
    assert theirs.read_bytes() == before


def test_once_trusted_it_is_known_on_both_machines(theirs: Path, at: Home) -> None:
    with whence.opened(theirs, trusted=True) as archive:
        assert not archive.read_only
        memos.create(archive, "Mine")
    for machine in ("bo", "ada"):
        at(machine)
        with whence.opened(theirs) as archive:
            assert not archive.read_only and not archive.from_elsewhere
    at("cy")
    with whence.opened(theirs) as archive:
        assert archive.from_elsewhere


def test_a_mark_of_another_archive_does_not_count(theirs: Path, tmp_path: Path) -> None:
    with new_archive(tmp_path / "Mine.waystation") as mine:
        held = mine.store.facts.get(homes.FACT)
    _changed(theirs, f"UPDATE facts SET value = '{held}' WHERE key = '{homes.FACT}'")
    assert not whence.known(theirs)


def test_one_that_is_older_than_the_mark_is_known_by_its_index(
    at: Home, tmp_path: Path, add_article: Callable[..., object]
) -> None:
    path = tmp_path / "Old.waystation"
    with new_archive(path) as archive:
        add_article(archive, "The lock", "The lock opened at six.")
        archive.index.catch_up()
    _changed(path, f"DELETE FROM facts WHERE key = '{homes.FACT}'")
    at("bo")
    assert not whence.known(path)
    at("ada")
    with whence.opened(path) as archive:
        assert not archive.read_only and archive.known_here, "and it is marked from now on"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER gone AFTER INSERT ON memos BEGIN DELETE FROM passages; END",
        "CREATE VIEW everything AS SELECT load_extension('x')",
        "CREATE TABLE more (a)",
        "DROP TABLE facts",
    ],
)
@pytest.mark.parametrize("trusted", [False, True])
def test_tables_and_triggers_that_are_not_ours_are_refused_trusted_or_not(
    theirs: Path, statement: str, trusted: bool
) -> None:
    _changed(theirs, statement)
    with pytest.raises(NotAnArchive, match="tables or triggers that Waystation did not make"):
        whence.opened(theirs, trusted=trusted)


def test_what_it_says_of_itself_is_shown_without_controls_and_in_short(theirs: Path) -> None:
    _changed(
        theirs,
        "UPDATE facts SET value = 'yesterday' WHERE key = 'created'",
        "UPDATE memos SET author = 'A' || char(27) || '[2J' || hex(zeroblob(400))",
    )
    with whence.opened(theirs) as archive:
        told = archive.read_only_reason or ""
    assert "\x1b" not in told and len(told) < 200 and "begun" not in told


def test_an_encrypted_one_is_no_exception(at: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "PARAMETERS", {1: passphrases.Cost(passes=1, memory_kib=64, lanes=1)})
    path = tmp_path / "Field.waystation"
    protecting.create(path, "lantern otter", starter=False).close()
    copy = tmp_path / "Copy.waystation"
    shutil.copy(path, copy)
    key = protecting.unlock(copy, "lantern otter")
    assert whence.known(copy, key)
    at("bo")
    with whence.opened(copy, key) as archive:
        assert archive.from_elsewhere


def test_an_older_one_is_not_touched_before_it_is_trusted(at: Home, tmp_path: Path) -> None:
    path = tmp_path / "Old.waystation"
    path.write_bytes(gzip.decompress((DATA / "v1.waystation.gz").read_bytes()))
    before = path.read_bytes()
    with pytest.raises(
        whence.FromElsewhere, match=r"Old\.waystation comes from elsewhere\. .* must be brought up to date"
    ):
        whence.opened(path)
    assert path.read_bytes() == before
    with whence.opened(path, trusted=True) as archive:
        assert not archive.read_only and archive.known_here


def test_a_command_that_writes_tells_it_once(theirs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--archive", str(theirs), "tags"]) == 0
    assert "elsewhere" not in capfd.readouterr().err, "what only reads changes nothing, and need not ask"
    assert main(["--archive", str(theirs), "tag", "add", "lamp"]) == 0
    assert "comes from elsewhere" in capfd.readouterr().err
    assert main(["--archive", str(theirs), "tag", "add", "lock"]) == 0
    assert capfd.readouterr().err == ""


def test_a_command_that_writes_refuses_what_is_not_ours(theirs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _changed(theirs, "CREATE TRIGGER gone AFTER INSERT ON memos BEGIN DELETE FROM passages; END")
    assert main(["--archive", str(theirs), "tag", "add", "lamp"]) == 1
    assert "tables or triggers that Waystation did not make" in capfd.readouterr().err
