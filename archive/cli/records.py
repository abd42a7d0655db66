"""Records to the JSON that the command line promises. Names here are fixed: scripts depend on them."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from archive.archive import Archive
from archive.model.article import Article, Block, Edition, Evidence, Run, SetAside
from archive.model.figure import Figure
from archive.model.lexicon import Entry
from archive.model.review import Reviewed
from archive.model.search import Hit, Results, Snippet
from archive.model.statistics import Group, Statistics
from archive.model.taught import TaughtRule
from archive.operations.comparing import Comparison

_HISTORY = 100  # acts, the newest


def article_row(article: Article) -> dict[str, Any]:
    """One row of `articles`."""
    return {
        "id": article.id,
        "uid": article.uid,
        "title": article.title,
        "byline": list(article.byline) or None,
        "publisher": article.publisher,
        "republisher": article.republisher,
        "published": article.published,
        "language": article.language,
        "words": article.words,
        "passages": article.passages,
        "added": article.added,
        "starred": article.starred,
        "read": article.read,
        "trashed": article.trashed_at,
    }


def review_row(held: Reviewed) -> dict[str, Any]:
    """One row of `review list`."""
    article = held.article
    return {
        "number": held.id,
        "name": held.name,
        "path": held.path,
        "member": held.member,
        "verdict": str(article.verdict) if article is not None else "refused",
        "error": held.error,
        "accepted": held.accepted,
        "article": article_row(article) if article is not None else None,
        "set_aside": held.set_aside,
        "warnings": list(held.warnings),
        "unsure": list(held.doubtful),
        "evidence": evidence(held.evidence),
    }


def rule_row(rule: TaughtRule) -> dict[str, Any]:
    """One row of `rules`; of the place only what is set."""
    return {
        "uid": rule.uid,
        "name": rule.name,
        "site": rule.site or None,
        "field": rule.field,
        "place": {name: value for name, value in asdict(rule.spot).items() if value},
        "enabled": rule.enabled,
        "author": rule.author,
        "modified": rule.modified,
    }


def article_whole(archive: Archive, article: Article) -> dict[str, Any]:
    """What `article ID` prints: the row, the text in blocks, evidence, original, editions, where it lay, what was done to it."""
    edition = archive.store.editions.current(article.id)
    return article_row(article) | {
        "url": article.url,
        "accessed": article.accessed,
        "note": article.note,
        "tags": archive.store.tags.of(article.id),
        "verdict": article.verdict.value,
        "warnings": list(article.warnings),
        "text": edition.text,
        "blocks": [block(item) for item in edition.blocks],
        "set_aside": [set_aside(item) for item in edition.set_aside],
        "evidence": evidence(archive.store.articles.evidence(article.id)),
        "encoding": edition.encoding,
        "original": {
            "sha512": edition.original.sha512,
            "name": edition.original.name,
            "media_type": edition.original.media_type,
            "size": edition.original.size,
        },
        "editions": [edition_row(item) for item in archive.store.editions.summaries(article.id)],
        "files": [
            {"path": path, "member": member, "name": name, "imported": imported}
            for path, member, name, imported in archive.store.originals.places(article.id)
        ],
        "history": [
            {"label": entry.change.label, "author": entry.author, "at": entry.at}
            for entry in archive.store.journal.recent(_HISTORY, article.id)
        ],
    }


def edition_row(edition: Edition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "created": edition.created,
        "reason": edition.reason,
        "sha512": edition.original.sha512,
        "encoding": edition.encoding,
        "importer": edition.importer,
        "importer_version": edition.importer_version,
        "path": edition.path,
    }


def block(item: Block) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "start": item.start,
        "end": item.end,
        "source": list(item.source),
        "level": item.level,
        "runs": [run(mark) for mark in item.runs],
    }


def run(mark: Run) -> dict[str, Any]:
    return {"kind": mark.kind.value, "start": mark.start, "end": mark.end, "target": mark.target}


def set_aside(item: SetAside) -> dict[str, Any]:
    return {"start": item.start, "end": item.end, "text": item.text, "why": item.why}


def evidence(fields: Mapping[str, Evidence]) -> dict[str, Any]:
    return {
        name: {
            "value": item.value,
            "start": item.start,
            "end": item.end,
            "rule": item.rule,
            "confidence": item.confidence,
        }
        for name, item in fields.items()
    }


def results(found: Results) -> dict[str, Any]:
    """What `search` prints."""
    return {
        "total": found.total,
        "elapsed_ms": round(found.elapsed_ms, 3),
        "pending": found.pending,
        "did_you_mean": found.did_you_mean,
        "facets": {name: dict(values) for name, values in found.facets.items()},
        "hits": [hit(item) for item in found.hits],
    }


def hit(item: Hit) -> dict[str, Any]:
    return {
        "id": item.article.id,
        "title": item.article.title,
        "score": round(item.score, 6),
        "published": item.article.published,
        "publisher": item.article.publisher,
        "snippets": [snippet(part) for part in item.snippets],
    }


def snippet(part: Snippet) -> dict[str, Any]:
    return {
        "text": part.text,
        "start": part.start,
        "end": part.end,
        "highlights": [list(span) for span in part.highlights],
    }


def lexicon_row(entry: Entry) -> dict[str, Any]:
    """One entry of `lexicon`; `uid` is None for what comes with the program."""
    return {
        "uid": entry.uid,
        "kind": entry.kind.value,
        "name": entry.name,
        "words": list(entry.words),
        "within": entry.within or None,
        "author": entry.author or None,
        "modified": entry.modified or None,
    }


def figure_row(figure: Figure) -> dict[str, Any]:
    """One row of `figures`. `period` is its two ends (EDTF, ".." where it is open), the same for one date; None when none is told."""
    return {
        "uid": figure.uid,
        "article": figure.article,
        "start": figure.start,
        "end": figure.end,
        "exact": figure.exact,
        "sentence": figure.sentence,
        "value": figure.value,
        "min": figure.least,
        "max": figure.most,
        "bound": figure.bound.value,
        "unit": figure.unit,
        "counted": figure.counted or None,
        "kind": figure.kind.value,
        "derived": figure.derived,
        "direction": figure.direction,
        "hedges": list(figure.hedges),
        "period": _period(figure),
        "place": figure.place or None,
        "source": figure.source or None,
        "origin": figure.origin or None,
        "status": figure.status.value,
    }


def _period(figure: Figure) -> list[str] | None:
    if figure.period is None:
        return None
    first, slash, last = figure.period.partition("/")
    return [first or "..", last or ".."] if slash else [first, first]


def comparison_row(compared: Comparison) -> dict[str, Any]:
    """One row of `compare`."""
    return {
        "series": compared.series.name,
        "points": [
            {
                "figure": figure.uid,
                "article": figure.article,
                "period": _period(figure),
                "value": figure.value,
                "min": figure.least,
                "max": figure.most,
            }
            for figure in compared.figures
        ],
        "findings": [
            {
                "uid": found.uid,
                "kind": found.kind.value,
                "period": found.period,
                "figures": list(found.figures),
                "why": found.why,
                "silenced": found.silenced,
            }
            for found in compared.findings
        ],
    }


def statistics_row(told: Statistics) -> dict[str, Any]:
    """What `stats` prints; groups are counted in articles."""
    return {
        "articles": told.articles,
        "words": told.words,
        "originals_bytes": told.originals_bytes,
        "by_publisher": _articles(told.by_publisher),
        "by_year": _articles(told.by_year),
        "by_language": _articles(told.by_language),
        "passages": told.passages,
        "tags": dict(told.tags),
        "cooccurrence": [{"tags": [pair.one, pair.other], "passages": pair.passages} for pair in told.cooccurrence],
        "coverage": asdict(told.coverage),
        "reading": asdict(told.reading),
        "extraction": asdict(told.extraction),
    }


def _articles(groups: Mapping[str, Group]) -> dict[str, int]:
    return {name: group.articles for name, group in groups.items()}
