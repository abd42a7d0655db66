"""kill -9 while importing, marking and indexing: whatever was acknowledged is there afterwards, and search agrees, unrepaired."""

import random
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive

_KILLS_OF_ONE_ARCHIVE = 20


def _kill(campaign: Any, archive: Path, folder: Path, chance: random.Random, most: int) -> list[dict[str, Any]]:
    """Runs the workload, kills it some time after some acknowledgement, and gives what it had acknowledged."""
    child = subprocess.Popen(
        campaign.command(archive, folder, chance.randrange(10**6)),
        stdout=subprocess.PIPE,
        env=campaign.environment,
    )
    assert child.stdout is not None
    with child.stdout as stdout:
        lines = b"".join(stdout.readline() for _ in range(chance.randint(0, most)))
        try:
            # A moment that nothing in the program can be in step with: in a transaction, between two, while indexing.
            child.wait(timeout=chance.random() * 0.15)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
        lines += stdout.read()
    assert child.wait() in {0, -signal.SIGKILL}
    return campaign.acknowledged(lines)


def _campaign(campaign: Any, tmp_path: Path, *, kills: int, files: int, seed: int) -> int:
    """How many acts were acknowledged; none of them was lost."""
    chance = random.Random(seed)
    killed = acknowledged = 0
    for archive_number in range(-(-kills // _KILLS_OF_ONE_ARCHIVE)):
        archive = tmp_path / f"{archive_number}.waystation"
        Archive.create(archive).close()
        so_far: list[dict[str, Any]] = []
        while killed < min(kills, (archive_number + 1) * _KILLS_OF_ONE_ARCHIVE):
            folder = tmp_path / f"files-{killed}"
            count = chance.choice((files, files // 2, files // 5))
            campaign.files(folder, count, chance)
            fresh = _kill(campaign, archive, folder, chance, count * 4 // 5)
            killed += 1
            acknowledged += len(fresh)
            so_far += fresh
            known = chance.sample(so_far, min(len(so_far), 50))
            assert campaign.findings(archive, [*fresh, *known]) == [], f"after kill {killed} of seed {seed}"
        assert campaign.findings(archive, so_far) == []
    print(f"{killed} kills, {acknowledged} acknowledged acts, none lost")
    return acknowledged


def test_eight_kills_lose_nothing(campaign: Any, tmp_path: Path) -> None:
    assert _campaign(campaign, tmp_path, kills=8, files=50, seed=20261122) > 0


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_three_hundred_kills_lose_nothing(campaign: Any, tmp_path: Path) -> None:
    assert _campaign(campaign, tmp_path, kills=300, files=150, seed=7) > 0
