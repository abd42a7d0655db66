"""The words by which figures are read and grouped: those that ship, and what a person adds to them in this archive.

An act reads again what it may have changed, at once where that is little, else in the background; its Change undoes it exactly.
What a person confirmed, corrected, moved or named stays as it is.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid, NotFound
from archive.model.change import Change
from archive.model.ids import ArticleId, new_uid
from archive.model.lexicon import Additions, Entry, EntryKind, additions
from archive.store.ledger import Draft
from archive.store.lexicon import BETWEEN

from . import extracting, figure_rows, lexicon_rows, rewording
from .carrying import ENTERED
from .recording import drafted

_LABELS = {EntryKind.WORDS: "words that count the same", EntryKind.UNIT: "words for a unit", EntryKind.PLACE: "place"}


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act on the lexicon would do: the articles to be read again, and the figures that would be read or grouped
    otherwise (None: too much text to try)."""

    articles: int
    figures: int | None


def entries(archive: Archive) -> list[Entry]:
    """What persons added, by kind and name."""
    return archive.store.lexicon.entries()


def find(archive: Archive, uid: str) -> Entry:
    """The entry with this uid; a unique beginning will do. Raises NotFound."""
    return archive.store.lexicon.resolve(uid)[1]


def checked(archive: Archive, wanted: Entry) -> Entry:
    """The entry as it would be kept. Raises Invalid."""
    return lexicon_rows.checked(wanted, [each for each in entries(archive) if each.uid != wanted.uid])


# Acts


def add(archive: Archive, wanted: Entry) -> tuple[Entry, Change]:
    """Adds an entry. Raises Invalid."""
    with archive.atomic():
        draft = archive.store.draft()
        kept = replace(checked(archive, replace(wanted, uid=None)), uid=new_uid())
        at, author = clock.stamp(), places.author()
        row = {"uid": kept.uid, "kind": str(kept.kind), "created": at, "modified": at, "author": author}
        draft.insert("lexicon", row | _said(kept))
        change = _done(archive, f"Add {_LABELS[kept.kind]} “{kept.name}”", draft, {})
        return replace(kept, author=author, modified=at), change


def edit(archive: Archive, wanted: Entry) -> Change:
    """Gives the entry with this uid another name, words or larger place. Raises Invalid, NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        row, present = archive.store.lexicon.resolve(wanted.uid or "")
        kept = checked(archive, replace(wanted, uid=present.uid, kind=present.kind))
        left = [each for each in entries(archive) if each.uid != present.uid]
        lexicon_rows.require_unused([present], [] if set(present.all_words) <= set(kept.all_words) else left)
        draft.update("lexicon", [row], _said(kept) | {"modified": clock.stamp()})
        return _done(archive, f"Change {_LABELS[kept.kind]} “{kept.name}”", draft, _renamed(present, kept))


def remove(archive: Archive, uids: Sequence[str]) -> Change:
    """Removes entries. Raises Invalid (a place lies within one of them), NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        gone = dict(archive.store.lexicon.resolve(uid) for uid in uids)
        left = [each for each in entries(archive) if each not in gone.values()]
        lexicon_rows.require_unused(gone.values(), left)
        for row in gone:
            draft.delete("lexicon", [row])
        names = [each.name for each in gone.values()]
        told = f"“{names[0]}”" if len(names) == 1 else f"{len(names)} entries"
        return _done(archive, f"Remove {told} from the lexicon", draft, {})


def _said(entry: Entry) -> dict[str, str]:
    return {"name": entry.name, "words": BETWEEN.join(entry.words), "within": entry.within}


def _renamed(before: Entry, after: Entry) -> dict[str, str]:
    """The tokens of groups that keys hold, as they are called now."""
    from archive.extraction import comparable

    if before.kind is not EntryKind.WORDS:
        return {}
    return {comparable.phrase_of(before.name): comparable.phrase_of(after.name)}


# Series keep what a person said of them


def _done(archive: Archive, label: str, draft: Draft, renamed: dict[str, str]) -> Change:
    if not draft.rows:
        return Change(label)
    articles = rewording.affected(archive, rewording.entries_of(archive, draft.reworded()))
    before = _gathered_figures(archive, articles)
    _follow_words(archive, draft, set(articles), renamed)
    rewording.reword(archive, draft)
    _follow_figures(archive, draft, before)
    return drafted(archive, label, draft, reads=False)


def _gathered_figures(archive: Archive, articles: Sequence[ArticleId]) -> dict[int, str]:
    """The figures of these articles that a person's series gathers, with their keys."""
    gathered = archive.store.lexicon.gathered()
    if not gathered:
        return {}
    told = (archive.store.figures.keys(article) for article in articles)
    return {figure: key for keys in told for figure, key in keys.items() if key in gathered}


def _follow_words(archive: Archive, draft: Draft, articles: Container[int], renamed: Mapping[str, str]) -> None:
    """A series that gathers what certain words count gathers what the same words count from now on."""
    from archive.extraction import series

    own = archive.store.lexicon.additions()
    for key, given in archive.store.lexicon.gathered().items():
        row = archive.store.figures.typical(key)
        if row is None:
            _gather(archive, draft, series.rekeyed(key, own, renamed), given)
        elif row["article"] in articles:
            _gather(archive, draft, _key_with(archive, row, own), given)


def _key_with(archive: Archive, row: Mapping[str, Any], own: Additions) -> str:
    """The key that a figure has when it is read with other words; what a person said of it goes before that."""
    if not row["own"] and row["rule"] != ENTERED:
        for start, end, key in extracting.keys_with(archive, row["article"], own):
            if (start, end) == (row["start"], row["end"]):
                return key
    return figure_rows.key_of({**row, **figure_rows.in_force(row)}, own)


def _follow_figures(archive: Archive, draft: Draft, before: dict[int, str]) -> None:
    """A series whose figures have all gone to one other key goes with them."""
    given = archive.store.lexicon.gathered()
    gone: dict[str, Counter[str]] = defaultdict(Counter)
    for figure, was in before.items():
        key = archive.store.figures.key(figure)
        if key is not None and key != was:
            gone[was][key] += 1
    for was, keys in gone.items():
        if len(keys) == 1 and not archive.store.figures.with_key(was):
            _gather(archive, draft, next(iter(keys)), given[was])


def _gather(archive: Archive, draft: Draft, key: str, given: str) -> None:
    if key in archive.store.lexicon.gathered():
        return
    if key in archive.store.lexicon.aliases():
        draft.update("series_aliases", [key], {"was": given})
    else:
        draft.insert("series_aliases", {"key": key, "was": given})


# What an act would do


def effect(archive: Archive, before: Entry | None, after: Entry | None) -> Effect:
    """What it would do to have one entry instead of another (None: none). Reads only; raises Invalid."""
    with archive.snapshot():
        kept = checked(archive, after) if after is not None else None
        told = [each for each in (before, kept) if each is not None]
        articles = rewording.affected(archive, told)
        left = [each for each in entries(archive) if before is None or each.uid != before.uid]
        own = additions([*left, *([kept] if kept else [])])
        return Effect(len(articles), _figures_changed(archive, articles, own))


def _figures_changed(archive: Archive, articles: Sequence[ArticleId], own: Additions) -> int | None:
    chars = changed = 0
    for article in articles:
        chars += len(archive.store.editions.text(article))
        if chars > extracting.CHARS_AT_ONCE:
            return None
        new = Counter(extracting.keys_with(archive, article, own))
        old = Counter(archive.store.lexicon.read_keys(article))
        changed += max((old - new).total(), (new - old).total())
        for row in archive.store.figures.held(article):
            if row["own"]:
                key = figure_rows.key_of(row | figure_rows.in_force(row), own)
                changed += key != row["own_key"]
    return changed


# Words of two series


def counting_the_same(archive: Archive, series: str, other: str) -> Entry:
    """The entry that would let two series (uids or keys) count the same, now and in articles to come: a new one, or one that is
    there with the words of the other.

    Raises Invalid where words are not what parts them, NotFound.
    """
    from archive.extraction import comparable

    (one, one_words), (two, two_words) = (_counting(archive, each) for each in (series, other))
    words = list(dict.fromkeys((one_words, two_words)))
    if len({comparable.told(word, archive.store.lexicon.additions()).things for word in words}) < 2:
        raise Invalid("Both series count the same words.", "Merge them if they measure the same all the same.")
    own = [each for each in entries(archive) if each.kind is EntryKind.WORDS]
    meant = [each for each in own if lexicon_rows.meanings(each.all_words) & lexicon_rows.meanings(words)]
    base = meant[0] if meant else Entry(EntryKind.WORDS, words[0])
    kept = checked(archive, replace(base, words=tuple(dict.fromkeys((*base.words, *words)))))
    left = [each for each in entries(archive) if each.uid != kept.uid or kept.uid is None]
    with_it = additions([*left, kept])
    if _key_with(archive, one, with_it) != _key_with(archive, two, with_it):
        raise Invalid(
            "These series differ in more than their words: in what is done, in place, or in kind.",
            "Merge them, or move single figures.",
        )
    return kept


def _counting(archive: Archive, series: str) -> tuple[Mapping[str, Any], str]:
    """A figure that counts what most of a series do, and the words that say what that is."""
    from archive.extraction import comparable

    row = archive.store.figures.typical(series)
    if row is None:
        raise NotFound(f"There is no series {series[:80]!r}.", "Look at the list of figures for it.")
    present = figure_rows.in_force(row)
    acts = comparable.lexicon().acts
    kept = [word for word in present["counted_key"].split() if word not in acts or comparable.classes(word)]
    phrase = " ".join(kept).replace("_", " ")
    written = " ".join(present["counted"].split()[-len(phrase.split()) :]) if phrase else ""
    if not phrase or "person" in comparable.classes(phrase):
        raise Invalid(
            "The figures do not say whom or what they count.", "Merge the series, or correct their figures first."
        )
    # A person knows the words by how they are written.
    return row, written or phrase
