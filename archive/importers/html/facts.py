"""What a page's machinery says of itself: meta tags, linked data, link relations, savers' comments; each fact with its place.

Facts are claims: `merge` weighs them against each other and against what the page shows.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..metadata import edtf
from .linkeddata import linked_facts
from .links import web_address
from .tree import Node, Page, Words


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim that `field` has `value`, read from `[start, end)` of the decoded original by `rule`, believed to 0–1."""

    field: str
    value: str
    start: int
    end: int
    rule: str
    confidence: float


# Names and properties of meta tags: field and how far they are believed.
_META: Final[dict[str, tuple[str, float]]] = {
    "citation_title": ("title", 0.9), "og:title": ("title", 0.85), "parsely-title": ("title", 0.85), "dc.title": ("title", 0.8), "dcterms.title": ("title", 0.8),
    "twitter:title": ("title", 0.75), "headline": ("title", 0.8), "title": ("title", 0.6),
    "citation_author": ("byline", 0.95), "dc.creator": ("byline", 0.85), "dcterms.creator": ("byline", 0.85), "parsely-author": ("byline", 0.85),
    "byl": ("byline", 0.85), "sailthru.author": ("byline", 0.8), "author": ("byline", 0.75), "article:author": ("byline", 0.75), "og:article:author": ("byline", 0.75),
    "dable:author": ("byline", 0.75), "dc.creator.name": ("byline", 0.8), "article:author_name": ("byline", 0.75),
    "article:published_time": ("published", 0.95), "og:article:published_time": ("published", 0.93), "og:published_time": ("published", 0.9), "datepublished": ("published", 0.93),
    "citation_publication_date": ("published", 0.9), "citation_date": ("published", 0.88), "citation_online_date": ("published", 0.88), "parsely-pub-date": ("published", 0.9),
    "dc.date.issued": ("published", 0.9), "dcterms.issued": ("published", 0.9), "dcterms.created": ("published", 0.8), "dc.date.created": ("published", 0.8),
    "dc.date": ("published", 0.8), "dcterms.date": ("published", 0.8), "sailthru.date": ("published", 0.85), "pubdate": ("published", 0.88), "publishdate": ("published", 0.85),
    "publish-date": ("published", 0.85), "publish_date": ("published", 0.85), "publication_date": ("published", 0.85), "publication-date": ("published", 0.85), "article.published": ("published", 0.9),
    "originalpublicationdate": ("published", 0.85), "article_date_original": ("published", 0.85), "date": ("published", 0.65), "article.created": ("published", 0.8), "article:published": ("published", 0.88),
    "article:modified_time": ("modified", 0.9), "og:updated_time": ("modified", 0.8), "last-modified": ("modified", 0.6), "dcterms.modified": ("modified", 0.8), "datemodified": ("modified", 0.8),
    "og:site_name": ("publisher", 0.85), "dc.publisher": ("publisher", 0.85), "dcterms.publisher": ("publisher", 0.85), "citation_journal_title": ("publisher", 0.9),
    "citation_publisher": ("publisher", 0.7), "publisher": ("publisher", 0.8), "application-name": ("publisher", 0.65), "al:ios:app_name": ("publisher", 0.5), "apple-mobile-web-app-title": ("publisher", 0.55),
    "og:url": ("url", 0.9), "twitter:url": ("url", 0.75), "citation_public_url": ("url", 0.85), "parsely-link": ("url", 0.85), "citation_fulltext_html_url": ("url", 0.85),
    "og:locale": ("language", 0.5), "dc.language": ("language", 0.8), "dcterms.language": ("language", 0.8), "citation_language": ("language", 0.8), "content-language": ("language", 0.7),
}  # fmt: skip
_MAX_VALUE: Final = 600
_URL: Final = re.compile(r"https?://[^\s\"'<>]{3,2000}", re.IGNORECASE)
_SAVED: Final = re.compile(r"saved|singlefile|monolith|scrapbook|archived|mirrored|downloaded", re.IGNORECASE)
_SAVED_DATE: Final = re.compile(
    r"(?:saved date|saved|date|at|on)\s*:?\s*(?:[A-Z][a-z]{2},? )?(?:([A-Z][a-z]{2}) (\d{1,2}) (\d{4})|(\d{4}-\d{2}-\d{2})|(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}))"
)
_MAX_COMMENTS: Final = 60


def facts_of(page: Page) -> list[Fact]:
    """Every claim of the page's machinery, in the order of the original."""
    found = list(_from_comments(page))
    labels: dict[str, str] = {}
    for node in page.nodes:
        if node.tag == "meta":
            found.extend(_from_meta(node, labels))
        elif node.tag == "link":
            relations = node.get("rel").lower().split()
            if "canonical" in relations:
                found.extend(_fact("url", node, "href", "canonical", 0.95))
        elif node.tag == "html" and ("lang" in node.spans or "xml:lang" in node.spans):
            found.extend(_fact("language", node, "lang" if "lang" in node.spans else "xml:lang", "html-lang", 0.85))
        elif node.tag == "title" and not _in_drawing(node):
            found.extend(_from_title(node))
        elif node.tag == "script" and "ld+json" in node.get("type").lower():
            found.extend(_from_script(node))
    return [fact for fact in found if fact.field != "url" or web_address(fact.value)]


def base_of(page: Page, facts: list[Fact]) -> str | None:
    """What relative links of the page are told against: its base element, else its own address."""
    own = next((fact.value for fact in sorted(facts, key=lambda fact: -fact.confidence) if fact.field == "url"), None)
    declared = next((node.get("href") for node in page.nodes if node.tag == "base" and "href" in node.spans), None)
    return (web_address(declared, own) if declared else None) or own


def _fact(name: str, node: Node, attribute: str, rule: str, confidence: float) -> Iterator[Fact]:
    value = " ".join(node.get(attribute).split())
    if value and len(value) <= _MAX_VALUE:
        yield Fact(name, value, *node.spans[attribute], rule, confidence)


def _from_meta(node: Node, labels: dict[str, str]) -> Iterator[Fact]:
    if "content" not in node.spans:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        key = node.get(attribute).lower().strip()
        if not key:
            continue
        if key.startswith("twitter:label"):
            labels[key[-1]] = node.get("content").lower()
        elif key.startswith("twitter:data") and re.search(r"written by|author|by$|작성자", labels.get(key[-1], "")):
            yield from _fact("byline", node, "content", key, 0.75)
        elif key in _META:
            field, confidence = _META[key]
            yield from _fact(field, node, "content", key, confidence)


def _from_title(node: Node) -> Iterator[Fact]:
    for child in node.children[:1]:
        if isinstance(child, Words):
            value = " ".join(html.unescape(node.source[child.start : child.end]).split())
            if value and len(value) <= _MAX_VALUE:
                yield Fact("title", value, child.start, child.end, "title-tag", 0.7)


def _from_script(node: Node) -> Iterator[Fact]:
    for child in node.children[:1]:
        if isinstance(child, Words):
            for field, value, start, end, confidence in linked_facts(node.source, child.start, child.end):
                yield Fact(field, value, start, end, "linked-data", confidence)


def _in_drawing(node: Node) -> bool:
    above = node.parent
    while above is not None and above.tag not in ("head", "body", "html"):
        if above.tag == "svg":
            return True
        above = above.parent
    return False


def _from_comments(page: Page) -> Iterator[Fact]:
    """What programs that save pages write at the top: where the page came from and when it was saved."""
    for start, end in page.comments[:_MAX_COMMENTS]:
        text = page.source[start : min(end, start + 4000)]
        if not _SAVED.search(text):
            continue
        address = _URL.search(text)
        if address is not None:
            yield Fact(
                "url",
                address[0].rstrip("-").rstrip(),
                start + address.start(),
                start + address.end(),
                "saved-from",
                0.92,
            )
        dated = _SAVED_DATE.search(text)
        if dated is not None and address is not None:
            month, day, year, iso, other_day, other_month, other_year = dated.groups()
            value = edtf(iso or f"{day or other_day} {month or other_month} {year or other_year}")
            if value:
                yield Fact("accessed", value, start + dated.start(), start + dated.end(), "saved-date", 0.95)
