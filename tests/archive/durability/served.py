"""The worker, seen from a test: jobs are given to it, killed in the middle or let end."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self

from tests.archive.durability.closed_writes import CLOSED
from tests.archive.durability.open_writes import OPEN

ROOT = Path(__file__).parents[3]
KINDS = (*OPEN, *CLOSED)
INDEXING = ("index", "index and join", "import", "delete")  # where the index is written in the act itself
Line = dict[str, Any]


class Worker:
    """One process in which everything is imported, and of which each job is a child. `recorder` is preloaded where there is one."""

    def __init__(self, recorder: Path | None) -> None:
        preload = {} if recorder is None else {"LD_PRELOAD": str(recorder)}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.archive.durability.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", **preload},
        )  # fmt: skip
        self._took: dict[str, float] = defaultdict(lambda: 0.3)  # seconds of a kind of write, as seen last

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def _give(self, job: Mapping[str, Any], told: Path) -> int:
        assert self._process.stdin is not None
        environment = {name: value for name, value in os.environ.items() if name.startswith("WAYSTATION_")}
        line = json.dumps(
            {**job, "told": str(told), "folder": str(told.with_suffix(".in")), "environment": environment}
        )
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def run(self, job: Mapping[str, Any], told: Path) -> list[Line]:
        """Lets a job come to its end; what it told."""
        self._give(job, told)
        assert self._answer() == 0, "the job failed"
        return lines(told.read_bytes())

    def kill(
        self, job: Mapping[str, Any], told: Path, chance: random.Random, *, after: int | None = None
    ) -> tuple[list[Line], bool]:
        """Kills a job some time after it began with the last of its kinds, or after so many lines; what it told, and whether it did not
        end before.
        """
        os.mkfifo(told)
        child = self._give(job, told)
        last = "" if after is not None else job["kinds"][-1]
        with told.open("rb") as pipe:
            said = _some(pipe, after) if after is not None else _until_begun(pipe, len(job["kinds"]))
            start = time.monotonic()
            # A moment that nothing in the program can be in step with: in a transaction, between two, while a file takes its name.
            time.sleep(chance.random() * 1.1 * self._took[last])
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            rest = pipe.read()
        told.unlink()
        code = self._answer()
        assert code in {0, -signal.SIGKILL}, "the job failed"
        if last and b'{"end"' in rest:
            self._took[last] *= 0.6
        elif last:
            self._took[last] = max(self._took[last], 1.15 * (time.monotonic() - start))
        return lines(said + rest), code != 0


def _some(pipe: IO[bytes], count: int) -> bytes:
    return b"".join(pipe.readline() for _ in range(count))


def _until_begun(pipe: IO[bytes], kinds: int) -> bytes:
    said = b""
    while kinds and (line := pipe.readline()):
        said += line
        kinds -= line.startswith(b'{"begin"')
    return said


def lines(told: bytes) -> list[Line]:
    """What was told in a stream that may end in the middle of a line."""
    return [json.loads(line) for line in told.split(b"\n")[:-1]]


def job(archive: Path, kinds: Sequence[str], seed: int, word: str | None) -> dict[str, Any]:
    return {"archive": str(archive), "kinds": list(kinds), "seed": seed, "word": word}
