"""What every act has in common: the journal row, and the state of articles before it, from which it is taken back exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.archive import Archive
from archive.base import clock, places
from archive.model.article import Evidence
from archive.model.change import Act, Change
from archive.model.ids import ArticleId
from archive.store.ledger import Difference, Draft

# {"id": article, "columns": {name: value}, "evidence": {field: [value, start, end, rule, confidence] or None}}
State = dict[str, Any]

UNDO = "Undo: "
_TOLD = 20
# What dates are counted from, and what is shown or hidden of an article beside its dates and figures.
_RESOLVING = frozenset({"published", "language"})
_SHOWN = _RESOLVING | {"publisher", "title", "trashed_at"}


def record(archive: Archive, change: Change) -> Change:
    """Writes the act down in the journal, inside the transaction that does it; gives the Change back with its entry there."""
    return replace(change, entry=archive.store.journal.add(change, author=places.author(), at=clock.stamp()))


def drafted(
    archive: Archive,
    label: str,
    draft: Draft,
    *,
    joint: str | None = None,
    joining: bool = False,
    reads: bool = True,
) -> Change:
    """The Change over the rows of a draft, written down; when there are none, nothing is.

    `joint` names what may be gone on with: an act with `joining` becomes one with the last act, if that is of the same
    author and name. What other words of the lexicon let be read otherwise is read again, unless the act has done so (not `reads`).
    """
    if not draft.rows:
        return Change(label)
    if reads:
        from . import rewording

        rewording.reword(archive, draft)
    draft.queue()
    author, at, rows = places.author(), clock.stamp(), draft.rows
    last = archive.store.journal.last_joint(joint, author) if joint is not None and joining else None
    if last is not None and last.change.inverse is not None:
        rows = _joined(last.change.inverse.arguments["rows"], rows)
    change = Change(label, draft.touched(), Act("take_back", {"label": label, "rows": rows}))
    if last is not None:
        archive.store.journal.replace(last.id, change, at=at)
        return replace(change, entry=last.id)
    return replace(change, entry=archive.store.journal.add(change, author=author, at=at, joint=joint))


def _joined(earlier: Sequence[Difference], later: Sequence[Difference]) -> list[Difference]:
    """Changes of one same row as one change: the last of the earlier ones, and the only later one."""
    (table, key, before, after), (_, _, then, now) = earlier[-1], later[0]
    return [*earlier[:-1], [table, key, then | before, after | now]]


def take_back(archive: Archive, label: str, rows: Sequence[Difference]) -> Change:
    """Undoes a drafted act, in one transaction; its own inverse does it again.

    Raises Invalid with a sentence, and changes nothing, when something that the act changed was changed since.
    """
    from . import anchoring, extracting

    with archive.atomic():
        draft = archive.store.draft()
        draft.take_back(rows)
        for kind, key in sorted(draft.touched()):
            # What comes back may count in a text that an import has replaced meanwhile.
            if kind == "article":
                anchoring.follow(archive, ArticleId(key), draft)
        extracting.freshen(archive, draft.articles())
        # The history tells an act from its undoing; undoing that is the act again.
        undone = label.removeprefix(UNDO) if label.startswith(UNDO) else UNDO + label
        return drafted(archive, undone, draft)


def on_articles(ids: Sequence[ArticleId]) -> frozenset[tuple[str, int]]:
    """What an act on these articles touches."""
    return frozenset(("article", int(article)) for article in ids)


def counted(label: str, ids: Sequence[ArticleId]) -> str:
    """A label with its `{}` filled: "Star article", "Star 12 articles"."""
    return label.format("article" if len(ids) == 1 else f"{len(ids)} articles")


def capture(archive: Archive, article: ArticleId, columns: Sequence[str], fields: Sequence[str] = ()) -> State:
    """The present value of some columns and the evidence of some fields; raises NotFound."""
    evidence = archive.store.articles.evidence(article) if fields else {}
    return {
        "id": int(article),
        "columns": archive.store.articles.state(article, columns),
        "evidence": {field: _dumped(evidence.get(field)) for field in fields},
    }


def _dumped(evidence: Evidence | None) -> list[Any] | None:
    if evidence is None:
        return None
    return [evidence.value, evidence.start, evidence.end, evidence.rule, evidence.confidence]


def change_articles(archive: Archive, label: str, states: Sequence[State]) -> Change:
    """Gives articles these states, in one transaction; the inverse gives them back the ones that they have now.

    Raises NotFound, and changes nothing, when one of the articles is gone.
    """
    with archive.atomic():
        before, touched = restate(archive, states)
        told = [
            (name, old["columns"][name], value)
            for old, state in zip(before, states, strict=True)
            for name, value in state["columns"].items()
        ]
        # One article is told whole; of very many, a few say what was done to all.
        inverse = Act("restate", {"label": label, "states": before}, tuple(told[:_TOLD]))
        return record(archive, Change(label, touched, inverse))


def restate(archive: Archive, states: Sequence[State]) -> tuple[list[State], frozenset[tuple[str, int]]]:
    """Gives articles these states, inside the transaction under way; the states that they had, and what was touched. Raises NotFound."""
    before = []
    for state in states:
        article = ArticleId(state["id"])
        before.append(capture(archive, article, tuple(state["columns"]), tuple(state["evidence"])))
        archive.store.articles.update(article, **state["columns"])
        for field, evidence in state["evidence"].items():
            archive.store.articles.set_evidence(article, field, None if evidence is None else Evidence(*evidence))
    ids = [ArticleId(state["id"]) for state in states]
    touched = on_articles(ids)
    shown = any(_SHOWN.intersection(state["columns"]) for state in states)
    resolved = [ArticleId(state["id"]) for state in states if _RESOLVING.intersection(state["columns"])]
    if resolved:
        from . import extracting  # with it comes all that reads texts: not for a window that only opens

        extracting.refresh(archive, resolved)
    if shown and archive.store.extraction.mentions.telling(ids):
        touched |= {("event", 0)}
    if shown and archive.store.extraction.figures.telling(ids):
        touched |= {("figure", 0)}
    return before, touched


def stated(
    article: ArticleId, columns: Mapping[str, Any], evidence: Mapping[str, Evidence | None] | None = None
) -> State:
    """A state for `change_articles`."""
    fields = {field: _dumped(value) for field, value in (evidence or {}).items()}
    return {"id": int(article), "columns": dict(columns), "evidence": fields}
