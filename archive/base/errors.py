"""Errors a person can act on: what happened, and what to do. Anything else that is raised is our bug."""

import math


class WaystationError(Exception):
    """The world failed, not the program: one sentence that says what happened, one that says what to do."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what} — {self.advice}" if self.advice else self.what


class Unreadable(WaystationError):
    """A file that cannot be taken in: missing, unreadable, empty, damaged or hostile."""


class NotAnArchive(WaystationError):
    """The file is no Waystation archive, is damaged, or needs a passphrase."""


class Damaged(NotAnArchive):
    """An archive is not as it was written."""


class Sealed(NotAnArchive):
    """The file's first page does not read: it is no archive, is encrypted with another key, or its salt is destroyed."""


class WrongPassphrase(WaystationError):
    """What was given does not open the archive."""


class TooSoon(WrongPassphrase):
    """A passphrase was tried before the wait for the last wrong one was over."""

    def __init__(self, left_s: float) -> None:
        seconds = max(1, math.ceil(left_s))
        super().__init__(
            "A passphrase was wrong before.", f"Wait {seconds} second{'' if seconds == 1 else 's'}, then try again."
        )
        self.left_s = left_s


class NewerSchema(WaystationError):
    """The archive was written by a newer program than this one."""


class ArchiveInUse(WaystationError):
    """Another process holds the archive's writer lock."""


class ReadOnly(WaystationError):
    """A write was asked of an archive that is open for reading only."""


class OlderSchema(ReadOnly):
    """An archive that an older version of the program wrote was to be read without being written to."""


class DiskFull(WaystationError):
    """There was no room left, or the medium refused the write; nothing was half written."""


class NotFound(WaystationError):
    """No record answers to the id, uid or name that was given."""


class Invalid(WaystationError):
    """A value that a person gave cannot be used as it is."""


class Cancelled(Exception):
    """A person cancelled long work; what was committed before stays."""
