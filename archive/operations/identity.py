"""Decides whether a file is an article that the archive has: the same again, a changed edition of it, or a new one.

In this order: the same bytes; the same address; the same path and at least half of the five-word shingles; the same title and
publisher and a similar text. The same text with the same title and publisher is the same article, whatever its bytes are.
An article in the trash takes no editions: it answers for its own bytes only.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.archive import Archive
from archive.model.article import Article, Evidence, Imported, Metadata
from archive.model.ids import ArticleId

ENTERED = "entered"
CONTAINER = "container-"  # what begins the rules of what a container tells of its members
_HALF = 0.5
_SHINGLE_WORDS = 5
# Han and kana are written without spaces: each character counts as a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, slots=True)
class Match:
    """The article that a file belongs to; `changed` when its text differs from the current edition's."""

    article: ArticleId
    changed: bool


def by_bytes(archive: Archive, address: str) -> Match | None:
    """The article made from these very bytes (SHA-512), one outside the trash if there is any."""
    known = _living_first(archive, archive.store.originals.known(address))
    return Match(known[0].id, changed=False) if known else None


def by_content(archive: Archive, imported: Imported, path: str, member: str | None = None) -> Match | None:
    """The article that a read file repeats or updates, judged by address, path and text."""
    if imported.text is None:
        return None
    text, metadata = imported.text.text, imported.metadata
    if metadata.url and _names_a_page(metadata.url):
        for article in _living(archive, archive.store.articles.with_url(metadata.url)):
            return Match(article.id, changed=archive.store.editions.text(article.id) != text)
    if path:
        for article in _living(archive, archive.store.originals.at_path(path, member)):
            current = archive.store.editions.text(article.id)
            if _shared(shingles_of(text), shingles_of(current)) >= _HALF:
                return Match(article.id, changed=current != text)
    if metadata.title:
        for article in _living(archive, archive.store.articles.titled(metadata.title, metadata.publisher)):
            current = archive.store.editions.text(article.id)
            if current == text:
                return Match(article.id, changed=False)
            if metadata.publisher and _similar(shingles_of(text), shingles_of(current)):
                return Match(article.id, changed=True)
    return None


def merged(current: Article, evidence: dict[str, Evidence], found: Metadata) -> Metadata:
    """What a new edition says of itself, except for the fields that a person entered, and what the container told that an original
    lay in where that is surer: those stay with their evidence.
    """
    entered = {
        name: proof
        for name, proof in evidence.items()
        if proof.rule == ENTERED
        or (
            proof.rule.startswith(CONTAINER)
            and (name not in found.evidence or found.evidence[name].confidence < proof.confidence)
        )
    }
    proofs = {name: proof for name, proof in found.evidence.items() if name not in entered} | entered
    return replace(found, evidence=proofs, **{name: getattr(current, name) for name in entered})


def shingles_of(text: str) -> frozenset[int]:
    """The hashes of all runs of five words, case and form folded; of the whole text when it is shorter."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    count = max(1, len(words) - _SHINGLE_WORDS + 1)
    return frozenset(hash(tuple(words[start : start + _SHINGLE_WORDS])) for start in range(count))


def _shared(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of the shorter text's shingles that stand in the longer one: 1 for an article that only grew."""
    return len(one & other) / min(len(one), len(other))


def _similar(one: frozenset[int], other: frozenset[int]) -> bool:
    """Half of the longer text's shingles: without the same address or path, a part is not yet the same article."""
    return len(one & other) / max(len(one), len(other)) >= _HALF


def _living(archive: Archive, ids: Sequence[ArticleId]) -> list[Article]:
    return [
        article for article in map(archive.store.articles.get, ids) if article.trashed_at is None and article.edition
    ]


def _living_first(archive: Archive, ids: Sequence[ArticleId]) -> list[Article]:
    return sorted(map(archive.store.articles.get, ids), key=lambda article: article.trashed_at is not None)


def _names_a_page(url: str) -> bool:
    """False for a site's front page, which many a page gives as its own address."""
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)
