"""The program that is killed, or whose writes are recorded: it writes to an archive in every way, and tells what is on the disk.

`python -m tests.archive.durability.worker` reads jobs from standard input, a line of JSON each, and does each in a process forked off itself,
where everything is imported already: {archive, kinds, seed, word, folder, told, environment}, and {log} where what it does to files is to be
recorded; {rounds, key} in place of kinds lets it keep the archive as `keeping` does. What is told goes to the file or pipe `told`, each line
written at once:

`{begin: kind}` and `{end: kind}` of an act; `{about: state}` just before a commit, and `{is: state}` once it is done; `{may: state}` a state that
the archive may take on as a whole; `{openers: [word or null]}` what may open it; `{backup, word}`, `{saved, word, articles}` files that are there;
`{joined: n}` segments of the index that became one; `{spoilt: true}` that it was damaged on purpose.
"""

import ctypes
import json
import os
import random
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.index import index as index_module
from archive.index import tiers
from archive.protection import passphrases
from archive.protection.keys import Key
from archive.store.connection import Connections
from tests.archive.durability.closed_writes import CLOSED, UNRECORDED, Closed
from tests.archive.durability.keeping import keep
from tests.archive.durability.open_writes import BESIDES, OPEN, Desk, attempt
from tests.archive.durability.states import state

_FACTOR = 3  # segments of one size that become one: so that it happens in every other run
Job = dict[str, Any]


class Telling:
    """Says on one file what becomes of one archive, and of drafts that are to take its place."""

    def __init__(self, path: Path, told: str) -> None:
        self._name, self._draft = path.name, f".{path.name}-"
        self._told = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(self, line: dict[str, Any]) -> None:
        os.write(self._told, json.dumps(line).encode() + b"\n")

    def watch(self) -> None:
        """From now on every commit tells of itself."""
        telling, atomic, replace = self, Connections.atomic, index_module.Index._replace

        @contextmanager
        def told(connections: Connections) -> Iterator[None]:
            name, becomes = connections.path.name, None
            with atomic(connections):
                yield
                if connections._depth == 1 and name == telling._name:
                    becomes = state(connections)
                    telling.say({"about": becomes})
                elif connections._depth == 1 and name.startswith(telling._draft):
                    telling.say({"may": state(connections)})
            if becomes is not None:
                telling.say({"is": becomes})

        def joined(index: Any, before: Any, merged: Any) -> bool:
            done = replace(index, before, merged)
            if done:
                telling.say({"joined": len(before)})
            return done

        Connections.atomic = told  # type: ignore[method-assign]
        index_module.Index._replace = joined  # type: ignore[method-assign]


def main(job: Job) -> None:
    """Does a job."""
    passphrases.PARAMETERS[1] = passphrases.Cost(passes=1, memory_kib=64, lanes=1)
    tiers.FACTOR = _FACTOR
    path, chance = Path(job["archive"]), random.Random(job["seed"])
    telling = Telling(path, job["told"])
    if "rounds" in job:
        key = Key(bytes.fromhex(job["key"])) if job["key"] else None
        keep(path, chance, job["rounds"], telling.say, key, recorded="log" in job)
    else:
        telling.watch()
        _write(path, job, chance, telling)


def _write(path: Path, job: Job, chance: random.Random, telling: Telling) -> None:
    """Writes in every way that is asked for, one after the other."""
    desk, closed = Desk(chance, Path(job["folder"])), Closed(path, job["word"], chance, telling.say)
    archive: Archive | None = None
    closing = CLOSED | UNRECORDED
    try:
        for kind in job["kinds"]:
            if archive is not None and (kind in closing or kind == "open"):
                archive.close()
                archive = None
            telling.say({"begin": kind})
            if kind in closing:
                closing[kind](closed)
            elif kind == "open":  # an older archive is brought up to date by that
                archive = closed.open()
            else:
                archive = archive or closed.open()
                done = any(attempt((OPEN | BESIDES)[kind], archive, desk) for _ in range(3))
                telling.say({"done": done})
            telling.say({"end": kind})
    finally:
        if archive is not None:
            archive.close()


def serve() -> None:
    """Does jobs, each in a child; says of each which process does it, and how that ended."""
    _warm()
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if not child:
            _child(job)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _warm() -> None:
    """Loads what the first import loads, so that no child need."""
    from archive.importers.language import language
    from archive.operations import extracting, readers  # noqa: F401

    language("Some words of a language, as good as any other.")


def _child(job: Job) -> None:
    code = 1
    try:
        os.environ.update(job["environment"])
        if "log" in job:  # of the library that was preloaded
            ctypes.CDLL(None).record_into(os.fsencode(Path(job["archive"]).parent), os.fsencode(job["log"]))
        main(job)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
