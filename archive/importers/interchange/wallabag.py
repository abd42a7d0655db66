"""Reads what wallabag exports as JSON: each entry an article with its tags and annotations.

https://doc.wallabag.org names the fields. The content is the article as wallabag cut it from its page, so that all of it is the text;
annotations stand where their ranges say, paths in that HTML (see `ranges`), or are found by the quoted words where those do not
bear the ranges out.
"""

from typing import Any

from archive.importers.metadata.dates import edtf
from archive.model.article import Evidence, Metadata
from archive.model.interchange import Incoming, IncomingPassage, IncomingSource, IncomingUse

from .dates import stamp
from .gathered import Gathered, derived
from .jsons import Object, objects, text, texts
from .pages import Page
from .ranges import Ranges
from .variables import with_language

_RULE = "wallabag"
# What is read, and what only says whose account it was and where entries lie in it.
_READ = frozenset(
    "id title url given_url content is_archived is_starred tags annotations created_at published_at published_by domain_name language"
    " hashed_url hashed_given_url _links user_id user_name user_email mimetype updated_at".split()
)
_ANNOTATION = frozenset("id user text quote ranges tags created_at updated_at annotator_schema_version".split())


def entries_of(value: Any) -> list[Object] | None:
    """The entries of a document, None when it is no file of wallabag."""
    listed = objects(value, "_embedded", "items") if isinstance(value, dict) and "_embedded" in value else value
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    named = found and all("content" in each and ("is_archived" in each or "domain_name" in each) for each in found[:20])
    return found if named else None


def read(entries: list[Object], name: str) -> Incoming:
    """What the entries bring."""
    gathered = Gathered(_RULE, name)
    for each in entries:
        _entry(gathered, each)
    return gathered.incoming()


def _entry(gathered: Gathered, each: Object) -> None:
    url, title = text(each, "url") or text(each, "given_url"), text(each, "title")
    key = f"entry {url or title or text(each, 'id')}"
    page = Page(text(each, "content"))
    tags = tuple(named for tag in _tags(each) if (named := gathered.tag(tag)))
    if page.laid.text.strip():
        if not gathered.holds(key, page.laid):
            gathered.lose(
                "text was left out, its address came before",
                "texts were left out, their addresses came before",
                title or url,
            )
        gathered.source(
            IncomingSource(
                key=key,
                uid=derived("wallabag", url) if url else None,
                metadata=with_language(_metadata(each, url, title), page.laid.text),
                text=page.laid,
                data=page.html.encode("utf-8", "replace"),
                name=f"{(title or 'Entry')[:120].replace('/', ' ')}.html",
                media_type="text/html",
                tags=tags[:500],
                starred=_is(each, "is_starred"),
                read=_is(each, "is_archived"),
            )
        )
    else:
        gathered.lose("entry has no text", "entries have no text", title or url)
        if not (url or title):
            return
        key = gathered.link({"url": url, "title": title})
        for tag in _tags(each):
            gathered.lose(
                "tag of an entry without text was left out", "tags of entries without text were left out", tag
            )
    gathered.fields.leave(each, _READ)
    ranges = Ranges(page) if gathered.holds(key, page.laid) else None
    for annotation in objects(each, "annotations"):
        gathered.fields.leave(annotation, _ANNOTATION, "annotations")
        _annotation(gathered, key, annotation, ranges)


def _is(each: Object, name: str) -> bool:
    return each.get(name) in (True, 1, "1")


def _tags(each: Object) -> list[str]:
    return [*texts(each, "tags"), *(text(tag, "label") for tag in objects(each, "tags") if text(tag, "label"))]


def _metadata(each: Object, url: str, title: str) -> Metadata:
    said = {
        "title": title,
        "url": url,
        "publisher": text(each, "domain_name"),
        "published": edtf(text(each, "published_at")) or "",
        "language": text(each, "language").partition("_")[0].partition("-")[0].lower()[:3],
        "accessed": edtf(text(each, "created_at")) or "",
    }
    known = {name: value for name, value in said.items() if value}
    byline = texts(each, "published_by")
    evidence = {name: Evidence(value, None, None, _RULE, 1.0) for name, value in known.items()}
    if byline:
        evidence["byline"] = Evidence("; ".join(byline), None, None, _RULE, 1.0)
    return Metadata(byline=byline, evidence=evidence, **known)


def _annotation(gathered: Gathered, source: str, each: Object, ranges: Ranges | None) -> None:
    words = text(each, "quote")
    if not words.strip():
        gathered.lose(
            "annotation was left out, having no words", "annotations were left out, having no words", text(each, "text")
        )
        return
    created = stamp(text(each, "created_at"))
    span = None if ranges is None else ranges.span(each, words)
    gathered.passage(
        IncomingPassage(
            source=source,
            start=None if span is None else span.start,
            end=None if span is None else span.end,
            exact=words if span is None else span.exact,
            uid=derived("wallabag", f"{source}\n{text(each, 'id') or words}"),
            note=text(each, "text"),
            tags=tuple(IncomingUse(key) for tag in texts(each, "tags") if (key := gathered.tag(tag))),
            author=text(each, "user"),
            created=created,
            modified=stamp(text(each, "updated_at")) or created,
        )
    )
