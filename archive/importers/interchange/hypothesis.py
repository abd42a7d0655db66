"""Reads annotations of Hypothesis: answers of its interface (`rows`) and the file that its client exports (`annotations`).

https://h.readthedocs.io/en/latest/api-reference/ names the fields. Places are found by the quoted words; positions, in UTF-16 units of the
page as it was, only choose among equal words. Notes on a page and replies are memos.
"""

from typing import Any

from archive.model.interchange import Incoming, IncomingPassage, IncomingUse

from .dates import stamp
from .gathered import Gathered, derived
from .jsons import Object, inner, objects, text, texts
from .selectors import Spot, spot_of
from .telling import shown

_WORLD = "__world__"
# What is read, and what only says where the annotation lies on the server.
_READ = frozenset(
    "id uri created updated user user_info text tags references target document group permissions links $orphan $tag".split()
)


def rows_of(value: Any) -> list[Object] | None:
    """The annotations of a document, None when it is no file of Hypothesis."""
    if isinstance(value, dict):
        rows = value.get("rows", value.get("annotations"))
        if isinstance(rows, list) and not rows and ("total" in value or "export_userid" in value):
            return []
    else:
        rows = value
    found = [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
    named = found and all("uri" in each and ("target" in each or "references" in each) for each in found[:20])
    return found if named else None


def read(rows: list[Object], name: str) -> Incoming:
    """What annotations bring; replies after what they reply to."""
    gathered = Gathered("Hypothesis", name)
    quotes: dict[str, str] = {}
    for each in rows:
        if not texts(each, "references"):
            _annotation(gathered, each, quotes)
    for each in rows:
        if texts(each, "references"):
            _reply(gathered, each, quotes)
    for each in rows:
        gathered.fields.leave(each, _READ)
        gathered.fields.leave(inner(each, "document"), {"title", "link", "filename"}, "document")
        for target in objects(each, "target")[1:]:
            one, many = "further target of an annotation was left out", "further targets of annotations were left out"
            gathered.lose(one, many, spot_of(target).exact)
    if any(_is_private(each) for each in rows):
        gathered.note("With whom annotations were shared, and in which groups, stays behind.")
    return gathered.incoming()


def _is_private(each: Object) -> bool:
    readers = texts(inner(each, "permissions"), "read")
    return text(each, "group") not in ("", _WORLD) or any(reader != f"group:{_WORLD}" for reader in readers)


def _annotation(gathered: Gathered, each: Object, quotes: dict[str, str]) -> None:
    target = next(iter(objects(each, "target")), {})
    spot = spot_of(target)
    url = text(each, "uri") or text(target, "source")
    title = text(inner(each, "document"), "title")
    id = text(each, "id") or f"{url}\n{text(each, 'created')}\n{spot.exact}"
    if not (url or title):
        gathered.lose(
            "annotation was left out, naming no page", "annotations were left out, naming no page", spot.exact
        )
        return
    source = gathered.link({"url": url, "title": title})
    if not spot.is_any:
        gathered.memo(
            f"Note on {title or url}",
            _said(each),
            uid=derived("hypothesis", id),
            about=("article", source),
            author=_author(each),
            created=stamp(text(each, "created")),
        )
        return
    if not spot.exact.strip():
        kinds = ", ".join(dict.fromkeys(spot.others)) or "position"
        gathered.lose(
            f"annotation was left out, having no words but a {kinds}",
            f"annotations were left out, having no words but a {kinds}",
        )
        return
    quotes[id] = spot.exact
    _passage(gathered, each, source, spot, id)


def _passage(gathered: Gathered, each: Object, source: str, spot: Spot, id: str) -> None:
    created = stamp(text(each, "created"))
    gathered.passage(
        IncomingPassage(
            source=source,
            start=spot.start,
            end=spot.end,
            exact=spot.exact,
            prefix=spot.prefix,
            suffix=spot.suffix,
            uid=derived("hypothesis", id),
            note=text(each, "text"),
            tags=tuple(IncomingUse(key) for tag in texts(each, "tags") if (key := gathered.tag(tag))),
            author=_author(each),
            created=created,
            modified=stamp(text(each, "updated")) or created,
            utf16=True,
        )
    )


def _reply(gathered: Gathered, each: Object, quotes: dict[str, str]) -> None:
    """A reply is a memo about the passage that the thread began with, or about the note on the page."""
    first = texts(each, "references")[0]
    id = text(each, "id") or f"{first}\n{text(each, 'created')}"
    kind = "passage" if first in quotes else "memo"
    what = shown(quotes[first]) if first in quotes else "a note"
    gathered.memo(
        f"Reply to {what}",
        _said(each),
        uid=derived("hypothesis", id),
        about=(kind, derived("hypothesis", first)),
        author=_author(each),
        created=stamp(text(each, "created")),
    )


def _said(each: Object) -> str:
    tags = texts(each, "tags")
    return "\n\n".join(filter(None, (text(each, "text"), f"Tags: {', '.join(tags)}" if tags else "")))


def _author(each: Object) -> str:
    """The name that is shown, else the account without its server."""
    account = text(each, "user").removeprefix("acct:").partition("@")[0]
    return text(inner(each, "user_info"), "display_name") or account
