"""Rules that persons taught, applied to what was read: a value from the place that a rule names, or nothing. Pure.

A rule is tried on files of its site only. Where its place is not there, or what stands there is no name or no date, the ordinary
rules' value stays. Nothing that a person wrote is run as a pattern.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from archive.model.article import NO_DATE, Evidence, Imported, Metadata
from archive.model.taught import Spot, TaughtRule

from . import spots
from .metadata import distinct, edtf, is_person, publishers
from .metadata.bylines import only_names
from .metadata.names import tidy

CONFIDENCE: Final = 0.97
_LONGEST: Final = {"title": 300, "byline": 200, "publisher": 100, "published": 200}
_NAME_WORDS: Final = 5
_BETWEEN_NAMES: Final = (" and ", " & ", ";", ",", "·", "/", " 와 ", " 과 ")


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: the value as metadata keep it, in words, and its place in the decoded original."""

    value: Any
    words: str
    start: int
    end: int


def normal(site: str) -> str:
    """A host or a name as sites are compared: of an address its host, without "www."."""
    text = " ".join(site.split()).casefold()
    host = (urlsplit(text).hostname or "") if "://" in text else text
    return host.removeprefix("www.")


def below(host: str, site: str) -> bool:
    """Whether a host (or name) is the site, or one of those below it; both as `normal` gives them."""
    return host == site or host.endswith(f".{site}")


def sites(metadata: Metadata, address: str = "") -> tuple[str, ...]:
    """What the site of an article is called, the surest first: host, publisher, republisher."""
    told = (address, metadata.url, metadata.publisher, metadata.republisher)
    return tuple(dict.fromkeys(found for each in told if each and (found := normal(each))))


def apply(imported: Imported, rules: Sequence[TaughtRule], address: str = "") -> Imported:
    """The record with the values that taught rules find; `address` is what a container knows of where the file came from."""
    if not rules or imported.text is None or imported.decoded is None:
        return imported
    document = spots.Document(imported.decoded, page=imported.importer == "html")
    found: dict[str, tuple[TaughtRule, Found]] = {}
    known = list(sites(imported.metadata, address))
    # Who publishes decides which other rules are meant.
    for field in sorted({rule.field for rule in rules}, key=lambda name: name != "publisher"):
        for rule in _meant(rules, field, known):
            value = look(document, rule.spot, field)
            if value is not None:
                found[field] = (rule, value)
                known += [normal(value.words)] if field == "publisher" else []
                break
    return _with(imported, found) if found else imported


def _meant(rules: Sequence[TaughtRule], field: str, known: Sequence[str]) -> Iterator[TaughtRule]:
    for rule in rules:
        if rule.enabled and rule.field == field:
            site = normal(rule.site)
            everywhere = not site and field == "publisher" and bool(rule.spot.exact)
            if everywhere or (site and any(below(each, site) for each in known)):
                yield rule


def _with(imported: Imported, found: dict[str, tuple[TaughtRule, Found]]) -> Imported:
    proofs = {
        field: Evidence(each.words, each.start, each.end, rule.evidence, CONFIDENCE)
        for field, (rule, each) in found.items()
    }
    metadata = imported.metadata
    values = {field: each.value for field, (_, each) in found.items()}
    metadata = replace(metadata, evidence={**metadata.evidence, **proofs}, **values)
    warnings = imported.warnings
    if "published" in found:
        warnings = tuple(each for each in warnings if not each.endswith(NO_DATE))
    return replace(imported, metadata=metadata, warnings=warnings)


def look(document: spots.Document, spot: Spot, field: str) -> Found | None:
    """The value of a field that stands at a spot, or None where there is none such."""
    for part in document.parts(spot):
        cut = spots.cut(part.text, spot)
        if cut is None:
            continue
        words = " ".join(part.text[cut[0] : cut[1]].split())
        if spot.exact and words.casefold() != spot.exact.casefold():
            continue
        value = valued(words, field, loose=not spot.line)
        if value is not None:
            return Found(value, _told(value), *part.place(*cut))
    return None


def _told(value: Any) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def valued(words: str, field: str, *, loose: bool) -> Any:
    """The words as a value of the field, or None where they cannot be one; `loose` where mark-up or a label says that they are."""
    if not words or len(words) > _LONGEST[field] or not any(letter.isalnum() for letter in words):
        return None
    if field == "published":
        return edtf(words)
    if field == "byline":
        return _names(words, loose=loose)
    if field == "publisher":
        return words if loose or (publishers.usable(words) and len(words.split()) <= 6) else None
    return words


def _names(words: str, *, loose: bool) -> tuple[str, ...] | None:
    named = only_names(words)
    if named is not None:
        return distinct(list(named.names))
    if is_person(tidy(words)):
        return (tidy(words),)
    if not loose:
        return None
    names = [tidy(each) for each in _split(words)]
    if all(each and len(each.split()) <= _NAME_WORDS and not any(map(str.isdigit, each)) for each in names):
        return tuple(dict.fromkeys(names))
    return None


def _split(words: str) -> Iterable[str]:
    for sign in _BETWEEN_NAMES:
        words = words.replace(sign, "\n")
    return words.split("\n")
