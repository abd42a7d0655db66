"""What of several authors' work is not in what was joined, worked out without the program's own rules: from what all began with, what each had
at last, and what is there now. All three as `said` tells them: {(kind, uid): values, elements, conflicts}.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Told = Mapping[tuple[str, str], Mapping[str, Any]]
_NOTHING = frozenset({"null", '""', "[]", '"open"', '"found"', '["","",""]'})
_WORDS = 3  # where in a place the words stand: in which edition and where follows from them


def losses(first: Told, sides: Sequence[Told], after: Told) -> list[str]:
    """A sentence for each record, value and element of a side that is missing; where nobody removed it and nobody says otherwise."""
    return [
        f"{key}: {lost}"
        for side in sides
        for key, record in side.items()
        if key[0] != "key"  # which series gathers a key is contested, and then asked
        for lost in _lost(key, record, first, sides, after)
    ]


def _lost(
    key: tuple[str, str], record: Mapping[str, Any], first: Told, sides: Sequence[Told], after: Told
) -> Iterator[str]:
    before, now = first.get(key), after.get(key)
    if now is None:
        # Removed by one who had it from the beginning; what was made since nobody else could remove.
        if before is None or all(key in side for side in sides):
            yield "is gone"
        return
    if not first:
        return  # archives of their own begin with values of their own, and none is told to be the later one
    was = before or {"values": {}, "elements": []}
    for name, value in record["values"].items():
        shown = {now["values"].get(name, "null"), *now["conflicts"].get(name, ())}
        if value not in _NOTHING and not _said(value, was["values"].get(name), shown):
            yield f"{name} was {value}, and is {sorted(shown)}"
    for element in set(record["elements"]) - set(now["elements"]):
        if element not in was["elements"] or all(element in side[key]["elements"] for side in sides if key in side):
            yield f"{element} is missing"


def _said(value: str, before: str | None, shown: set[str]) -> bool:
    """Whether a value is among those that show, or says nothing new, or is a text whose new lines are all in one that shows."""
    if value == before or value in shown:
        return True
    new, old = json.loads(value), json.loads(before or "null")
    if isinstance(new, list) and len(new) > _WORDS and isinstance(old, list):
        return bool(new[_WORDS] == old[_WORDS])
    if not isinstance(new, str):
        return False
    lines = set(new.split("\n")) - set(old.split("\n") if isinstance(old, str) else ())
    told = (json.loads(each) for each in shown)
    return bool(lines) and any(isinstance(each, str) and lines <= set(each.split("\n")) for each in told)
