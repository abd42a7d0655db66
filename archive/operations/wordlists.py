"""The words that come with the program, as entries to be shown beside a person's own. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from archive.model.lexicon import NONE, Entry, EntryKind


@cache
def shipped() -> tuple[Entry, ...]:
    """Every entry that ships, by kind and name."""
    return (*_groups(), *_units(), *_places())


def _groups() -> list[Entry]:
    from archive.extraction import comparable
    from archive.extraction.figures.korean_lexicon import korean_of
    from archive.extraction.figures.lexicon import english_of

    found: dict[str, dict[str, None]] = defaultdict(dict)
    for told in (english_of(NONE).synonyms, comparable.lexicon().things, korean_of(NONE).keys):
        for word, group in told.items():
            found[group][word.replace("_", " ")] = None
    return _entries(EntryKind.WORDS, found)


def _units() -> list[Entry]:
    from archive.extraction.figures.korean_lexicon import korean_of
    from archive.extraction.figures.lexicon import english_of

    english, found = english_of(NONE), defaultdict[str, dict[str, None]](dict)
    for word, (unit, _) in (*english.units.items(), *korean_of(NONE).counters.items()):
        found[unit][word] = None
    for told in english.unit_phrases.values():
        for words, unit in told:
            found[unit][" ".join(words)] = None
    return _entries(EntryKind.UNIT, found)


def _places() -> list[Entry]:
    from archive.extraction.figures import places

    return [
        Entry(EntryKind.PLACE, names[0], names[1:], within)
        for names, within in sorted(places.shipped_names(), key=lambda told: told[0][0])
    ]


def _entries(kind: EntryKind, found: Mapping[str, Iterable[str]]) -> list[Entry]:
    return [
        Entry(kind, name, tuple(word for word in words if word != name or kind is EntryKind.UNIT))
        for name, words in sorted(found.items(), key=lambda told: told[0].casefold())
    ]
