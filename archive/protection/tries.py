"""Wrong passphrases are counted on this machine, and each one makes the next try wait longer, also after the program ended.

What is kept is a count, and when it last changed; nothing says for which archive. It holds back a person at the keyboard: whoever copies
the file, or deletes the count, is held back by the cost of the key alone.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from archive.base import clock, places
from archive.base.errors import TooSoon, WrongPassphrase

LONGEST_S = 300


class Tries:
    """The tries on this machine, whichever process makes them; one at a time."""

    def __init__(self, path: Path | None = None) -> None:
        """`path` is where the count is kept, by default in the user's data folder."""
        self._path = path or places.data_folder() / "wrong-passphrases"

    def left_s(self) -> float:
        """How many seconds the next try has to wait."""
        count = self._count()
        if not count:
            return 0.0
        delay = float(min(2 ** (count - 1), LONGEST_S)) if count < 20 else float(LONGEST_S)
        try:
            waited = clock.now().timestamp() - self._path.stat().st_mtime
        except OSError:
            return 0.0
        if waited < 0:  # the clock went back: wait from now on, not until then
            self._write(count)
            waited = 0.0
        return max(0.0, delay - waited)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """One try. It counts as wrong from its beginning, so that ending the program saves nobody the wait; success clears the count.

        Raises TooSoon while the wait for the last one is not over.
        """
        with self._alone():
            left = self.left_s()
            if left > 0:
                raise TooSoon(left)
            count = self._count()
            self._write(count + 1)
            try:
                yield
            except WrongPassphrase:
                self._write(count + 1)  # the wait begins now
                raise
            except BaseException:  # no try after all
                self._write(count)
                raise
            self._write(0)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self._path.with_name(self._path.name + ".lock"))
        try:
            lock.acquire()
        except OSError:  # nothing can be kept here: the cost of the key is all that is left
            yield
            return
        try:
            yield
        finally:
            lock.release()

    def _count(self) -> int:
        try:
            return max(0, int(self._path.read_text("ascii")))
        except (OSError, ValueError):
            return 0

    def _write(self, count: int) -> None:
        with suppress(OSError):
            if not count:
                self._path.unlink(missing_ok=True)
                return
            self._path.write_text(f"{count}\n", "ascii")
            now = clock.now().timestamp()
            os.utime(self._path, (now, now))
