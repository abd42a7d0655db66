"""The timeline as JSON (RFC 8259): the keys of `waystation timeline --json`, with the source beside them."""

import json
from collections.abc import Sequence

from .told import Exported, Told, row


def write(told: Sequence[Told]) -> Exported:
    """A list of objects in the order given."""
    rows = [
        row(each.mention)
        | {
            "note": each.mention.note,
            "tags": list(each.mention.tags),
            "stale": each.mention.stale,
            "source": {"title": each.title, "publisher": each.publisher, "published": each.published},
        }
        for each in told
    ]
    return Exported((json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode(), tuple(told))
