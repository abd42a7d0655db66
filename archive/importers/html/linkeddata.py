"""Reads an article's own description in JSON-LD (schema.org); what cannot be parsed says nothing."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

_ARTICLE: Final = re.compile(r"Article|BlogPosting|Report|Posting|CreativeWork|Review$|WebPage$")
_ORGANISATION: Final = re.compile(r"Organization|Corporation|NewsMedia|WebSite|Brand")
_MAX_CHARS: Final = 2_000_000
_MAX_ITEMS: Final = 2000

Found = tuple[str, str, int, int, float]
Item = dict[str, Any]


def linked_facts(source: str, start: int, end: int) -> Iterator[Found]:
    """(field, value, start, end, confidence) for the article that the JSON in `source[start:end]` describes."""
    raw = source[start:end]
    if len(raw) > _MAX_CHARS:
        return
    try:
        data = json.loads(re.sub(r"^\s*(?://)?<!(?:--|\[CDATA\[)|(?://)?(?:-->|\]\]>)\s*$", "", raw), strict=False)
    except (ValueError, RecursionError):
        return
    items = _items(data)
    known = {str(item["@id"]): item for item in items if "@id" in item and len(item) > 1}
    article = _article(items)
    if article is None:
        return
    full = 1.0 if _kind(article) != "WebPage" else 0.85
    for field, value, confidence in _claims(article, known):
        place = _place(raw, value)
        yield field, value, start + place[0], start + place[1], confidence * full


def _items(data: Any) -> list[Item]:
    """All objects that may describe the page: top level, @graph, mainEntity; not members of lists of other articles."""
    found: list[Item] = []
    waiting = [data]
    while waiting and len(found) < _MAX_ITEMS:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            found.append(item)
            waiting.extend(
                item[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(item.get(key), dict | list)
            )
    return found


def _kind(item: Item) -> str:
    kinds = item.get("@type", "")
    return " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)


def _article(items: list[Item]) -> Item | None:
    described = [item for item in items if _ARTICLE.search(_kind(item))]
    own = [item for item in described if _kind(item) not in ("WebPage", "CreativeWork")]
    return next(iter(own or described), None)


def _claims(article: Item, known: dict[str, Item]) -> Iterator[tuple[str, str, float]]:
    for key in ("headline", "name"):
        if value := _text(article.get(key)):
            yield "title", value, 0.88
            break
    for author in _listed(article.get("author") or article.get("creator")):
        author = _resolved(author, known)
        if isinstance(author, dict) and _ORGANISATION.search(_kind(author)):
            continue
        if value := _name(author):
            yield "byline", value, 0.85
    for publisher in _listed(article.get("publisher"))[:1]:
        if value := _name(_resolved(publisher, known)):
            yield "publisher", value, 0.9
    for key, field, confidence in (
        ("datePublished", "published", 0.95),
        ("dateCreated", "published", 0.8),
        ("dateModified", "modified", 0.9),
    ):
        if value := _text(article.get(key)):
            yield field, value, confidence
    if value := _text(article.get("inLanguage")):
        yield "language", value, 0.8
    page = article.get("mainEntityOfPage")
    for address in (article.get("url"), page.get("@id") if isinstance(page, dict) else page):
        if value := _text(address):
            yield "url", value, 0.85
            break


def _listed(value: Any) -> list[Any]:
    return value[:50] if isinstance(value, list) else [] if value is None else [value]


def _resolved(item: Any, known: dict[str, Item]) -> Any:
    if isinstance(item, dict) and "name" not in item:
        return known.get(str(item.get("@id")), item)
    return item


def _name(item: Any) -> str | None:
    return _text(item.get("name") if isinstance(item, dict) else item)


def _text(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    cleaned = " ".join(value.split())
    return cleaned if 0 < len(cleaned) <= 600 else None


def _place(raw: str, value: str) -> tuple[int, int]:
    """Where the value is written in the JSON, or all of it when it is written in another way."""
    for written in (
        json.dumps(value, ensure_ascii=False)[1:-1],
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1].replace("/", "\\/"),
    ):
        at = raw.find(f'"{written}"')
        if at >= 0:
            return at + 1, at + 1 + len(written)
    return 0, len(raw)
