"""Names of files that every system takes: Windows' reserved names and characters, length, names equal but for case or Unicode form.

Sources: Microsoft, "Naming Files, Paths, and Namespaces"; the length is counted in bytes of UTF-8, of which most file systems take 255.
"""

import hashlib
import re
import unicodedata

# Characters that Windows forbids, controls, and those that turn the direction of what is shown after them.
_FORBIDDEN = re.compile(
    '[<>:"/\\\\|?*\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]'
)
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_MOST_BYTES = 120
_HASH_CHARS = 8
_NUMBER_BYTES = 12  # room for ` (12345)`


def safe(name: str, most: int = _MOST_BYTES) -> str:
    """A name like this one that may be a file's everywhere, at most so many bytes long; `untitled` for none.

    What is shortened carries a hash of the whole name, so that two long names do not become one. An ending of up to eight
    characters stays.
    """
    kept = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name))
    kept = " ".join(kept.split()).strip(" .")
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    if not kept:
        return "untitled"
    return kept if len(kept.encode()) <= most else _shortened(kept, name, most)


def _shortened(kept: str, name: str, most: int) -> str:
    stem, dot, ending = kept.rpartition(".")
    if not stem or len(ending.encode()) > 8 or not ending.isalnum():
        stem, dot, ending = kept, "", ""
    mark = "-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_CHARS]
    room = most - len(f"{mark}{dot}{ending}".encode())
    cut = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{cut}{mark}{dot}{ending}"


class Names:
    """Gives names in one folder that differ even where case and Unicode form do not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, name: str) -> str:
        """`safe(name)`, numbered where another has it already: `a.txt`, `A (2).txt`."""
        wanted = safe(name, _MOST_BYTES - _NUMBER_BYTES)
        given, number = wanted, 1
        while _key(given) in self._taken:
            number += 1
            stem, dot, ending = wanted.rpartition(".")
            given = f"{stem} ({number}){dot}{ending}" if stem else f"{wanted} ({number})"
        self._taken.add(_key(given))
        return given


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
