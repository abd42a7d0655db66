"""No room left while a passphrase changes, or while an archive is encrypted: a sentence, and the archive as it was."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import protecting

pytestmark = [
    pytest.mark.usefixtures("cheap_keys"),
    pytest.mark.skipif(sys.platform == "win32", reason="how large files may grow cannot be limited there"),
]
ROOT = Path(__file__).parents[3]
# A limit to the size of files stands for a full disk: what would go beyond it fails, with another number.
_PROGRAM = """
import json, resource, signal, sys
from pathlib import Path
from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.operations import protecting
from archive.protection import passphrases
passphrases.PARAMETERS[1] = passphrases.Cost(1, 64, 1)
what, path, limit = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
told = None
key = protecting.unlock(path, "first words") if what != "encrypt" else None
Archive.open(path, key=key).close()
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    if what == "change":
        protecting.change(path, key, "second words")
    else:
        protecting.encrypt(path, "second words") if what == "encrypt" else protecting.decrypt(path, key)
except WaystationError as error:
    told = str(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
if what == "change":
    with Archive.open(path, key=key) as archive:
        assert len(archive.store.originals.addresses()) == 30
        with archive.atomic():
            archive.store.facts.set("afterwards", "written")
print(json.dumps(told))
"""


@pytest.fixture
def made(tmp_path: Path, add_article: Callable[..., int]) -> Callable[[str | None], Path]:
    def make(passphrase: str | None) -> Path:
        path = tmp_path / "held" / "Papers.waystation"
        path.parent.mkdir()
        with protecting.create(path, passphrase, starter=False) if passphrase else Archive.create(path) as archive:
            for number in range(30):
                add_article(archive, os.urandom(20_000).hex(), title=f"Title {number}")
        return path

    return make


def _run(what: str, path: Path, limit: int) -> str | None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, what, str(path), str(limit)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: str | None = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("share", [0.1, 0.6, 0.97])
def test_a_change_without_room_is_told_and_the_old_passphrase_stays(made: Callable[..., Path], share: float) -> None:
    path = made("first words")
    told = _run("change", path, int(path.stat().st_size * share))
    assert told is not None and " — " in told and "room" in told
    assert not list(path.parent.glob(".*"))
    with Archive.open(path, key=protecting.unlock(path, "first words")) as archive:
        assert archive.store.integrity() == [] and archive.store.facts.get("afterwards") == "written"


@pytest.mark.parametrize(("what", "passphrase"), [("encrypt", None), ("decrypt", "first words")])
def test_encrypting_and_decrypting_without_room_leave_the_archive_as_it_was(
    made: Callable[..., Path], what: str, passphrase: str | None
) -> None:
    path = made(passphrase)
    before = path.read_bytes()
    told = _run(what, path, len(before) // 2)
    assert (told is not None and "room" in told) or "disk" in (told or "")
    assert protecting.is_encrypted(path) == (passphrase is not None)
    key = None if passphrase is None else protecting.unlock(path, passphrase)
    with Archive.open(path, key=key) as archive:
        assert archive.store.integrity() == [] and len(archive.store.originals.addresses()) == 30
    names = {found.name for found in path.parent.iterdir()}
    assert names <= {path.name, f"{path.name}.lock", f"{path.name}-shm", f"{path.name}-wal"}
