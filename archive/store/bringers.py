"""Who brought what others wrote: the author of the first merge whose act tells of it. A merge notes its author, a revision does not."""

from collections.abc import Iterable

from .connection import Connections


def bringers(connections: Connections, names: Iterable[str]) -> dict[str, str]:
    """{name of a revision: who brought it} of those of which that is known."""
    authors = {str(row[0]) for row in connections.rows("SELECT DISTINCT author FROM exchange_merges")}
    if len(authors) < 2:  # acts may be large, and need not be looked through where all came from one
        return {name: author for name in names for author in authors if author}
    sql = (
        "SELECT m.author FROM exchange_merges m JOIN journal j ON j.id = m.entry WHERE instr(j.inverse, ?)"
        " ORDER BY m.id LIMIT 1"
    )
    found = {name: connections.value(sql, (name,)) for name in set(names)}
    return {name: str(author) for name, author in found.items() if author}
