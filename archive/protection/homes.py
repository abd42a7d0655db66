"""The mark in an archive that says that a machine knows it: it was made there, or whoever uses that machine said that they trust it.

Only the machine's secret makes its mark, and for one archive only; nobody else can tell which machine a mark is of. Whoever had the
archive in their hands can have changed it and left the mark as it is: it stands for the archive, not for what is in it today.
"""

import hashlib
import hmac

from archive.base import places

FACT = "known-on"
_MOST = 64  # machines; the one that was added first goes
_PURPOSE = b"waystation: known on this machine: "


def mark(uid: str) -> str:
    """This machine's mark for an archive."""
    return hmac.new(places.machine_secret(), _PURPOSE + uid.encode(), hashlib.sha256).hexdigest()


def is_marked(held: str | None, uid: str) -> bool:
    """Whether this machine's mark is among those that an archive holds."""
    own = mark(uid)
    return any(hmac.compare_digest(each.encode(), own.encode()) for each in (held or "").split())


def with_mark(held: str | None, uid: str) -> str:
    """What an archive is to hold so that this machine knows it."""
    own = mark(uid)
    others = [each for each in (held or "").split() if each != own]
    return " ".join([*others[1 - _MOST :], own])
