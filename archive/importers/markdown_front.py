"""Reads the simple front matter of Markdown files (YAML `---` or TOML `+++`): flat keys, strings, lists; runs nothing, never fails."""

import re
from dataclasses import dataclass

from .metadata import Candidate

# What the keys of common clippers and site generators mean to us.
_FIELDS = {
    "title": "title",
    "author": "byline", "authors": "byline", "byline": "byline", "creator": "byline", "by": "byline",
    "date": "published", "published": "published", "publish_date": "published", "publishdate": "published", "pubdate": "published",
    "date_published": "published", "datepublished": "published", "created": "published", "issued": "published",
    "publisher": "publisher", "publication": "publisher", "site": "publisher", "site_name": "publisher", "sitename": "publisher", "source": "publisher",
    "website": "publisher", "container-title": "publisher", "newspaper": "publisher", "outlet": "publisher",
    "republisher": "republisher",
    "url": "url", "link": "url", "source_url": "url", "sourceurl": "url", "canonical": "url", "canonical_url": "url", "permalink": "url", "baseurl": "url",
    "lang": "language", "language": "language", "locale": "language",
    "accessed": "accessed", "retrieved": "accessed", "saved": "accessed", "clipped": "accessed", "date_saved": "accessed", "archived": "accessed",
}  # fmt: skip
_OPENING = re.compile(r"\ufeff?(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_PAIR = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)\s*[:=]\s*(?P<value>.*)")
_ENTRY = re.compile(r"\s*-\s+(?P<value>.*)")
_LONGEST_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The metadata lines of a file's front matter; `end` is where the text after it begins (0: there is none)."""

    candidates: tuple[Candidate, ...]
    end: int


def front_matter(text: str) -> FrontMatter:
    """The front matter at the very beginning of `text`; one that is never closed is none."""
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter((), 0)
    fence = re.escape(opening["fence"]) + (r"|\.\.\." if opening["fence"] == "---" else "")
    closing = re.compile(rf"^(?:{fence})[ \t]*$(?:\r\n|\n|\r)?", re.MULTILINE).search(
        text, opening.end(), opening.end() + _LONGEST_CHARS
    )
    if closing is None:
        return FrontMatter((), 0)
    found: list[Candidate] = []
    hint: str | None = None
    for line in re.finditer(r"[^\r\n]+", text[: closing.start()][opening.end() :]):
        start = opening.end() + line.start()
        pair, entry = _PAIR.match(line[0]), _ENTRY.match(line[0])
        if pair and not line[0][0].isspace():
            hint = _FIELDS.get(pair["key"].strip().lower().replace(" ", "_"))
            found.extend(_values(pair["value"], start + pair.start("value"), hint))
        elif entry:
            found.extend(_values(entry["value"], start + entry.start("value"), hint))
    return FrontMatter(tuple(found), closing.end())


def _values(value: str, start: int, hint: str | None) -> list[Candidate]:
    """One candidate a value: a scalar without its quotation marks, or each entry of `[a, b]`."""
    if hint is None:
        return []
    inner = re.match(r"\s*\[(?P<list>[^\]]*)\]", value)
    parts = (
        re.finditer(r"\"[^\"]*\"|'[^']*'|[^,]+", inner["list"])
        if inner
        else re.finditer(r"\"[^\"]*\"|'[^']*'|.+", value)
    )
    offset = start + (inner.start("list") if inner else 0)
    found = []
    for part in parts:
        bare = re.sub(r"\s+#.*$", "", part[0]) if part[0][:1] not in "\"'" else part[0]
        lead = len(bare) - len(bare.lstrip(" \t\"'[("))
        text = bare.strip(" \t\"'[]()")
        # Clippers write authors as wiki links: [[Jane Doe]].
        if text and text.lower() not in ("null", "none", "~", "true", "false"):
            at = offset + part.start() + lead
            field = "url" if hint == "publisher" and "://" in text else hint
            found.append(Candidate(text, at, at + len(text), hint=field))
        if not inner:
            break
    return found
