"""How many distinct ids are carried by each tag and the tags below it, with one pass over arrays; pure."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

# What carries each tag, by the tag's path: ids as SQLite's `group_concat` gives them, in any order.
Carried = Mapping[str, str]


def distinct_below(paths: Sequence[str], carried: Carried, *, once: bool = False) -> dict[str, int]:
    """For each path the number of distinct ids of it and of every path below it ("a/b" is below "a").

    `once` tells that no path has an id twice, which spares looking.
    """
    ordered = sorted(paths, key=lambda path: path.replace("/", "\0"))  # what is below a path follows it
    if not any(path in carried for path in ordered):
        return dict.fromkeys(ordered, 0)
    # Imported here: starting the program must not wait for it.
    import numpy as np

    texts = [carried.get(path, "") for path in ordered]
    ids = np.fromstring(",".join(filter(None, texts)), np.int64, sep=",")
    edges = [0, *accumulate(text.count(",") + 1 if text else 0 for text in texts)]
    listed = [] if once else ids.tolist()
    seen = np.zeros(int(ids.max()) + 1, dtype=bool)
    counts: dict[str, int] = {}
    for number, last in enumerate(_last_below(ordered)):
        first, end = edges[number], edges[last]
        if last == number + 1:
            counts[ordered[number]] = end - first if once else len(set(listed[first:end]))
        else:
            inside = ids[first:end]
            seen[inside] = True
            counts[ordered[number]] = int(np.count_nonzero(seen))
            seen[inside] = False
    return counts


def _last_below(ordered: Sequence[str]) -> list[int]:
    """For each path the number after the last one below it."""
    ends = [len(ordered)] * len(ordered)
    open_: list[int] = []
    for number, path in enumerate(ordered):
        while open_ and not path.startswith(ordered[open_[-1]] + "/"):
            ends[open_.pop()] = number
        open_.append(number)
    return ends
