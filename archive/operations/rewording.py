"""What other words of the lexicon make necessary: only the articles whose figures may be read or grouped otherwise are read again."""

import re
from collections.abc import Iterable, Sequence

from archive.archive import Archive
from archive.base.text import folded
from archive.model.ids import ArticleId
from archive.model.lexicon import Entry, EntryKind
from archive.store.ledger import Difference, Draft
from archive.store.lexicon import entry

from . import extracting

_TOKEN = re.compile(r"\w+")


def entries_of(archive: Archive, rows: Sequence[Difference]) -> list[Entry]:
    """The entries that these differences are about, as they were and as they are."""
    found = []
    for _, key, before, after in rows:
        whole = archive.store.lexicon.row(key[0]) or before or {}
        for part in (before, after):
            if part is not None:
                found.append(entry({**whole, **part}))
    return found


def affected(archive: Archive, entries: Iterable[Entry]) -> list[ArticleId]:
    """The articles whose figures these entries may let be read, or grouped, otherwise."""
    told = list(entries)
    pieces = {piece for each in told for word in each.all_words for piece in _pieces(word)}
    found = set(archive.store.lexicon.mentioning(pieces)) | set(archive.store.lexicon.said(pieces))
    groups = [each for each in told if each.kind is EntryKind.WORDS]
    if groups:
        found.update(archive.store.lexicon.with_keys(_keys(archive, groups)))
    return sorted(found)


def _keys(archive: Archive, groups: Sequence[Entry]) -> list[str]:
    """Keys of figures that count what the groups name, or what ships as the same as one of their words."""
    from archive.extraction import comparable, series

    tokens = {known for each in groups for word in each.all_words for known in comparable.classes(word)}
    tokens |= {comparable.phrase_of(word) for each in groups for word in each.all_words}
    phrases = [set(comparable.own_form(word).split("_")) for each in groups for word in each.all_words]
    kept = []
    for key in archive.store.lexicon.all_keys():
        parts = series.split(key)
        if parts is None:
            continue
        named = {*parts.counted, parts.unit}
        if not tokens.isdisjoint(named) or any(phrase <= named for phrase in phrases):
            kept.append(key)
    return kept


def _pieces(word: str) -> list[str]:
    """What stands in any text that holds the word, in either number, by letters whose case SQLite folds, or that have none."""
    from archive.extraction.figures.nouns import numbers_of

    common = [_common(numbers_of(token)) for token in _TOKEN.findall(folded(word))]
    runs = [run for prefix in common for run in _runs(prefix)]
    return [max(runs, key=len)] if runs else [""]


def _common(forms: Sequence[str]) -> str:
    """What all of them begin with."""
    first, last = min(forms), max(forms)
    return next((first[:at] for at, char in enumerate(first) if char != last[at]), first)


def _runs(text: str) -> list[str]:
    plain = "".join(char if char.isascii() or char.upper() == char.lower() else " " for char in text)
    return plain.split()


def reword(archive: Archive, draft: Draft) -> list[ArticleId]:
    """Reads again, inside the transaction under way, what the draft's changes of the lexicon may have changed; which these were."""
    rows = draft.reworded()
    if not rows:
        return []
    entries = entries_of(archive, rows)
    articles = affected(archive, entries)
    extracting.reword(archive, articles)
    from archive.extraction.findings import blocks

    concerned = {*articles, *archive.store.comparisons.placed(_places(archive, entries), blocks.PLACE_AT)}
    archive.store.comparisons.queue(sorted(concerned))
    return articles


def _places(archive: Archive, entries: Sequence[Entry]) -> set[str]:
    """The places, by key, whose figures are held against others when places lie within others than before: these, those that
    lie in them, and those around them."""
    from archive.extraction.figures.places import key_of
    from archive.extraction.findings import gazetteer

    moved = [each for each in entries if each.kind is EntryKind.PLACE]
    if not moved:
        return set()
    known = gazetteer.with_own(archive.store.lexicon.additions())
    inner = {key_of(each.name) for each in moved}
    outer = {gazetteer.key_within(each.within, known.names) for each in moved if each.within} | {
        each.within for each in moved
    }
    inside = {place for place in known.inside if not inner.isdisjoint(known.around(place))}
    return {place for place in inner | outer | inside if place}
