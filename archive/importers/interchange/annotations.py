"""Reads W3C Web Annotations (https://www.w3.org/TR/annotation-model/), ours and anybody's: a collection, a page, a list or one.

Places are found by the words of a TextQuoteSelector; a TextPositionSelector counts where the target names the SHA-512 of its text,
as ours do. A RangeSelector and those of pictures, sheets and pages say nothing about a text alone, and are told.
"""

from collections.abc import Iterator
from typing import Any

from archive.model.interchange import Incoming, IncomingPassage, IncomingUse
from archive.model.passage import COLOURS

from .dates import stamp
from .excerpts import is_hash
from .gathered import Gathered, derived, uid_of
from .jsons import Object, inner, objects, text, texts
from .selectors import Spot, source_of, spot_of

_SHA = "urn:sha512:"
# What is read of an annotation, of its body, of its target and of what that is about.
_READ = frozenset(
    "@context id @id type @type target body bodyValue motivation created modified creator tagged_by".split()
)
_BODY = frozenset("id @id type @type value chars purpose format language source created creator".split())
_TARGET = frozenset("id @id type @type source selector styleClass edition state_of_words paragraphs".split())
_SOURCE = frozenset("id @id type @type title label language format".split())
_WORDS = frozenset(
    {"commenting", "describing", "replying", "questioning", "assessing", "editing", "highlighting", "moderating", ""}
)


def is_one(value: Any) -> bool:
    """Whether a JSON value is an annotation, or a collection, page or list of them."""
    if isinstance(value, list):
        return bool(value) and isinstance(value[0], dict) and _is(value[0], "Annotation")
    listed = value.get("@graph") if isinstance(value, dict) else None
    if isinstance(listed, list):
        return any(_is(each, "Annotation") for each in listed)
    return any(_is(value, kind) for kind in ("Annotation", "AnnotationPage", "AnnotationCollection"))


def _is(value: Any, kind: str) -> bool:
    named = (*texts(value, "type"), *texts(value, "@type"))
    return any(each in (kind, f"oa:{kind}", f"as:{kind}") for each in named)


def read(value: Any, name: str) -> Incoming:
    """What annotations bring."""
    title = (text(value, "label") if isinstance(value, dict) else "") or name
    reader = _Reader(Gathered(_program(value), title))
    for each in reader.annotations(value):
        reader.take(each)
    return reader.gathered.incoming()


def _program(value: Any) -> str:
    generator = inner(value, "generator")
    return text(generator, "name") or text(value, "generator") or "Web Annotation"


class _Reader:
    """Annotations, gathered."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered

    def annotations(self, value: Any) -> Iterator[Object]:
        """Every annotation of a document; what is not in it is told."""
        if isinstance(value, list):
            yield from self._items(value)
        elif isinstance(value.get("@graph"), list):
            yield from self._items(value["@graph"])
        elif _is(value, "Annotation"):
            yield value
        else:
            first = value.get("first")
            if isinstance(first, str):
                self.gathered.lose(
                    "page of annotations lies outside of this file", "pages lie outside of this file", first
                )
            for page in (value, *objects(value, "first")):
                if isinstance(page.get("items"), list):
                    yield from self._items(page["items"])
                if text(page, "next"):
                    self.gathered.lose(
                        "page of annotations lies outside of this file",
                        "pages lie outside of this file",
                        text(page, "next"),
                    )

    def _items(self, items: list[Any]) -> Iterator[Object]:
        for each in items:
            if isinstance(each, dict) and _is(each, "Annotation"):
                yield each
            else:
                self.gathered.lose(
                    "entry was left out, being no annotation", "entries were left out, being no annotations"
                )

    def take(self, each: Object) -> None:
        """One annotation: a passage for each of its targets, a memo where a target is a whole text."""
        self._leave(each)
        target = each.get("target")
        targets = target if isinstance(target, list) else [target]
        note, tags = self._bodies(each)
        id = text(each, "id") or text(each, "@id")
        for number, one in enumerate(targets):
            named = id if number == 0 else f"{id}#{number}"
            self._target(each, named, one, note, tags)

    def _leave(self, each: Object) -> None:
        """Tells what an annotation says besides; `dcterms:…` of its source is what we write there ourselves."""
        fields = self.gathered.fields
        fields.leave(each, _READ)
        for body in objects(each, "body"):
            fields.leave(body, _BODY, "body")
        for target in objects(each, "target"):
            fields.leave(target, _TARGET, "target")
            told = inner(target, "source")
            fields.leave(told, {*_SOURCE, *(name for name in told if name.startswith("dcterms:"))}, "source")
        for other in objects(each, "creator")[1:]:
            self.gathered.lose(
                "further author of an annotation was left out",
                "further authors of annotations were left out",
                _name(other),
            )

    def _target(self, each: Object, id: str, target: Any, note: str, tags: list[str]) -> None:
        spot = spot_of(target)
        address, told = source_of(target)
        if not address:
            self.gathered.lose(
                "annotation was left out, naming no text", "annotations were left out, naming no text", spot.exact
            )
            return
        source = self._source(address, told)
        by = inner(each, "tagged_by")
        created = stamp(text(each, "created"))
        author = _author(each)
        uid = uid_of(id) or derived("annotation", id or f"{address}\n{spot.exact}\n{spot.start}\n{note}")
        if not spot.is_any:
            said = "\n\n".join(filter(None, (note, f"Tags: {', '.join(tags)}" if tags else "")))
            title = f"Note on {text(told, 'dcterms:title') or address}"
            self.gathered.memo(title, said, uid=uid, about=("article", source), author=author, created=created)
            return
        edition = (text(target, "edition") or "").removeprefix(_SHA)
        edition = edition if is_hash(edition) and spot.start is not None else ""
        if not self._is_readable(spot, edition):
            return
        colour = next((name for name in texts(target, "styleClass") if name in COLOURS), None)
        self.gathered.passage(
            IncomingPassage(
                source=source,
                start=spot.start,
                end=spot.end,
                exact=spot.exact,
                prefix=spot.prefix,
                suffix=spot.suffix,
                uid=uid,
                note=note,
                tags=tuple(IncomingUse(key, text(by, tag)) for tag in tags if (key := self._tag(tag, edition))),
                colour=None if tags else colour,
                author=author,
                created=created,
                modified=stamp(text(each, "modified")) or created,
                edition=edition,
            )
        )

    def _is_readable(self, spot: Spot, edition: str) -> bool:
        if spot.exact.strip() or edition:
            for kind in spot.others:
                self.gathered.note(
                    f"A {kind} says where words stood in a page; their words and place were taken instead."
                )
            return True
        if spot.start is not None:
            one = "annotation was left out, having a place in a text that is not known, and no words"
            self.gathered.lose(
                one, "annotations were left out, having places in texts that are not known, and no words"
            )
        else:
            kinds = ", ".join(dict.fromkeys(spot.others))
            one = f"annotation was left out, having no words but a {kinds}"
            self.gathered.lose(one, f"annotations were left out, having no words but a {kinds}")
        return False

    def _tag(self, tag: str, edition: str) -> str | None:
        # Our tags are paths; a slash of another program is part of a name.
        return self.gathered.tag(*tag.split("/")) if edition else self.gathered.tag(tag)

    def _source(self, address: str, told: Object) -> str:
        said = {
            "title": text(told, "dcterms:title") or text(told, "title") or text(told, "label"),
            "publisher": text(told, "dcterms:publisher"),
            "published": text(told, "dcterms:date"),
            "url": text(told, "dcterms:source") or ("" if address.startswith("urn:") else address),
        }
        uid = uid_of(address)
        return self.gathered.link(said if uid or any(said.values()) else {"title": address}, uid=uid)

    def _bodies(self, each: Object) -> tuple[str, list[str]]:
        """The note and the tags of an annotation; bodies that are no text are told."""
        body = each.get("body")
        notes, tags = [text(each, "bodyValue")], []
        motivation = text(each, "motivation").rpartition(":")[2]
        for one in body if isinstance(body, list) else [body]:
            if one is None:
                continue
            value = text(one, "value") or text(one, "chars") if isinstance(one, dict) else ""
            purpose = (text(one, "purpose") if isinstance(one, dict) else "").rpartition(":")[2] or motivation
            if value and (purpose in ("tagging", "classifying") or _is(one, "Tag")):
                tags.append(value)
            elif value:
                notes.append(value)
                if purpose not in _WORDS:
                    self.gathered.note("What annotations say came in as notes, whatever its purpose there.")
            else:
                where = one if isinstance(one, str) else text(one, "id") or text(one, "source")
                self.gathered.lose("body of an annotation is no text", "bodies of annotations are no texts", where)
        return "\n\n".join(filter(None, notes)), tags


def _author(each: Object) -> str:
    said = next(iter(objects(each, "creator")), {})
    return _name(said) or text(each, "creator") or text(said, "id")


def _name(person: Object) -> str:
    return text(person, "name") or text(person, "nickname")
