"""What persons make of copies, excerpts and updates: groups of one origin, proposals accepted or rejected, articles taken out again.

A proposal is a guess and counts for nothing until somebody accepts it; words that are the same count until somebody rejects them. Each act is
one transaction with one Change that takes it back; a decision stays, whatever is found later.
"""

from collections.abc import Iterable, Sequence

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid
from archive.model.article import Article
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
        return _group(archive, list(links.values())) if links else None


def groups(archive: Archive, *, limit: int | None = None, offset: int = 0) -> tuple[list[Group], int]:
    """A page of all groups, those that wait for a person first, the surest before; and how many there are."""
    with archive.snapshot():
        found = _components(_open(archive.store.origins.relations()))
        found.sort(key=_urgency)
        page = found[offset:] if limit is None else found[offset : offset + limit]
        return [_group(archive, links) for links in page], len(found)


def waiting(archive: Archive) -> int:
    """How many proposals wait for a person."""
    return sum(each.standing is Standing.PROPOSED for each in archive.store.origins.relations())


def accept(archive: Archive, pairs: Iterable[Pair]) -> Change:
    """Says of each two articles that they are what is proposed: from now on they are of one origin. Raises Invalid."""
    return _decide(archive, "Accept {}", pairs, Standing.ACCEPTED)


def reject(archive: Archive, pairs: Iterable[Pair]) -> Change:
    """Says of each two articles that they are independent of each other; it is not proposed again. Raises Invalid."""
    return _decide(archive, "Reject {}", pairs, Standing.REJECTED)


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


def _components(links: Sequence[Relation]) -> list[list[Relation]]:
    """The relations, those together that are connected."""
    above: dict[ArticleId, ArticleId] = {}

    def top(article: ArticleId) -> ArticleId:
        above.setdefault(article, article)
        while above[article] != article:
            above[article] = above[above[article]]
            article = above[article]
        return article

    for each in links:
        above[top(each.pair[1])] = top(each.pair[0])
    found: dict[ArticleId, list[Relation]] = {}
    for each in links:
        found.setdefault(top(each.pair[0]), []).append(each)
    return list(found.values())


def _urgency(links: Sequence[Relation]) -> tuple[bool, float, Pair]:
    asked = [max(each.shared, each.covered) for each in links if each.standing is Standing.PROPOSED]
    return not asked, -max(asked, default=0.0), links[0].pair


def _group(archive: Archive, links: Sequence[Relation]) -> Group:
    articles = browse.articles(archive, sorted({each for link in links for each in link.pair}))
    return Group(tuple(sorted(articles.values(), key=_in_time)), tuple(links))


def _in_time(article: Article) -> tuple[str, int]:
    return article.published or "~", article.id
