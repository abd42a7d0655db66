"""The list of hostile input through the door: each case as files in a folder between two sound ones, read by the confined pool.

Whatever the case: a verdict within its time, a sentence with it, the file left as it is and its bytes kept, the rest of the batch taken in,
and no word lost in silence. (That nothing is opened or connected to: `tests/archive/confinement/test_strace.py`.)
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.text import sha512
from archive.confinement.pool import Pool
from archive.model.article import Verdict
from archive.operations import ingest
from archive.operations.reading import readers
from archive.operations.saving import FileReport, Status
from tests.archive.made import new_archive
from tests.archive.operations.hostile_files import CASES, LASTING, Hostile, write

SOUND = "The sound letter {}\n\nBy Ada Brook\n4 May 2021\n\n" + f"{LASTING} So said the letter.\n\n{LASTING}\n"
NUMBERS = [pytest.param(number, marks=pytest.mark.hostile(number), id=f"case-{number}") for number in CASES]
SLOW = [
    pytest.param(number, marks=pytest.mark.hostile(number), id=f"case-{number}")
    for number in CASES
    if any(each.slow for each in CASES[number])
]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with readers(2) as made:
        yield made


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "library.waystation") as archive:
        yield archive


@pytest.mark.parametrize("number", NUMBERS)
def test_case(number: int, library: Archive, pool: Pool, tmp_path: Path) -> None:
    import_case(number, library, pool, tmp_path, slow=False)


@pytest.mark.soak
@pytest.mark.parametrize("number", SLOW)
def test_large_case(number: int, library: Archive, pool: Pool, tmp_path: Path) -> None:
    import_case(number, library, pool, tmp_path, slow=True)


def import_case(number: int, library: Archive, pool: Pool, tmp_path: Path, *, slow: bool) -> None:
    folder = tmp_path / "case"
    files = write(folder, number, slow=slow)
    for name in ("a first.txt", "z last.txt"):
        (folder / name).write_text(SOUND.format(name[0]), "utf-8")
    before = prints(folder)
    reports = ingest.run(library, [folder / name for name in sorted(before)], pool=pool).files
    assert prints(folder) == before, "files are never touched"
    for name in ("a first.txt", "z last.txt"):
        (sound,) = [each for each in reports if each.path == str(folder / name)]
        assert (sound.status, sound.verdict) == (Status.ADDED, Verdict.OK)
    for each in files:
        of_it = [report for report in reports if report.path.endswith(each.name)]
        judge(library, each, folder / each.name, of_it)
    assert library.index.pending() == 0 or len(reports) > 20


def prints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha512(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def judge(library: Archive, hostile: Hostile, path: Path, reports: list[FileReport]) -> None:
    """What must be true of the answers for one hostile file and what lies inside it."""
    assert reports and reports[0].member is None
    whole = reports[0]
    assert whole.verdict in hostile.right, (hostile.name, whole.verdict, whole.error, whole.warnings)
    held, told = "", False
    for report in reports:
        if report.status is Status.REFUSED:
            assert report.error and report.error.strip().endswith((".", "!")), report.error
            assert "could not be read (" not in report.error, f"an error of ours: {report.error}"
        if report.verdict is Verdict.PARTIAL:
            assert report.warnings, "what is missing is told"
        told = told or report.verdict is not Verdict.OK
        if report.id is not None:
            edition = library.store.editions.current(report.id)
            held += edition.text + "\n" + "\n".join(aside.text for aside in edition.set_aside) + "\n"
            assert library.store.originals.intact(edition.original.sha512)
            # A page with the words of another is kept beside it, in its own bytes.
            assert report.member is not None or library.store.originals.intact(sha512(path.read_bytes()))
    missing = [words for words in hostile.words if words not in held]
    assert not missing or whole.verdict is Verdict.REFUSED or told, f"lost in silence: {missing}"
    if hostile.right <= {Verdict.OK, Verdict.PARTIAL}:
        assert not missing
    assert "root:" not in held and "/bin/bash" not in held
