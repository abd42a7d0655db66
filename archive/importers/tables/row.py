"""A row of a table as an article: each cell with its heading, the title and text by what their columns are.

The row travels as JSON, which is the article's original: headings and cells as they were, and what each column was said to be.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive.base.errors import Unreadable
from archive.importers.containers.sheet import Sheet
from archive.importers.html.links import web_address
from archive.importers.language import language
from archive.importers.metadata import persons
from archive.importers.metadata.lexicon import table
from archive.importers.plain import LONGEST_ARTICLE_CHARS, whole
from archive.model.article import BlockKind, Evidence, Imported, Metadata, Source, Verdict
from archive.model.tables import Order, Role

from .dates import day_of, is_unclear

MARK = b'{"waystation-row":'
IMPORTER = "row"
VERSION = 1
MEDIA_TYPE = "application/json"
_ASIDE = "another column of the table"
_SURE = 0.97
_META = (Role.BYLINE, Role.PUBLISHER, Role.PUBLISHED, Role.SECTION)
_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|blockquote|article|section|span|a|strong|em|b|i|table|tr|td|figure|img|html|body)\b[^<>]*>",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:.*/)?row (\d{1,9})\b")
_BETWEEN = re.compile(r"\s*[;|]\s*|\s+(?:and|&)\s+|\s*[·ㆍ]\s*")
_MOST_NAMES = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell under its heading, with what its column is."""

    heading: str
    role: Role
    value: str


def packed(cells: Sequence[Cell], order: Order | None) -> bytes:
    """The row as it is kept."""
    told = {"waystation-row": 1, "dates": order, "cells": [[each.heading, each.role, each.value] for each in cells]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _unpacked(data: bytes) -> tuple[list[Cell], Order | None]:
    try:
        told = json.loads(data)
        cells = [Cell(str(heading), Role(role), str(value)) for heading, role, value in told["cells"]]
        return cells, Order(told["dates"]) if told["dates"] else None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable("This row of a table is damaged.", "Import the table again.") from error


@dataclass(slots=True)
class _Article:
    """The article so far; `row` is what evidence calls the row."""

    row: str
    sheet: Sheet = field(default_factory=Sheet)
    proofs: dict[str, Evidence] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    byline: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    encoding: str = "utf-8"
    partial: bool = False

    def prove(self, name: str, value: str, place: tuple[int, int], heading: str) -> None:
        self.values[name] = value
        self.proofs[name] = Evidence(value, *place, f"table-{self.row}column “{heading[:80]}”", _SURE)


def read(source: Source) -> Imported:
    """The article in a row; refused, with a sentence, when it has no text."""
    try:
        cells, order = _unpacked(source.data)
    except Unreadable as error:
        return Imported(Verdict.REFUSED, IMPORTER, VERSION, MEDIA_TYPE, error=str(error))
    number = _NUMBER.match(source.member or source.name)
    article = _Article(f"row {number[1]}, " if number else "")
    by_role: dict[Role, list[Cell]] = {}
    for cell in cells:
        by_role.setdefault(cell.role, []).append(cell)
    for cell in by_role.get(Role.TITLE, ())[:1]:
        _title(article, cell)
    for role in _META:
        for cell in by_role.get(role, ()):
            _meta(article, cell, order)
    lines = len(article.sheet.text.blocks)
    for cell in by_role.get(Role.TEXT, ()):
        _text(article, cell.value)
    if len(article.sheet.text.blocks) == lines:
        return Imported(Verdict.REFUSED, IMPORTER, VERSION, MEDIA_TYPE, error="There is no text in this row.")
    body = "\n".join(article.sheet.text.text.split("\n")[lines:])
    for cell in by_role.get(Role.TAGS, ()):
        _meta(article, cell, order)
    for role in (Role.URL, Role.LANGUAGE, Role.ACCESSED, Role.NOTE):
        for cell in by_role.get(role, ()):
            _beside(article, cell, order)
    return _finished(article, body)


def _finished(article: _Article, body: str) -> Imported:
    if "language" not in article.values:
        found, sure = language(body)
        if found:
            article.values["language"] = found
            article.proofs["language"] = Evidence(found, None, None, "letters-and-words", sure)
    metadata = Metadata(**article.values, byline=tuple(article.byline), evidence=article.proofs)
    verdict = Verdict.PARTIAL if article.partial else Verdict.OK
    return Imported(
        verdict, IMPORTER, VERSION, MEDIA_TYPE, article.encoding, article.sheet.decoded, metadata, article.sheet.text,
        tuple(article.warnings),
    )  # fmt: skip


def _opened(article: _Article, cell: Cell) -> tuple[int, int, int]:
    """Puts `Heading: value` on the sheet; (where the line begins, where the value does, where it ends)."""
    shown = f"{cell.heading}: {cell.value}"
    begins = article.sheet.open(shown)
    return begins, begins + len(cell.heading) + 2, begins + len(shown)


def _title(article: _Article, cell: Cell) -> None:
    title = " ".join(cell.value.split())
    if title:
        _, start, end = _opened(article, cell)
        article.sheet.block(BlockKind.HEADING, title, start, end, 1)
        article.prove("title", title, (start, end), cell.heading)


def _meta(article: _Article, cell: Cell, order: Order | None) -> None:
    """A line of the article that tells of it; it stands there as it was written."""
    begins, start, end = _opened(article, cell)
    article.sheet.block(BlockKind.META, f"{cell.heading}: {cell.value}", begins, end)
    if cell.role is Role.BYLINE:
        names = [name for name in _names(cell.value) if name not in article.byline]
        if names:
            first = article.proofs.get("byline")
            article.byline += names
            place = (first.start if first and first.start is not None else start, end)
            article.prove("byline", "; ".join(article.byline), place, cell.heading)
            del article.values["byline"]
    elif cell.role is Role.PUBLISHER and "publisher" not in article.values:
        article.prove("publisher", " ".join(cell.value.split()), (start, end), cell.heading)
    elif cell.role is Role.PUBLISHED:
        _date(article, "published", cell, (start, end), order)


def _beside(article: _Article, cell: Cell, order: Order | None) -> None:
    """A cell that is set aside; an address, a language and a date say something of the article nevertheless."""
    shown = f"{cell.heading}: {cell.value}"
    article.sheet.aside(shown, _ASIDE)
    end = len(article.sheet.decoded) if len(cell.value) < LONGEST_ARTICLE_CHARS else 0
    place = (end - len(cell.value), end)
    if cell.role is Role.URL and (address := web_address(cell.value.strip())) and "url" not in article.values:
        article.prove("url", address, place, cell.heading)
    elif cell.role is Role.LANGUAGE and (code := _language(cell.value)):
        article.prove("language", code, place, cell.heading)
    elif cell.role is Role.ACCESSED:
        _date(article, "accessed", cell, place, order)


def _date(article: _Article, name: str, cell: Cell, place: tuple[int, int], order: Order | None) -> None:
    value, shown = day_of(cell.value, order), " ".join(cell.value.split())[:80]
    if value is not None:
        article.prove(name, value, place, cell.heading)
    elif is_unclear(cell.value):
        said = "no publication date was set" if name == "published" else "no date of access was set"
        article.warnings.append(f"The date “{shown}” can be read as day/month or month/day; {said}.")
    else:
        article.warnings.append(f"The date “{shown}” could not be read; it stays as it is written.")


def _text(article: _Article, value: str) -> None:
    """A body: a page where it is written as one, paragraphs else."""
    if len(value) > LONGEST_ARTICLE_CHARS:
        article.warnings.append(
            "The text is longer than any article: all of it was kept, in paragraphs of about four thousand letters."
        )
        article.sheet.page(Imported(Verdict.OK, IMPORTER, VERSION, MEDIA_TYPE, decoded=value, text=whole(value)))
        return
    if is_page(value):
        from archive.importers import html  # here, because it takes half a second to load

        page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><article>{value}</article></body></html>'
        read = html.read(Source(page.encode("utf-8", "replace"), "row.html", encoding="utf-8"))
        if read.text is not None:
            article.sheet.page(read)
            article.warnings += read.warnings
            article.partial = article.partial or read.verdict is Verdict.PARTIAL
            return
    article.sheet.plain(value)


def is_page(value: str) -> bool:
    """Whether a text is written in HTML: it begins with a tag, or has several."""
    head = value[:20_000]
    first = _TAG.search(head)
    return first is not None and (not head[: first.start()].strip() or len(_TAG.findall(head)) > 1)


def _names(value: str) -> list[str]:
    """The names in a cell; "Doe, Jane" is one, "Jane Doe, John Roe" are two."""
    text = " ".join(value.split())
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].replace('"', "").replace("'", "").replace(",", ";")
    text = re.sub(r"(?i)^by:?\s+", "", text)
    found: list[str] = []
    for part in _BETWEEN.split(text)[:_MOST_NAMES]:
        several = [name for name, _, _ in persons(part)] if "," in part or "기자" in part else []
        found += several if several and (len(several) > 1 or "," not in part) else [part.strip(" ,")]
    return [name for name in dict.fromkeys(found) if re.search(r"[^\W\d_]", name)]


def _language(value: str) -> str | None:
    """A code of two or three letters."""
    plain = value.strip().casefold()
    named: Mapping[str, Sequence[str]] = table("columns")["languages"]
    code = next((code for code, names in named.items() if plain in names), plain.replace("_", "-").split("-")[0])
    return code if re.fullmatch("[a-z]{2,3}", code) and code != "und" else None
