"""What an author of a random history may do: each step takes the archive and two small numbers, and is passed over where it cannot be done."""

from collections.abc import Callable, Sequence
from typing import Any

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.model.change import Change
from archive.model.ids import ArticleId, CollectionId
from archive.model.lexicon import Entry, EntryKind
from archive.model.search import Scope
from archive.operations import (
    acts,
    annotate,
    codebook,
    collect,
    comparing,
    curate,
    editions,
    events,
    figures,
    grouping,
    judging,
    lexicon,
    memos,
    origins,
)
from archive.operations.annotate import Span
from archive.operations.exchange import offering
from tests.archive.operations.exchange.begun import bring_page

Step = tuple[int, int, int]
Doing = Callable[[Archive, int, int], Change]
TAGS = ("water", "water/locks", "night", "coal")
WORDS = ("one\ntwo\nthree", "one\nTWO\nthree", "zero\none\ntwo\nthree", "", "two\nthree")
_DATES = ("2019", "2020-05-04", "2019/2021", None, "1921?")
_NAMES = ("Boats", "Nets", "", "The fleet", "Lamps")


class NothingThereError(WaystationError):
    """There is nothing yet that could be changed."""

    def __init__(self) -> None:
        super().__init__("There is nothing there.", "")


def chosen(found: Sequence[Any], number: int) -> Any:
    if not found:
        raise NothingThereError
    return found[number % len(found)]


def articles(archive: Archive) -> list[ArticleId]:
    """In the order in which they came, so that a number means the same article in every copy."""
    return sorted(archive.store.articles.ids(Scope()))


def _article(archive: Archive, number: int) -> ArticleId:
    return chosen(articles(archive), number)


def _passage(archive: Archive, number: int) -> str:
    return chosen(sorted(each.uid for each in annotate.passages(archive, limit=None)), number)


def _memo(archive: Archive, number: int) -> str:
    return chosen(sorted(each.uid for each in memos.memos(archive)), number)


def _collection(archive: Archive, number: int) -> CollectionId:
    return chosen(sorted(archive.store.collections.list(), key=lambda each: each.uid), number).id


def _mention(archive: Archive, number: int) -> str:
    uids = archive.store.connections.rows("SELECT uid FROM mentions ORDER BY uid")
    return str(chosen(uids, number)[0])


def _figure(archive: Archive, number: int) -> str:
    return chosen(sorted(each.uid for each in figures.figures(archive)), number)


def _series(archive: Archive, number: int) -> str:
    return chosen(sorted(each.uid for each in figures.series(archive)), number)


def _tag(archive: Archive, number: int) -> str:
    return chosen(codebook.paths(archive), number)


def _mark(archive: Archive, one: int, two: int) -> Change:
    return annotate.mark(
        archive, _article(archive, one), 3 + two, 9 + 2 * two, note=WORDS[one % 5], tags=TAGS[two % 4 :][:1]
    )[1]


def _put_back(archive: Archive, one: int, two: int) -> Change:
    article = _article(archive, one)
    return editions.put_back(archive, article, chosen(archive.store.editions.current(article).set_aside, two))


def _silence(archive: Archive, one: int, two: int) -> Change:
    comparing.settle(archive)
    found = sorted(each.uid for each in comparing.findings(archive))
    return grouping.silence(archive, chosen(found, one), WORDS[two % 3])


def _word(archive: Archive, one: int, two: int) -> Change:
    return lexicon.add(archive, Entry(EntryKind.WORDS, _NAMES[0].lower(), (("ships", "nets", "lamps")[two % 3],)))[1]


def _unword(archive: Archive, one: int, two: int) -> Change:
    own = [each.uid for each in lexicon.entries(archive) if each.uid is not None]
    return lexicon.remove(archive, [chosen(own, one)])


MARKS: Sequence[Doing] = (
    _mark,
    lambda a, one, two: annotate.unmark(a, [_passage(a, one)]),
    lambda a, one, two: annotate.set_note(a, _passage(a, one), WORDS[two % 5]),
    lambda a, one, two: annotate.set_colour(a, [_passage(a, one)], ("sky", "leaf", None)[two % 3]),
    lambda a, one, two: annotate.tag(a, [_passage(a, one)], TAGS[two % 4]),
    lambda a, one, two: annotate.untag(a, [_passage(a, one)], TAGS[two % 4]),
    lambda a, one, two: annotate.move_edges(a, _passage(a, one), 4 + two, 9 + two),
)
ARTICLES: Sequence[Doing] = (
    lambda a, one, two: curate.edit(a, _article(a, one), title=f"Title {two}"),
    lambda a, one, two: curate.edit(a, _article(a, one), publisher=f"Post {two % 2}", published=_DATES[two % 2]),
    lambda a, one, two: curate.edit(
        a, _article(a, one), byline=[f"Author {two % 3}"], url=f"https://example.org/{two}"
    ),
    lambda a, one, two: curate.set_rights(
        a, [_article(a, one)], sensitivity=("open", "internal", "confidential")[two % 3]
    ),
    lambda a, one, two: curate.note(a, _article(a, one), WORDS[two % 5]),
    lambda a, one, two: curate.trash(a, [_article(a, one)]),
    _put_back,
    lambda a, one, two: bring_page(a, one % 2, pictures=two % 3),
    lambda a, one, two: collect.tag(a, [_article(a, one)], TAGS[two % 4]),
    lambda a, one, two: collect.untag(a, [_article(a, one)], TAGS[two % 4]),
    lambda a, one, two: origins.link(a, _article(a, one), _article(a, one + 1 + two)),
    lambda a, one, two: origins.split(a, _article(a, one)),
)
SHELVES: Sequence[Doing] = (
    lambda a, one, two: collect.create_with(a, f"Shelf {one}", [_article(a, two)]),
    lambda a, one, two: collect.create(a, f"Inner {one}", _collection(a, two)),
    lambda a, one, two: collect.rename(a, _collection(a, one), f"Shelf {two}"),
    lambda a, one, two: collect.move(a, _collection(a, one), None if two == 4 else _collection(a, two)),
    lambda a, one, two: collect.add(a, _collection(a, one), [_article(a, two)]),
    lambda a, one, two: collect.remove(a, _collection(a, one), [_article(a, two)]),
    lambda a, one, two: collect.delete(a, _collection(a, one)),
)
TREE: Sequence[Doing] = (
    lambda a, one, two: codebook.define(a, TAGS[one % 4], f"Meaning {two}"),
    lambda a, one, two: codebook.remove(a, TAGS[one % 4]),
    lambda a, one, two: codebook.move(a, TAGS[one % 4], (None, *TAGS)[two]),
    lambda a, one, two: codebook.rename(a, TAGS[one % 4], ("deep", "dark", "water", "locks", "x")[two]),
    lambda a, one, two: codebook.merge(a, TAGS[one % 4], TAGS[two % 4]),
    lambda a, one, two: offering.join_tags(a, TAGS[one % 4], TAGS[two % 4]),
    lambda a, one, two: codebook.recolour(a, TAGS[one % 4], ("sky", "leaf", None)[two % 3]),
    lambda a, one, two: codebook.relate(a, TAGS[one % 4], TAGS[two % 4]),
    lambda a, one, two: codebook.unrelate(a, TAGS[one % 4], TAGS[two % 4]),
    lambda a, one, two: codebook.add(a, f"{_tag(a, one)}/{('gate', 'lamp', 'locks', 'night', 'x')[two]}"),
    lambda a, one, two: codebook.remove(a, _tag(a, one + two)),
    lambda a, one, two: codebook.move(a, _tag(a, one), None if two == 4 else _tag(a, one + 1 + two)),
)
MEMOS: Sequence[Doing] = (
    lambda a, one, two: memos.create(a, f"Memo {one}", WORDS[two % 5])[1],
    lambda a, one, two: memos.create(a, "About", WORDS[two % 3], about=("passage", _passage(a, one)))[1],
    lambda a, one, two: memos.edit(a, _memo(a, one), text=WORDS[two % 5]),
    lambda a, one, two: memos.link(a, _memo(a, one), ("article", archived(a, two))),
    lambda a, one, two: memos.delete(a, _memo(a, one)),
)
EVENTS: Sequence[Doing] = (
    lambda a, one, two: events.confirm(a, [_mention(a, one)]),
    lambda a, one, two: events.reject(a, [_mention(a, one)]),
    lambda a, one, two: events.reopen(a, [_mention(a, one)]),
    lambda a, one, two: events.correct(a, _mention(a, one), _DATES[two]),
    lambda a, one, two: events.relabel(a, _mention(a, one), ("A", "B", None)[two % 3]),
    lambda a, one, two: events.set_note(a, _mention(a, one), WORDS[two]),
    lambda a, one, two: events.tag(a, [_mention(a, one)], TAGS[two % 4]),
    lambda a, one, two: events.untag(a, [_mention(a, one)], TAGS[two % 4]),
    lambda a, one, two: events.add(a, edtf="2021", label=f"Event {two}", span=Span(_article(a, one), 4, 9 + two))[1],
    lambda a, one, two: events.add(a, edtf="2022-01", label=f"Free {two}", note=WORDS[one])[1],
    lambda a, one, two: events.remove(a, _mention(a, one)),
    lambda a, one, two: events.merge(a, [_mention(a, one), _mention(a, one + 1 + two)]),
    lambda a, one, two: events.split(a, _mention(a, one)),
    lambda a, one, two: events.align(a, [_mention(a, one), _mention(a, one + 1 + two)]),
)
FIGURES: Sequence[Doing] = (
    lambda a, one, two: judging.confirm(a, [_figure(a, one)]),
    lambda a, one, two: judging.doubt(a, [_figure(a, one)], note=WORDS[two]),
    lambda a, one, two: judging.reject(a, [_figure(a, one)]),
    lambda a, one, two: judging.reopen(a, [_figure(a, one)]),
    lambda a, one, two: judging.correct(a, _figure(a, one), value=40.0 + two),
    lambda a, one, two: judging.correct(a, _figure(a, one)),
    lambda a, one, two: judging.set_note(a, _figure(a, one), WORDS[two]),
    lambda a, one, two: judging.add(a, Span(_article(a, one), 4, 9 + two), value=float(two), counted="gates")[1],
    lambda a, one, two: judging.remove(a, _figure(a, one)),
    _silence,
)
SERIES: Sequence[Doing] = (
    lambda a, one, two: grouping.name_series(a, _series(a, one), _NAMES[two]),
    lambda a, one, two: grouping.write_meaning(a, _series(a, one), WORDS[two]),
    lambda a, one, two: grouping.merge_series(a, [_series(a, one), _series(a, one + 1 + two)]),
    lambda a, one, two: grouping.split_series(a, _series(a, one)),
    lambda a, one, two: grouping.split_series(
        a, figures.find(a, _figure(a, one)).series, [_figure(a, one)], name="Own"
    ),
    lambda a, one, two: grouping.move_figure(a, [_figure(a, one)], None if two == 4 else _series(a, two)),
    _word,
    _unword,
)
# What is done to the tree of tags and to what they are on.
TAGGING: Sequence[Doing] = (*TREE, *TREE, MARKS[4], MARKS[5], ARTICLES[8], ARTICLES[9], EVENTS[6], EVENTS[7])
STEPS: Sequence[Doing] = (*MARKS, *ARTICLES, *SHELVES, *TREE, *MEMOS, *EVENTS, *FIGURES, *SERIES)


def archived(archive: Archive, number: int) -> str:
    """The uid of an article."""
    return str(archive.store.articles.get(_article(archive, number)).uid)


def live(archive: Archive, history: Sequence[Step], steps: Sequence[Doing] = STEPS) -> None:
    """Lets an author do all of it; what cannot be done is passed over, and every seventh act is taken back again.

    What lies in the trash at the end is put back: the trash is a person's own, and is not shared.
    """
    for step, one, two in history:
        try:
            change = steps[step % len(steps)](archive, one, two)
            if (step + one + two) % 7 == 0 and change.inverse is not None:
                acts.perform(archive, change.inverse)
        except WaystationError:
            continue
    trashed = archive.store.connections.rows("SELECT id FROM articles WHERE trashed_at IS NOT NULL")
    curate.restore(archive, [ArticleId(row[0]) for row in trashed])
