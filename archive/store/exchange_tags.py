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

Names = Mapping[str, tuple[str, str]]


def bare_uid(path: str) -> str:
    """The uid of the bare tag with a path, in every archive."""
    return BARE + hashlib.sha256(tag_key(path).encode()).hexdigest()[: 32 - len(BARE)]


def path_for_all(names: Names, uid: str, path: str) -> str:
    """The path that a tag has for all; `names` are {uid: (path shown here, path for all)}: of it, or of one that it lies below."""
    own = names.get(uid)
    if own is not None and own[0] == path:
        return own[1]
    if not names or "/" not in path:
        return path
    shown = {here: everywhere for here, everywhere in names.values() if path.startswith(f"{here}/")}
    if not shown:
        return path
    nearest = max(shown, key=len)
    return shown[nearest] + path[len(nearest) :]


def bare(connections: Connections, names: Names) -> set[str]:
    """The uids of bare tags that are here."""
    rows = connections.rows(_BARE, (BARE,))
    return {row[0] for row in rows if row[0] == bare_uid(path_for_all(names, row[0], row[1]))}
