"""Reads a feed that was saved as a file (RSS 0.9–2.0, Atom, RDF): each entry with content is a page of its own. Fetches nothing."""

import io
import re
from collections import Counter
from collections.abc import Mapping
from html import escape
from time import struct_time
from typing import Any

import feedparser

from archive.base.errors import Unreadable
from archive.importers.html.links import web_address
from archive.importers.metadata import edtf
from archive.model.article import Evidence, Imported, Member, Metadata, Source, Verdict

from . import MEDIA_TYPES, VERSION, Kind
from .mime import day_of

_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_OPENING, _CLOSING = re.compile(rb"<[A-Za-z]"), re.compile(rb"</|/>")
_DECLARATION = re.compile(rb"<\?xml[^>]{0,400}>")
_DEEPEST = 5_000  # elements open at once; no feed nests its mark-up so
_STEP = 10_000
_SURE = 0.96
_AGAIN = "Save the feed again."


def read(source: Source) -> Imported:
    """The entries of a feed. Raises Unreadable when there are none with a text, or it was made to harm."""
    data = source.data.replace(b"\0", b"")
    if _ENTITIES.search(data[:100_000]):
        raise Unreadable("This feed declares entities of its own, which no feed needs.", _AGAIN)
    if _depth(data) > _DEEPEST:
        raise Unreadable(f"This feed nests more than {_DEEPEST:,} elements: no feed does.", _AGAIN)
    parsed = _parsed(source.data)
    told: list[str] = []
    lost: Counter[str] = Counter()
    members = []
    names: set[str] = set()
    for number, entry in enumerate(parsed.entries, 1):
        content = _content(entry)
        if content is None:
            lost["empty"] += 1
            continue
        members.append(_member(number, entry, content, parsed.feed, names))
    verdict = Verdict.OK
    if parsed.bozo and not isinstance(parsed.get("bozo_exception"), feedparser.CharacterEncodingOverride):
        verdict = Verdict.PARTIAL
        told.append("The feed breaks off or is not well formed; entries may be missing.")
    if lost["empty"]:
        count = "1 entry has" if lost["empty"] == 1 else f"{lost['empty']:,} entries have"
        told.append(f"{count} a title and a link but no text, and was left out." if lost["empty"] == 1 else f"{count} a title and a link but no text, and were left out.")  # fmt: skip
    if not members:
        raise Unreadable(" ".join(("No entry of this feed has a text.", *told)))
    title = _flat(parsed.feed.get("title"))
    return Imported(
        verdict, Kind.FEED.value, VERSION, MEDIA_TYPES[Kind.FEED], metadata=Metadata(title=title), warnings=tuple(told),
        members=tuple(members),
    )  # fmt: skip


def _parsed(data: bytes) -> Any:
    """What feedparser makes of it; without its declaration where that names an encoding in bytes of no encoding, which it does not bear."""
    for written in (data, _DECLARATION.sub(b"", data, count=1)):
        try:
            # A stream and never the bytes: those it would take for an address or a file's name.
            return feedparser.parse(io.BytesIO(written), sanitize_html=False, resolve_relative_uris=False)
        except UnicodeDecodeError:
            continue
    raise Unreadable("The encoding of this feed cannot be told.", _AGAIN)


def _depth(data: bytes) -> int:
    """Elements opened and not closed, at the most, looked at in steps."""
    deepest = depth = 0
    for start in range(0, len(data), _STEP):
        step = data[start : start + _STEP]
        depth += len(_OPENING.findall(step)) - len(_CLOSING.findall(step))
        deepest = max(deepest, depth)
    return deepest


def _content(entry: Mapping[str, Any]) -> str | None:
    """The longest text that an entry has, as HTML."""
    found = [part for part in (*entry.get("content", ()), entry.get("summary_detail") or {}) if part.get("value")]
    best = max(found, key=lambda part: len(part["value"]), default=None)
    if best is None or not _flat(re.sub(r"<[^>]*>", " ", best["value"])):
        return None
    if best.get("type") == "text/plain" and "<" not in best["value"]:
        return "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", best["value"]) if part.strip())
    return str(best["value"])


def _member(number: int, entry: Mapping[str, Any], content: str, feed: Mapping[str, Any], names: set[str]) -> Member:
    title, link = _flat(re.sub(r"<[^>]*>", " ", entry.get("title") or "")), web_address(entry.get("link") or "")
    published = next(
        (day for name in ("published", "updated") if name in entry and (day := _written(entry, name))), None
    )
    authors = [name for each in entry.get("authors", ()) if (name := _flat(each.get("name")))]
    name = link or f"entry {number}"
    name = name if name not in names else f"{name} ({number})"
    names.add(name)
    proofs = {
        field: Evidence(value, None, None, "container-feed", _SURE)
        for field, value in (("title", title), ("byline", "; ".join(authors)), ("url", link), ("published", published))
        if value
    }
    head = "".join(
        (
            f"<title>{escape(title)}</title>" if title else "",
            f'<link rel="canonical" href="{escape(link)}">' if link else "",
            *(f'<meta name="author" content="{escape(each)}">' for each in authors),
            f'<meta property="article:published_time" content="{published}">' if published else "",
            _meta("og:site_name", _flat(feed.get("title"))),
        )
    )
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    language = entry.get("language") or feed.get("language") or ""
    tagged = f' lang="{escape(language)}"' if re.fullmatch(r"[A-Za-z]{2,3}(?:-\w+)*", language) else ""
    page = (
        f'<!DOCTYPE html><html{tagged}><head><meta charset="utf-8">{head}</head>'
        f"<body><article>{heading}{content}</article></body></html>"
    )
    metadata = Metadata(title, tuple(authors), published=published, url=link, evidence=proofs)
    return Member(name, page.encode("utf-8", "replace"), "text/html", metadata)


def _meta(name: str, value: str | None) -> str:
    return f'<meta property="{name}" content="{escape(value)}">' if value else ""


def _written(entry: Mapping[str, Any], name: str) -> str | None:
    parsed = f"{name}_parsed"
    return _day(entry[name], entry[parsed] if parsed in entry else None)  # noqa: SIM401 - `get` answers with another date


def _day(written: str | None, moment: struct_time | None) -> str | None:
    """The day where it was written; in UTC, as the library reads it, when the date has another form than its standard's."""
    if day := day_of(written or ""):
        return day
    if found := re.match(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)", written or ""):
        return edtf(found[1])
    if moment is None or not 1970 <= moment[0] < 2200:
        return None
    return f"{moment[0]:04d}-{moment[1]:02d}-{moment[2]:02d}"


def _flat(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
