"""Passages as W3C Web Annotations (https://www.w3.org/TR/annotation-model/): a collection of one page, an annotation a passage.

Each target names the article, its text (by SHA-512) and the place twice: by position, in code points from 0 (the model counts
"characters" that are code points), and by quotation with what stands around it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from archive.base.progress import Progress
from archive.model.excerpt import Choice, Excerpt, Packet, Work

from .jsonfile import dumped

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# What the model has no name for; a URN, because nothing of ours is on a network.
TERMS = {
    "way": "urn:waystation:terms:",
    "edition": "way:edition",
    "state_of_words": "way:state",
    "paragraphs": {"@id": "way:paragraphs", "@container": "@list"},
    "pages": {"@id": "way:pages", "@container": "@list"},
    "tagged_by": {"@id": "way:tagged_by", "@type": "@json"},
}


def urn(uid: str) -> str:
    """The URN (RFC 9562) of a thing's uid."""
    return UUID(hex=uid).urn


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """An AnnotationCollection with its page inside."""
    label = {"type": "AnnotationCollection", "label": packet.title, "total": packet.passages, "created": packet.made}
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(dumped({"@context": [CONTEXT, TERMS]} | label)[:-1])
        file.write(',\n"first": {"type": "AnnotationPage", "startIndex": 0, "items": [')
        for place, each in enumerate(progress.over(packet.excerpts(), "Writing passages", packet.passages)):
            file.write((",\n" if place else "\n") + dumped(annotation(each, packet.choice)))
        file.write("\n]}}\n")
    if packet.memos:
        count = "1 memo was" if len(packet.memos) == 1 else f"{len(packet.memos):,} memos were"
        return (f"{count} left out, because an annotation is about a passage.",)
    return ()


def annotation(each: Excerpt, choice: Choice) -> dict[str, Any]:
    """One passage as an Annotation."""
    bodies = list(_bodies(each, choice))
    told: dict[str, Any] = {"id": urn(each.uid), "type": "Annotation", "motivation": _motivation(each, choice)}
    if choice.author:
        told["creator"] = {"type": "Person", "name": each.author}
        if choice.tags:
            told["tagged_by"] = {path: author for path, author, _ in each.uses}
    if choice.date:
        told |= {"created": each.created, "modified": each.modified}
    if bodies:
        told["body"] = bodies
    anchor = each.anchor
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": _source(each.work),
        "edition": f"urn:sha512:{each.edition}",
        "selector": [
            {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
            {"type": "TextQuoteSelector", "exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix},
        ],
        "state_of_words": str(each.state),
    }
    if each.colour:
        target["styleClass"] = each.colour
    if choice.locator and each.locator.first is not None:
        target["paragraphs"] = [each.locator.first, each.locator.last]
    if choice.locator and each.locator.pages:
        target["pages"] = list(each.locator.pages)
    return told | {"target": target}


def _bodies(each: Excerpt, choice: Choice) -> Iterator[dict[str, Any]]:
    if choice.note and each.note:
        yield {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": each.note}
    if choice.tags:
        for path in each.tags:
            yield {"type": "TextualBody", "purpose": "tagging", "value": path}


def _motivation(each: Excerpt, choice: Choice) -> str:
    if choice.note and each.note:
        return "commenting"
    return "tagging" if choice.tags and each.tags else "highlighting"


def _source(work: Work) -> dict[str, Any]:
    told: dict[str, Any] = {"id": urn(work.uid), "type": "Text", "dcterms:title": work.title}
    if work.byline:
        told["dcterms:creator"] = list(work.byline)
    for term, value in (
        ("publisher", work.publisher),
        ("date", work.published),
        ("source", work.url),
        ("rights", work.rights.rights),
    ):
        if value:
            told[f"dcterms:{term}"] = value
    if work.language:
        told["language"] = work.language
    return told
