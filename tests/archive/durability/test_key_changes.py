"""kill -9 while the passphrase changes, and while an archive is encrypted or decrypted: it opens in exactly one way, and is whole."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import WrongPassphrase
from archive.operations import maintain, protecting

pytestmark = pytest.mark.usefixtures("cheap_keys")
AddArticle = Callable[..., int]
MARKER = "quernstone"
_ARTICLES, _PADDING = 40, 150_000


@pytest.fixture
def filled(tmp_path: Path, add_article: AddArticle) -> Callable[[str | None], Path]:
    """Makes an archive of some megabytes in a folder of its own, so that a kill falls into the middle of writing it."""

    def make(passphrase: str | None) -> Path:
        folder = tmp_path / "held"
        folder.mkdir(exist_ok=True)
        path = folder / "Papers.waystation"
        opened = Archive.create(path) if passphrase is None else protecting.create(path, passphrase, starter=False)
        with opened as archive:
            for number in range(_ARTICLES):
                noise = random.Random(number).randbytes(_PADDING // 2).hex()  # does not compress away
                add_article(archive, f"{MARKER} {noise}", title=f"Title {number}")
            archive.index.catch_up()
        return path

    return make


def _kill(campaign: Any, what: str, path: Path, words: list[str], chance: random.Random, longest_s: float) -> list[str]:
    """Starts the program, kills it some time after it said that it begins, and gives what it had said."""
    list_of_words = path.parent.parent / "words"
    list_of_words.write_text("\n".join(words))
    program = Path(__file__).with_name("protecting.py")
    child = subprocess.Popen(
        [sys.executable, "-P", str(program), what, str(path), str(list_of_words)],
        stdout=subprocess.PIPE,
        env=campaign.environment,
    )
    assert child.stdout is not None
    with child.stdout as stdout:
        lines = stdout.readline()
        try:
            child.wait(timeout=chance.random() * longest_s)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
        lines += stdout.read()
    assert child.wait() in {0, -signal.SIGKILL}
    return lines.decode().splitlines()


def _opens(path: Path, word: str) -> bool:
    try:
        protecting.unlock(path, word)
    except WrongPassphrase:
        return False
    return True


def _check_changes(campaign: Any, path: Path, *, kills: int, seed: int) -> tuple[int, int]:
    """How many kills fell between the beginning of a change and its end, and how many of these left the new passphrase."""
    chance, current, within, new = random.Random(seed), "word", 0, 0
    with Archive.open(path, key=protecting.unlock(path, "word0")) as archive:
        begin = time.monotonic()
        protecting.change(archive, current)
        longest_s = 3 * (time.monotonic() - begin)  # so that kills fall into every part of a change, on any machine
    for kill in range(kills):
        words = [current] + [f"word{kill + 1}x{number}" for number in range(3)]
        said = [line.split() for line in _kill(campaign, "change", path, words, chance, longest_s)]
        begun = [word for verb, word in said if verb == "begin"]
        done = [word for verb, word in said if verb == "done"]
        opening = [word for word in words if _opens(path, word)]
        assert len(opening) == 1, f"{opening} open it after kill {kill} of seed {seed}"
        # What was told to be done is in force; what had begun may be.
        assert opening[0] in [(done or [current])[-1], *begun[len(done) :]]
        if len(begun) > len(done):
            within, new = within + 1, new + (opening[0] == begun[-1])
        current = opening[0]
        with Archive.open(path, key=protecting.unlock(path, current)) as archive:
            assert len(archive.store.originals.addresses()) == _ARTICLES
            if kill % 10 == 0:
                assert maintain.check(archive) == []
    print(
        f"{kills} kills, {within} of them within a change, {new} of these after its commit: one passphrase opened it every time"
    )
    return within, new


def _check_recoding(campaign: Any, path: Path, *, kills: int, seed: int) -> int:
    """How many kills fell before anything had been turned; the archive is plain or encrypted, whole, and nothing else is there."""
    chance, within = random.Random(seed), 0
    with _as_it_is(path) as archive:
        uid = archive.uid
    for kill in range(kills):
        said = _kill(campaign, "recode", path, ["word"], chance, 2.5)
        within += "turned" not in said
        with _as_it_is(path) as archive:
            assert archive.uid == uid and len(archive.store.originals.addresses()) == _ARTICLES
            assert archive.store.integrity() == [] and archive.index.verify() == []
        beside = {found.name for found in path.parent.iterdir()} - {path.name}
        assert beside <= {f"{path.name}{suffix}" for suffix in (".lock", "-shm", "-wal")}, f"after kill {kill}"
        if protecting.is_encrypted(path):
            assert not [name for name in beside | {path.name} if MARKER.encode() in path.with_name(name).read_bytes()]
    print(f"{kills} kills, {within} of them before a turn was over: whole every time, nothing left beside it")
    return within


def _as_it_is(path: Path) -> Archive:
    return Archive.open(path, key=protecting.unlock(path, "word") if protecting.is_encrypted(path) else None)


def test_four_kills_of_changes_leave_one_passphrase(campaign: Any, filled: Callable[..., Path]) -> None:
    _check_changes(campaign, filled("word0"), kills=4, seed=20261126)


def test_four_kills_of_encrypting_and_decrypting_leave_it_whole(campaign: Any, filled: Callable[..., Path]) -> None:
    _check_recoding(campaign, filled(None), kills=4, seed=20261126)


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_hundred_kills_of_changes_leave_one_passphrase(campaign: Any, filled: Callable[..., Path]) -> None:
    within, new = _check_changes(campaign, filled("word0"), kills=100, seed=int(os.environ.get("WAYSTATION_SEED", "1")))
    assert within >= 50 and 0 < new < within, "the kills did not fall where they should"


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_hundred_kills_of_encrypting_and_decrypting_leave_it_whole(
    campaign: Any, filled: Callable[..., Path]
) -> None:
    assert _check_recoding(campaign, filled(None), kills=100, seed=int(os.environ.get("WAYSTATION_SEED", "1"))) >= 20
