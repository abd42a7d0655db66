"""What persons make of copies, excerpts and updates: groups of one origin, proposals accepted or rejected, articles taken out again.

A proposal is a guess and counts for nothing until somebody accepts it; words that are the same count until somebody rejects them. Each act is
one transaction with one Change that takes it back; a decision stays, whatever is found later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid
from archive.model.change import Change
from archive.model.duplicate import Group, Likeness, Relation, Standing
from archive.model.ids import ArticleId
from archive.store.ledger import Draft

from . import browse
from .recording import drafted

Pair = tuple[ArticleId, ArticleId]


def relations(archive: Archive, article: ArticleId) -> list[Relation]:
    """What is held of an article and others outside the trash, what was rejected too; what it is before what others are of it."""
    found = archive.store.origins.relations([article])
    return sorted(found, key=lambda each: (each.article != article, each.other, each.article))


def group(archive: Archive, article: ArticleId) -> Group | None:
    """The articles that are, or may be, of one origin with this one; None where it is alone."""
    with archive.snapshot():
        links: dict[Pair, Relation] = {}
        seen, todo = set[ArticleId](), {article}
        while todo:
            seen |= todo
            links.update((each.pair, each) for each in _open(archive.store.origins.relations(todo)))
            todo = {each for pair in links for each in pair} - seen
        cards = _cards(archive, list(links.values()))
        mine = [each for each in cards if article in each.members] or [
            each for each in cards if article in each.articles
        ]
        return _group(archive, mine[0]) if mine else None


def groups(archive: Archive, *, limit: int | None = None, offset: int = 0) -> tuple[list[Group], int]:
    """A page of all groups, those that wait for a person first, the surest before; and how many there are."""
    with archive.snapshot():
        found = sorted(_cards(archive, _open(archive.store.origins.relations())), key=_urgency)
        page = found[offset:] if limit is None else found[offset : offset + limit]
        return [_group(archive, each) for each in page], len(found)


def waiting(archive: Archive) -> int:
    """How many proposals wait for a person."""
    with archive.snapshot():
        cards = _cards(archive, _open(archive.store.origins.relations()))
        return sum(each.standing is Standing.PROPOSED for card in cards for each in card.links)


def accept(archive: Archive, pairs: Iterable[Pair]) -> Change:
    """Says of each two articles that they are what is proposed: from now on they are of one origin. Raises Invalid."""
    return _decide(archive, "Accept {}", pairs, Standing.ACCEPTED)


def reject(archive: Archive, pairs: Iterable[Pair]) -> Change:
    """Says of each two articles that they are independent of each other; it is not proposed again. Raises Invalid."""
    return _decide(archive, "Reject {}", pairs, Standing.REJECTED)


def dismiss(archive: Archive, relation: Relation) -> Change:
    """Rejects a proposal, and with it whatever else proposes the article for the same group: it would only be asked again.

    An excerpt is rejected by itself: a text may stand in several others. Raises Invalid.
    """
    with archive.atomic():
        found = [
            each
            for each in archive.store.origins.relations([relation.article])
            if each.standing is Standing.PROPOSED
            and (each.pair == relation.pair or Likeness.EXCERPT not in (each.kind, relation.kind))
        ]
        return reject(archive, [each.pair for each in found] or [relation.pair])


def link(archive: Archive, article: ArticleId, other: ArticleId, kind: Likeness = Likeness.COPY) -> Change:
    """Says of two articles that the first is of one origin with the other; where something was found of them, that is accepted.

    Raises Invalid, NotFound.
    """
    if article == other:
        raise Invalid("An article is no copy of itself.", "Name two articles.")
    low, high = sorted((article, other))
    with archive.atomic():
        for each in (article, other):
            archive.store.articles.get(each)
        known = next((each for each in archive.store.origins.relations([article]) if each.pair == (low, high)), None)
        known = known or Relation(article, other, kind, 0.0, 0.0, "A person said so.", Standing.PROPOSED)
        draft = archive.store.draft()
        _write(archive, draft, known, Standing.ACCEPTED)
        return drafted(archive, "Join two articles in one origin", draft)


def split(archive: Archive, article: ArticleId) -> Change:
    """Takes an article out of its group: nothing that connects it with others of the group counts, or is proposed, any more.

    Raises Invalid when it is alone.
    """
    with archive.atomic():
        held = _open(archive.store.origins.relations([article]))
        if not held:
            raise Invalid("This article is in no group.", "Look at the duplicates for it.")
        draft = archive.store.draft()
        for each in held:
            _write(archive, draft, each, Standing.REJECTED)
        return drafted(archive, "Take an article out of its group", draft)


def _decide(archive: Archive, label: str, pairs: Iterable[Pair], verdict: Standing) -> Change:
    with archive.atomic():
        draft = archive.store.draft()
        wanted = list(dict.fromkeys((min(pair), max(pair)) for pair in pairs))
        for pair in wanted:
            found = [each for each in archive.store.origins.relations([pair[0]]) if each.pair == pair]
            if not found:
                raise Invalid(
                    f"Nothing was found of the articles {pair[0]} and {pair[1]}.", "Look at the duplicates for them."
                )
            _write(archive, draft, found[0], verdict)
        what = "a proposal" if len(wanted) == 1 else f"{len(wanted)} proposals"
        return drafted(archive, label.format(what), draft)


def _write(archive: Archive, draft: Draft, relation: Relation, verdict: Standing) -> None:
    low, high = relation.pair
    columns = {"verdict": str(verdict), "author": places.author(), "created": clock.stamp()}
    if archive.store.origins.judged(low, high):
        if relation.standing is not verdict:
            draft.update("origin_judgements", [low, high], columns)
        return
    told = {name: getattr(relation, name) for name in ("article", "shared", "covered", "reason")}
    draft.insert("origin_judgements", {"low": low, "high": high, "kind": str(relation.kind), **told, **columns})


def _open(found: Iterable[Relation]) -> list[Relation]:
    return [each for each in found if each.standing is not Standing.REJECTED]


@dataclass(frozen=True, slots=True)
class _Card:
    """A group before its articles are read: those joined by copies and updates, and the links by which all of it hangs together."""

    members: frozenset[ArticleId]
    links: tuple[Relation, ...]

    @property
    def articles(self) -> set[ArticleId]:
        return {each for link in self.links for each in link.pair}


def _cards(archive: Archive, links: Sequence[Relation]) -> list[_Card]:
    """The groups: what copies and updates join, with the excerpts of it.

    Of many copies each is like each other; a group keeps as few relations as connect it, what was decided before what is proposed. Excerpts
    join no groups: a survey holds them of many.
    """
    whole = [each for each in links if each.kind is not Likeness.EXCERPT]
    top = _Joined(whole)
    of_top: dict[ArticleId, list[Relation]] = {}
    for each in whole:
        of_top.setdefault(top(each.article), []).append(each)
    for each in links:
        if each.kind is Likeness.EXCERPT and top(each.article) != top(each.other):
            of_top.setdefault(top(each.other), []).append(each)
    days = archive.store.origins.order(each for link in links for each in link.pair)
    cards = []
    for found in of_top.values():
        kept, taken = list[Relation](), set[ArticleId]()
        inside = _Joined(())
        for each in sorted(found, key=lambda link: _worth(link, days)):
            excerpt = each.kind is Likeness.EXCERPT
            if (top(each.article) in taken) if excerpt else inside(each.article) == inside(each.other):
                continue
            if excerpt:
                taken.add(top(each.article))
            else:
                inside.join(each.article, each.other)
            kept.append(each)
        members = {each for link in kept if link.kind is not Likeness.EXCERPT for each in link.pair}
        members |= {link.other for link in kept}
        cards.append(_Card(frozenset(members), tuple(kept)))
    return cards


def _worth(link: Relation, days: Mapping[int, tuple[int, int]]) -> tuple[object, ...]:
    """What connects a group first: what was decided, whole texts before pieces, to the earliest article, the closest."""
    decided = link.standing is not Standing.PROPOSED
    return not decided, link.kind is Likeness.EXCERPT, days[link.other], -min(link.shared, link.covered), link.pair


class _Joined:
    """Tells of each article which one stands for what it is joined with."""

    def __init__(self, links: Iterable[Relation]) -> None:
        self._above: dict[ArticleId, ArticleId] = {}
        for each in links:
            self.join(each.article, each.other)

    def __call__(self, article: ArticleId) -> ArticleId:
        above = self._above
        while above.get(article, article) != article:
            above[article] = above.get(above[article], above[article])
            article = above[article]
        return article

    def join(self, one: ArticleId, other: ArticleId) -> None:
        self._above[self(one)] = self(other)


def _urgency(card: _Card) -> tuple[bool, float, Pair]:
    asked = [max(each.shared, each.covered) for each in card.links if each.standing is Standing.PROPOSED]
    return not asked, -max(asked, default=0.0), card.links[0].pair


def _group(archive: Archive, card: _Card) -> Group:
    articles = browse.articles(archive, sorted(card.articles))
    return Group(
        tuple(
            sorted(articles.values(), key=lambda each: (each.id not in card.members, each.published or "~", each.id))
        ),
        card.links,
    )
