"""What changed between two wordings of a passage, word by word."""

import difflib
from html import escape

_COMPARED_WORDS = 400


def difference(before: str, after: str) -> str:
    """What changed between two wordings, as HTML of our own: gone words struck out, new ones underlined.

    Of long ones only what stands around the first change.
    """
    old, new = before.split(), after.split()
    first, cut = 0, max(len(old), len(new)) > _COMPARED_WORDS
    if cut:
        same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
        first = max(0, same - _COMPARED_WORDS // 4)
        old, new = old[first : first + _COMPARED_WORDS], new[first : first + _COMPARED_WORDS]
    parts: list[str] = ["…"] if first else []
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if cut and changes[-1][0] != "equal" and len(changes) > 1:
        changes.pop()  # where one of the two was cut earlier, nothing has changed
    for kind, low, high, start, end in changes:
        gone, came = escape(" ".join(old[low:high])), escape(" ".join(new[start:end]))
        if kind == "equal":
            parts.append(gone)
            continue
        if gone:
            parts.append(f"<s>{gone}</s>")
        if came:
            parts.append(f"<u>{came}</u>")
    return " ".join([*parts, "…"] if cut else parts)
