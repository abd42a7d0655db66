"""The indexing child seen from its parent: started, woken, waited for, started again once if it dies, and ended.

The child ends when its standard input does, so it never outlives the program. It is told nothing on its command line but
the archive's path; the key goes over the pipe. A batch that is cut short leaves no trace: it was one transaction.
"""

import json
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Condition, Thread
from typing import IO

from archive.base import children

_END_S = 15.0
_STEPS_BACK = 15  # a thirtieth of a full share beside what a person waits for: nothing there has a time limit


class Indexer:
    """One child process that indexes what is pending, and then what comes.

    `command` starts the child; `key` is the archive's raw key. `batch_done(done, pending)` is called after each batch,
    `read_done(done, pending)` after each batch of articles whose dates were read, `alike_done` the same of those that were looked at for
    duplicates, and `failed(sentence)` when the child
    reports trouble or has died twice; all on a thread of the indexer's own.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        key: bytes | None = None,
        batch_done: Callable[[int, int], None] = lambda done, pending: None,
        failed: Callable[[str], None] = lambda sentence: None,
        read_done: Callable[[int, int], None] = lambda done, pending: None,
        alike_done: Callable[[int, int], None] = lambda done, pending: None,
    ) -> None:
        self._command = list(command)
        self._key = key
        self._batch_done = batch_done
        self._failed = failed
        self._read_done = read_done
        self._alike_done = alike_done
        self._changed = Condition()  # re-entrant, so that wait may wake
        self._child: subprocess.Popen[str] | None = None
        self._listener: Thread | None = None
        self._asked = 0
        self._answered = 0
        self._ending = False
        self._dead = False

    def start(self) -> None:
        """Starts the child; it begins with what is pending. Nothing happens when it runs already."""
        with self._changed:
            if self._listener is not None:
                return
            self._listener = Thread(target=self._run, name="indexer", daemon=True)
            self._child = self._spawn()
            self._listener.start()

    def wake(self) -> None:
        """Tells the child that there is something new."""
        with self._changed:
            self._asked += 1
            self._send(f"{self._asked}\n")

    def wait(self, timeout_s: float | None = None) -> bool:
        """Waits until all that is pending now has been indexed and read; False when that did not come about."""
        with self._changed:
            self.wake()
            goal = self._asked
            self._changed.wait_for(lambda: self._answered >= goal or self._dead, timeout_s)
            return self._answered >= goal

    def close(self) -> None:
        """Ends the child after its batch, and waits for that."""
        with self._changed:
            self._ending = True
            child, listener = self._child, self._listener
        if child is None or listener is None:
            return
        with suppress(OSError):
            if child.stdin is not None:
                child.stdin.close()
        try:
            child.wait(_END_S)
        except subprocess.TimeoutExpired:
            child.kill()
        listener.join()

    def kill(self) -> None:
        """Ends the child and its mate at once, in the middle of a batch, which leaves no trace: nothing with the key goes on."""
        with self._changed:
            self._ending = True
            child, listener = self._child, self._listener
        if child is not None and listener is not None:
            children.kill(child)
            listener.join()
            with suppress(OSError):
                if child.stdin is not None:
                    child.stdin.close()

    def end_abruptly(self) -> None:
        """Kills the child as a crash would; it is started again like after one."""
        with self._changed:
            if self._child is not None:
                self._child.kill()

    def _spawn(self) -> "subprocess.Popen[str]":
        child = children.started(
            lambda: subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="ascii",
                # So that it can be ended together with a mate that it has started. A session of its own would have a share of the
                # processors as large as the window's, where the kernel groups by them (autogroup), whatever its nice value is.
                process_group=0,
            ),
            steps_back=_STEPS_BACK,
        )
        assert child.stdin is not None
        with suppress(OSError):
            child.stdin.write(f"{self._key.hex() if self._key else ''}\n{self._asked}\n")
            child.stdin.flush()
        return child

    def _send(self, line: str) -> None:
        if self._child is not None and self._child.stdin is not None:
            # A child that has just died is noticed by the listener.
            with suppress(OSError, ValueError):
                self._child.stdin.write(line)
                self._child.stdin.flush()

    def _run(self) -> None:
        """Listens to the child until it ends; the second life is the last."""
        for life in (1, 2):
            child = self._child
            assert child is not None and child.stdout is not None
            self._listen(child.stdout)
            child.stdout.close()
            code = child.wait()
            with self._changed:
                if self._ending:
                    break
                with suppress(OSError):
                    if child.stdin is not None:
                        child.stdin.close()
                if life == 1:
                    self._child = self._spawn()
        with self._changed:
            self._dead = True
            self._changed.notify_all()
            ending = self._ending
        if not ending:
            self._failed(f"Indexing in the background stopped (code {code}); open the archive again to go on.")

    def _listen(self, answers: IO[str]) -> None:
        for line in answers:
            try:
                answer = json.loads(line)
            except ValueError:
                continue
            if "trouble" in answer:
                self._failed(str(answer["trouble"]))
            elif "done" in answer:
                self._batch_done(int(answer["done"]), int(answer["pending"]))
            elif "read" in answer:
                self._read_done(int(answer["read"]), int(answer["pending"]))
            elif "alike" in answer:
                self._alike_done(int(answer["alike"]), int(answer["pending"]))
            elif "idle" in answer:
                with self._changed:
                    self._answered = max(self._answered, int(answer["idle"]))
                    self._changed.notify_all()
