"""Excerpts, articles and tags as objects of JSON: the same names in every format that has names. Nothing that was not chosen."""

from typing import Any

from archive.model.excerpt import Choice, Context, Excerpt, Locator, Work
from archive.model.passage import Memo, Tag


def excerpt(each: Excerpt, choice: Choice) -> dict[str, Any]:
    """The keys of `waystation passages --json` as far as they were chosen, with the text's SHA-512 and the chosen context."""
    told: dict[str, Any] = {
        "uid": each.uid,
        "article": each.work.id,
        "article_uid": each.work.uid,
        "edition": each.edition,
        "start": each.anchor.start,
        "end": each.anchor.end,
        "exact": each.exact,
        "prefix": each.anchor.prefix,
        "suffix": each.anchor.suffix,
        "colour": each.colour or None,
        "state": str(each.state),
    }
    if choice.context is not Context.NONE:
        told |= {"before": each.before, "after": each.after}
    if choice.locator:
        locator = each.locator
        told["paragraphs"] = None if locator.first is None else [locator.first, locator.last]
        told["block"] = str(locator.kind)
        told["pages"] = list(locator.pages) or None
    if choice.note:
        told["note"] = each.note
    if choice.tags:
        told["tags"] = list(each.tags)
    if choice.author:
        told["author"] = each.author
        if choice.tags:
            told["tagged_by"] = {path: author for path, author, _ in each.uses}
    if choice.date:
        told |= {"created": each.created, "modified": each.modified}
    return told


def work(each: Work) -> dict[str, Any]:
    """An article as it is cited, with what may be done with it."""
    return {
        "id": each.id,
        "uid": each.uid,
        "title": each.title,
        "byline": list(each.byline),
        "publisher": each.publisher,
        "republisher": each.republisher,
        "published": each.published,
        "accessed": each.accessed,
        "language": each.language,
        "url": each.url,
        "words": each.words,
        "rights": each.rights.rights,
        "sensitivity": str(each.rights.sensitivity),
        "embargo": each.rights.embargo,
    }


def tag(each: Tag, choice: Choice) -> dict[str, Any]:
    """A tag of the codebook; what it means only where definitions were chosen."""
    told: dict[str, Any] = {"uid": each.uid, "path": each.path, "colour": each.colour}
    if choice.definitions:
        told |= {"definition": each.definition, "use_when": each.use_when, "not_when": each.not_when}
    return told


def memo(each: Memo) -> dict[str, Any]:
    """A page of the research journal."""
    return {
        "uid": each.uid,
        "title": each.title,
        "text": each.text,
        "about": None if each.about is None else list(each.about),
        "links": [list(link) for link in each.links],
        "author": each.author,
        "created": each.created,
        "modified": each.modified,
    }


def paragraphs(locator: Locator) -> str:
    """`3` or `3–5`; nothing where a passage stands in no paragraph."""
    if locator.first is None:
        return ""
    return str(locator.first) if locator.first == locator.last else f"{locator.first}–{locator.last}"
