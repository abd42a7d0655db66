"""An import in a process of its own, so that a window does none of its work: the same as `ingest.run`, asked for and answered in lines of
JSON over pipes; and that process's own program.

`python -m archive.operations.importing ARCHIVE` (frozen: the program with `--waystation-worker=take`) reads one line from standard input,
the archive's key and what is to be imported, and takes the end of its input for the wish to stop. It stands back behind the window.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any

from archive.archive import Archive
from archive.base import children, errors
from archive.base.errors import Cancelled, WaystationError
from archive.base.progress import Progress
from archive.confinement.pool import command
from archive.model import tables as columns_of
from archive.model.article import SetAside, Verdict
from archive.model.change import Act, Change
from archive.model.interchange import Brought, Came
from archive.protection.keys import Key

from . import indexing, ingest, reading, tables
from .saving import FileReport, Status

_LOOK_S = 0.1  # so soon a person's wish to stop is heard
_END_S = 5.0  # what is being saved is saved by then; a file that is still being read is not waited for
_NICE_TO_A_WINDOW = 15  # a thirtieth of a processor beside what a person waits for


def run(
    archive: Archive,
    paths: Sequence[Path | str],
    *,
    progress: Progress,
    dry_run: bool = False,
    columns: tables.Chosen | None = None,
    accepted: bool = False,
) -> ingest.Report:
    """As `ingest.run`, which says what it raises. Raises WaystationError too where the process ends before its time: what was saved stays."""
    ingest.require_writable(archive, dry_run=dry_run)
    progress.check()
    key = archive.key
    asked = {
        "key": key.raw.hex() if key else "",
        "read_only": archive.read_only,
        "paths": [str(path) for path in paths],
        "dry_run": dry_run,
        "accepted": accepted,
        "columns": _columns_told(columns),
    }
    with _started(archive.path) as child:
        over = Event()
        stopping = Thread(target=_stop, args=(child, progress, over), name="import-stop", daemon=True)
        stopping.start()
        try:
            assert child.stdin is not None and child.stdout is not None
            with suppress(
                OSError, ValueError
            ):  # one that died or was stopped at once: it answers nothing, which is told below
                child.stdin.write(f"{json.dumps(asked)}\n".encode("ascii"))
                child.stdin.flush()
            report = _heard(child.stdout, progress)
        finally:
            over.set()
            stopping.join()
    if not dry_run:
        indexing.index_few(archive)
    return report


@contextmanager
def _started(path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The process; at the block's end it is told to stop, and ended where it does not."""
    child = children.started(
        lambda: subprocess.Popen(
            [*command("archive.operations.importing", "take"), str(path.absolute())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Its readers are in its group: they end with it at once, where the archive is locked. No session of its own, as of the indexer.
            process_group=0,
        ),
        steps_back=_NICE_TO_A_WINDOW,  # with its readers
    )
    try:
        yield child
    finally:
        assert child.stdin is not None and child.stdout is not None
        with suppress(OSError):
            child.stdin.close()
        try:
            child.wait(2 * _END_S)
        except subprocess.TimeoutExpired:
            children.kill(child)
            child.wait()
        child.stdout.close()


def _stop(child: "subprocess.Popen[bytes]", progress: Progress, over: Event) -> None:
    """Hands on that a person wants it to stop."""
    while not over.wait(_LOOK_S):
        if progress.cancelled:
            assert child.stdin is not None
            with suppress(OSError):
                child.stdin.close()
            return


def _heard(answers: IO[bytes], progress: Progress) -> ingest.Report:
    """What the process tells, until the end of it."""
    files: list[FileReport] = []
    for line in answers:
        if not line.endswith(b"\n"):
            break  # it was ended in the midst of a word
        told = json.loads(line)
        files += map(_file_of, told.get("files", ()))
        if "progress" in told:
            if not progress.cancelled:
                progress.report(*told["progress"])
        elif "error" in told:
            raise _error_of(*told["error"])
        elif "broke" in told:
            raise RuntimeError(f"The import broke off.\n{told['broke']}")
        elif "end" in told:
            elapsed_ms, warnings, changes = told["end"]
            return ingest.Report(tuple(files), elapsed_ms, tuple(warnings), tuple(map(_change_of, changes)))
    progress.check()
    raise WaystationError(
        "The import ended before its time; what was taken in before stays.",
        "Import the same files again: what is here already is passed over.",
    )


# The process itself


def main(argv: Sequence[str]) -> int:
    """Imports what its standard input asks for, and ends."""
    requests, answers = sys.stdin.buffer, _Answers(sys.stdout.buffer)
    try:
        asked = json.loads(requests.readline())
    except ValueError:
        return 1  # who started it is gone
    progress = Progress(lambda done, total, label: answers.tell(progress=[done, total, label]))
    Thread(target=_heed, args=(progress,), daemon=True).start()
    key, read_only = Key(bytes.fromhex(asked["key"])) if asked["key"] else None, asked["read_only"]
    try:
        with Archive.open(Path(argv[0]), read_only=read_only, as_helper_of_writer=not read_only, key=key) as archive:
            report = _imported(archive, asked, progress, answers)
        answers.tell(end=[report.elapsed_ms, report.warnings, list(map(_change_told, report.changes))])
    except Cancelled:
        answers.tell(error=[Cancelled.__name__, "", ""])
    except WaystationError as error:
        answers.tell(error=[type(error).__name__, error.what, error.advice])
    except Exception as error:  # the boundary of the process: who started it reports it, without its message, which may hold words of files
        answers.tell(broke="".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
    return 0


def _imported(archive: Archive, asked: Mapping[str, Any], progress: Progress, answers: "_Answers") -> ingest.Report:
    with reading.readers(own_group=False) as pool:
        return ingest.run(
            archive,
            asked["paths"],
            progress=progress,
            dry_run=asked["dry_run"],
            columns=_columns_of(asked["columns"]),
            pool=pool,
            reported=answers.files.append,
            accepted=asked["accepted"],
            few=False,
        )


class _Answers:
    """Standard output, a line at a time; nothing else is printed there. `files` go with the next line: those of a transaction together."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.files: list[FileReport] = []
        self._stream = stream

    def tell(self, **told: Any) -> None:
        if self.files:
            told["files"] = list(map(astuple, self.files))
            self.files.clear()
        with suppress(OSError):  # who listened is gone: the end of the input is heard too
            self._stream.write(f"{json.dumps(told)}\n".encode("ascii"))
            self._stream.flush()


def _heed(progress: Progress) -> None:
    """Stops at the end of the input; where that takes long because of a file that is being read, without waiting for it."""
    while os.read(0, 1):  # not by way of `sys.stdin`, which could not be closed at the end while this reads
        pass
    progress.cancel()
    Event().wait(_END_S)
    os._exit(1)


# What travels


def _columns_told(columns: tables.Chosen | None) -> Any:
    if columns is None or isinstance(columns, columns_of.Columns):
        return None if columns is None else columns_of.dumped(columns)
    return [[str(path), None if each is None else columns_of.dumped(each)] for path, each in columns.items()]


def _columns_of(told: Any) -> tables.Chosen | None:
    if told is None or isinstance(told, str):
        return None if told is None else columns_of.loaded(told)
    return {Path(path): None if each is None else columns_of.loaded(each) for path, each in told}


def _file_of(told: Sequence[Any]) -> FileReport:
    """The record whose `astuple` this was."""
    path, member, status, verdict, number, uid, title, byline, publisher, published, language, words, *rest = told
    set_aside, warnings, error, brought, members, pictures = rest
    return FileReport(
        path,
        member,
        Status(status),
        Verdict(verdict),
        number,
        uid,
        title,
        tuple(byline),
        publisher,
        published,
        language,
        words,
        tuple(SetAside(*each) for each in set_aside),
        tuple(warnings),
        error,
        None if brought is None else _brought_of(brought),
        members,
        pictures,
    )


def _brought_of(told: Sequence[Any]) -> Brought:
    articles, tags, passages, memos, collections, collected, lost, notes, differing, ids = told
    return Brought(
        Came(*articles),
        Came(*tags),
        Came(*passages),
        Came(*memos),
        Came(*collections),
        collected,
        tuple(lost),
        tuple(notes),
        tuple(differing),
        tuple(ids),
    )


def _change_told(change: Change) -> list[Any]:
    act = change.inverse
    inverse = None if act is None else [act.verb, dict(act.arguments), list(act.told)]
    return [change.label, sorted(change.touched), inverse, change.entry]


def _change_of(told: Sequence[Any]) -> Change:
    label, touched, act, entry = told
    inverse = None if act is None else Act(act[0], act[1], tuple(tuple(each) for each in act[2]))
    return Change(label, frozenset((kind, number) for kind, number in touched), inverse, entry)


def _error_of(name: str, what: str, advice: str) -> Exception:
    """The same kind of error, so far as it is made of two sentences."""
    if name == Cancelled.__name__:
        return Cancelled()
    kind: type[WaystationError] = getattr(errors, name, WaystationError)
    return (kind if kind.__init__ is WaystationError.__init__ else WaystationError)(what, advice)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
