"""Tags as everybody knows them: the paths that they have for all, and bare ones, which stand above others and follow from them; reads only."""

import hashlib
from collections.abc import Mapping

from archive.base.text import tag_key

from .connection import Connections

# What the uid of a bare tag begins with; that of another one is random (RFC 9562 version 4).
BARE = "00000000"
# One that somebody used, described or changed is a tag like any other.
_BARE = (
    "SELECT t.uid, t.path FROM tags t WHERE t.uid GLOB ?1 || '*' AND t.colour IS NULL AND t.shortcut IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM tagged_articles WHERE tag = t.id) AND NOT EXISTS (SELECT 1 FROM event_tags WHERE tag = t.id)"
    " AND NOT EXISTS (SELECT 1 FROM tag_definitions WHERE tag = t.id)"
    " AND NOT EXISTS (SELECT 1 FROM tag_relations WHERE tag = t.id OR related = t.id)"
    " AND NOT EXISTS (SELECT 1 FROM exchange_log WHERE kind = 'tag' AND uid = t.uid AND field <> '')"
    " AND NOT EXISTS (SELECT 1 FROM exchange_revisions WHERE kind = 'tag' AND uid = t.uid AND field <> '')"
    " AND NOT EXISTS (SELECT 1 FROM memos WHERE kind = 'tag' AND target = t.uid)"
    " AND NOT EXISTS (SELECT 1 FROM memo_links WHERE kind = 'tag' AND target = t.uid)"
)


def bare_uid(path: str) -> str:
    """The uid of the bare tag with a path, in every archive."""
    return BARE + hashlib.sha256(tag_key(path).encode()).hexdigest()[: 32 - len(BARE)]


class Paths:
    """The paths that tags have for all; `names` are {uid: (path shown here, path for all)}."""

    def __init__(self, names: Mapping[str, tuple[str, str]]) -> None:
        self.names = names
        self._shown = dict(names.values())

    def for_all(self, uid: str, path: str) -> str:
        """The path that a tag has for all, by the one that it has here: it, or one that it lies below, may be shown under another name."""
        own = self.names.get(uid)
        if own is not None and own[0] == path:
            return own[1]
        end = path.rfind("/") if self._shown else -1
        while end > 0:
            if (above := self._shown.get(path[:end])) is not None:
                return above + path[end:]
            end = path.rfind("/", 0, end)
        return path


def bare(connections: Connections, paths: Paths) -> set[str]:
    """The uids of bare tags that are here."""
    rows = connections.rows(_BARE, (BARE,))
    return {row[0] for row in rows if row[0] == bare_uid(paths.for_all(row[0], row[1]))}
