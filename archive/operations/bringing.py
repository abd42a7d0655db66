"""Brings what another program wrote, or an export of ours, into the archive: one act, which one Change takes back.

Nothing here is overwritten. A text that an article has is matched to it; a passage, tag or memo that is here stays as it is
here, and where the file says otherwise, that is told.
"""

from archive.archive import Archive
from archive.base.progress import Progress
from archive.model.change import Change
from archive.model.interchange import Brought, Incoming


def bring(
    archive: Archive, incoming: Incoming, *, path: str = "", progress: Progress | None = None
) -> tuple[Brought, Change]:
    """Brings everything in, in one transaction; `path` is where the file lay. Raises Cancelled, and then nothing came."""
    raise NotImplementedError


def preview(archive: Archive, incoming: Incoming) -> Brought:
    """What `bring` would answer; writes nothing. New articles have no id yet."""
    raise NotImplementedError
