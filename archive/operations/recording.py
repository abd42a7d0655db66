"""What every act has in common: the journal row, and the state of articles before it, from which it is taken back exactly."""

from collections.abc import Mapping, Sequence
from typing import Any

from archive.archive import Archive
from archive.base import clock, places
from archive.model.article import Evidence
from archive.model.change import Act, Change
from archive.model.ids import ArticleId

# {"id": article, "columns": {name: value}, "evidence": {field: [value, start, end, rule, confidence] or None}}
State = dict[str, Any]


def record(archive: Archive, change: Change) -> Change:
    """Writes the act down in the journal, inside the transaction that does it; gives the same Change back."""
    archive.store.journal.add(change, author=places.author(), at=clock.stamp())
    return change


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
        before = []
        for state in states:
            article = ArticleId(state["id"])
            before.append(capture(archive, article, tuple(state["columns"]), tuple(state["evidence"])))
            archive.store.articles.update(article, **state["columns"])
            for field, evidence in state["evidence"].items():
                archive.store.articles.set_evidence(article, field, None if evidence is None else Evidence(*evidence))
        inverse = Act("restate", {"label": label, "states": before})
        return record(archive, Change(label, on_articles([ArticleId(state["id"]) for state in states]), inverse))


def stated(
    article: ArticleId, columns: Mapping[str, Any], evidence: Mapping[str, Evidence | None] | None = None
) -> State:
    """A state for `change_articles`."""
    fields = {field: _dumped(value) for field, value in (evidence or {}).items()}
    return {"id": int(article), "columns": dict(columns), "evidence": fields}
