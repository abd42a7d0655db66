"""Counts what a file holds and the archive cannot, by what it is, so that it is told in one sentence however often it comes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set

from archive.base.text import storable, visible

_SHOWN_CHARS = 40
_EXAMPLES = 6
_NAMES = 20  # of fields, which are told by their names
_MOST_NAMES = 1_000


def shown(words: str) -> str:
    """The beginning of some words, as a sentence quotes them."""
    line = visible(" ".join(storable(words[: 4 * _SHOWN_CHARS]).split()))
    return f"“{line[:_SHOWN_CHARS]}{'…' if len(line) > _SHOWN_CHARS else ''}”"


class Tally:
    """Things by what they are in the singular and in the plural, with why; the first few are named."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._examples: dict[tuple[str, str], dict[str, None]] = {}

    def add(self, one: str, many: str, example: str = "", *, why: str = "") -> None:
        """Counts one: `1 {one} (“example”){why}.`, or `2 {many} (…){why}.`."""
        kind = (one + "\n" + why, many + "\n" + why)
        self._counts[kind] += 1
        named = self._examples.setdefault(kind, {})
        if len(named) <= _EXAMPLES and example.strip():
            named.setdefault(shown(example))

    def sentences(self) -> Iterator[str]:
        """One for each kind, in the order of the first of each."""
        for kind, count in self._counts.items():
            what, _, why = kind[count > 1].partition("\n")
            named = list(self._examples[kind])
            more = " …" if len(named) > _EXAMPLES else ""
            listed = f" ({', '.join(named[:_EXAMPLES])}{more})" if named else ""
            yield f"{count:,} {what}{listed}{why}."


class Fields:
    """Names of what records say and the archive has no place for, with how often each came."""

    def __init__(self) -> None:
        self._names: Counter[str] = Counter()

    def leave(self, record: Mapping[str, object], read: Set[str], within: str = "") -> None:
        """Counts what a record says under other names than those that are read; `within` says where the record stands."""
        for name in record.keys() - read:
            if _says(record[name]):
                self.count(f"{within}.{name}" if within else str(name))

    def count(self, name: str) -> None:
        """Counts one by its name."""
        if name in self._names or len(self._names) < _MOST_NAMES:
            self._names[name] += 1

    def sentences(self) -> Iterator[str]:
        """One that names them, the most frequent first."""
        if not self._names:
            return
        ranked = sorted(self._names.items(), key=lambda each: (-each[1], each[0]))
        named = ", ".join(
            f"{shown(name)}{f' ({count:,} times)' if count > 1 else ''}" for name, count in ranked[:_NAMES]
        )
        more = f" and {len(ranked) - _NAMES:,} more" if len(ranked) > _NAMES else ""
        yield f"What the archive has no place for was left out: {named}{more}."


def _says(value: object) -> bool:
    """Whether a value says anything: not nothing, no, naught or an empty list."""
    return value not in (None, False, "", 0) and value != [] and value != {}
