"""Gives every line its place: the title, a block of a kind, or set aside with the reason. Nothing is left out."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from archive.base.records import quick
from archive.importers.metadata import Zone, bylines, publishers
from archive.importers.metadata.lexicon import words
from archive.model.article import BETWEEN_CELLS, BlockKind

from . import layout, site, titles
from .features import ends_sentence
from .roles import Reading, Role, is_heading_too, is_section, read
from .split import ITEM, Line

_HEADING_WORDS = 22
_HEAD_LINES = 250
_STANDFIRST_LINES = 2  # that may stand as whole sentences between title and byline
_MOST_HIGHLIGHTS, _HIGHLIGHT_WEIGHT = 8, 0.8
_COUNT = re.compile(r"\d[\d,.]{0,9}\s?[KkMm]?")
_QUESTION_WORDS = 9  # a longer question is a sentence of the text


@quick
@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its final place: a block of `kind` (with its `level`), or set aside (`kind` None) for the reason `why`."""

    line: Line
    kind: BlockKind | None
    zone: Zone
    why: str = ""
    level: int = 0
    hint: str | None = None


def assign(lines: Sequence[Line], headings: Container[int] = ()) -> list[Placed]:
    """Every line in order with its final place; `headings` are the indices of lines that mark-up says are headings."""
    readings = [_titled(read(line)) if index in headings else read(line) for index, line in enumerate(lines)]
    readings = [_row(reading) if _in_table(lines, index) else reading for index, reading in enumerate(readings)]
    readings = [
        _counter(reading) if _is_counter(readings, index) else reading for index, reading in enumerate(readings)
    ]
    _list_highlights(readings)
    readings = [_signed(reading) if _is_signed(readings, index) else reading for index, reading in enumerate(readings)]
    comments = layout.comments_start(readings)
    stop = len(readings) if comments is None else comments
    body = layout.stretches(readings[:stop])
    aside = layout.related(readings[:stop], body)
    bounds = layout.core(readings[:stop], body)
    if bounds is None:
        body = [True] * stop
    first, last = bounds or _without_prose(readings[:stop])
    opening = next((index for index in range(first, last + 1) if readings[index].role is Role.PROSE), last + 1)
    return [
        *_head(readings, first, body),
        *(_in_body(readings, index, body, aside, (opening, last)) for index in range(first, last + 1)),
        *_tail(readings, last, stop, aside),
        *(
            _aside(reading, reading.why if reading.role is Role.SITE else "comment form or comments")
            for reading in readings[stop:]
        ),
    ]


def _in_table(lines: Sequence[Line], index: int) -> bool:
    """Whether a line with bars stands next to one with as many: rows of a table, not a menu."""
    bars = lines[index].text[:2_000].count(BETWEEN_CELLS)
    return bars > 0 and any(
        lines[at].text[:2_000].count(BETWEEN_CELLS) == bars for at in (index - 1, index + 1) if 0 <= at < len(lines)
    )


def _row(reading: Reading) -> Reading:
    return replace(reading, role=Role.PROSE, weight=0.5, why="") if reading.role is not Role.PROSE else reading


def _is_counter(readings: Sequence[Reading], index: int) -> bool:
    """Whether a number stands by itself right behind a link for sharing: how often that was done."""
    return (
        index > 0
        and readings[index - 1].role is Role.SITE
        and readings[index - 1].why == "sharing links"
        and _COUNT.fullmatch(readings[index].line.text) is not None
    )


def _counter(reading: Reading) -> Reading:
    return replace(reading, role=Role.SITE, weight=-1.0, why="counter")


def _list_highlights(readings: list[Reading]) -> None:
    """Makes what stands in a row under "Story highlights" and the like the items of a list, which the article tells."""
    for index, reading in enumerate(readings):
        if reading.line.text.casefold().strip(" :") not in words("lines", "sections", "highlights"):
            continue
        end = index + 1
        while (
            end < len(readings)
            and end <= index + _MOST_HIGHLIGHTS
            and _is_highlight(readings[end], first=end == index + 1)
        ):
            end += 1
        if end > index + 2:
            readings[index] = replace(reading, role=Role.META, weight=0.0, why="highlights")
            readings[index + 1 : end] = [
                replace(each, role=Role.ITEM, weight=_HIGHLIGHT_WEIGHT, why="highlights")
                for each in readings[index + 1 : end]
            ]


def _is_highlight(reading: Reading, *, first: bool) -> bool:
    return reading.role in (Role.UNKNOWN, Role.PROSE, Role.ITEM) and (first or not reading.line.apart)


def _is_signed(readings: Sequence[Reading], index: int) -> bool:
    """Whether a line beside a date says who wrote: "Ingrid Dahl in Chiang Mai", "Ana Lind, Sena Moraes", "Ana Lind, Asia editor"."""
    reading = readings[index]
    if reading.role is not Role.UNKNOWN or not _beside_date(readings, index):
        return False
    text = reading.line.text
    return (bylines.several(text) or bylines.stationed(text) or bylines.posted(text)) is not None


def _signed(reading: Reading) -> Reading:
    return replace(reading, role=Role.META, weight=0.0, why="byline")


def _titled(reading: Reading) -> Reading:
    return replace(reading, role=Role.UNKNOWN, weight=0.3) if reading.role in (Role.PROSE, Role.ITEM) else reading


def _without_prose(readings: Sequence[Reading]) -> tuple[int, int]:
    """Bounds of a text of short lines only (a poem, a list): all that follows the title."""
    kept = [index for index, reading in enumerate(readings) if reading.role is not Role.SITE]
    if not kept:
        return len(readings), len(readings) - 1
    title = titles.title(readings, min(len(readings), kept[0] + 12))
    first = title + 1 if title is not None else kept[0]
    return min(first, kept[-1] + 1), kept[-1]


def _aside(reading: Reading, why: str) -> Placed:
    return Placed(reading.line, None, Zone.SITE, why or "part of the site")


def _kept(reading: Reading, zone: Zone) -> Placed:
    kind = {
        Role.META: BlockKind.META,
        Role.CAPTION: BlockKind.CAPTION,
        Role.QUOTE: BlockKind.QUOTE,
        Role.ITEM: BlockKind.ITEM,
    }.get(reading.role, BlockKind.PARAGRAPH)
    return Placed(reading.line, kind, zone, reading.why, int(kind in (BlockKind.QUOTE, BlockKind.ITEM)))


def _head(readings: Sequence[Reading], first: int, body: Sequence[bool]) -> list[Placed]:
    far = max(0, first - _HEAD_LINES)  # so that the rules below stay linear in the file
    far_lines = [
        _aside(reading, reading.why) if reading.role is Role.SITE else _kept(reading, Zone.HEAD)
        for reading in readings[:far]
    ]
    return [*far_lines, *_near_head(readings[far:], first - far, body[far:])]


def _near_head(readings: Sequence[Reading], first: int, body: Sequence[bool]) -> list[Placed]:
    title = titles.title(readings, first)
    page = titles.page_title(readings, title) if title is not None else None
    placed = []
    for index in range(first):
        if index == title:
            placed.append(Placed(readings[index].line, BlockKind.HEADING, Zone.HEAD, "title", 1, "title"))
        elif page is not None and index == page[0]:
            placed.append(replace(_aside(readings[index], "repeats the title"), hint="page title"))
        else:
            placed.append(_above(readings, index, title, first, body))
    return placed


def _above(readings: Sequence[Reading], index: int, title: int | None, first: int, body: Sequence[bool]) -> Placed:
    """A line above the text that is not the title."""
    reading, text = readings[index], readings[index].line.text
    before_title = title is not None and index < title
    if reading.role is Role.SITE:
        return _aside(reading, reading.why)
    if reading.role is Role.META and reading.why == "date" and before_title and _site_between(readings, index, title):
        return _aside(reading, "date of the visit")
    if reading.role in (Role.META, Role.CAPTION):
        return _kept(reading, Zone.HEAD)
    if reading.why == "picture key words":
        return _aside(reading, reading.why)
    if title is not None and text == readings[title].line.text:
        return _aside(reading, "repeats the title")
    if before_title:
        return _label(readings, index, title, body)
    if bylines.stationed(text) and _under_title(readings, index, title):
        return Placed(reading.line, BlockKind.META, Zone.HEAD, "byline", hint="byline")
    if bylines.bare(text) or (bylines.only_names(text) and _institution(readings, index + 1)):
        return Placed(reading.line, BlockKind.META, Zone.HEAD, "byline")
    names = bylines.only_names(text)
    if names and (title == index - 1 or len(names.names) > 1) and _beside_date(readings, index):
        return Placed(reading.line, BlockKind.META, Zone.HEAD, "byline", hint="byline")
    if bylines.one_word(text) and _under_title(readings, index, title):
        return Placed(reading.line, BlockKind.META, Zone.HEAD, "byline")
    if _institution(readings, index) and bylines.only_names(readings[index - 1].line.text):
        return Placed(reading.line, BlockKind.META, Zone.HEAD, "institution", hint="institution")
    if is_section(text):
        return Placed(reading.line, BlockKind.META, Zone.HEAD, "section")
    if titles.in_menu(readings, index) or (
        reading.role is Role.UNKNOWN and not body[index] and _is_short(text) and _beside_site(readings, index)
    ):
        return _aside(reading, "navigation")
    if reading.role is Role.UNKNOWN and _subtitle(readings, index, title):
        return Placed(reading.line, BlockKind.HEADING, Zone.BODY, level=2)
    return _kept(reading, Zone.BODY)


def _institution(readings: Sequence[Reading], index: int) -> bool:
    return index < len(readings) and publishers.body_name(readings[index].line.text)


def _under_title(readings: Sequence[Reading], index: int, title: int | None) -> bool:
    """Whether a line stands right below the title or right beside a date."""
    return (title is not None and index == title + 1) or _beside_date(readings, index)


def _beside_date(readings: Sequence[Reading], index: int) -> bool:
    beside = [*readings[max(0, index - 1) : index], *readings[index + 1 : index + 2]]
    return any(reading.why == "date" for reading in beside)


def _subtitle(readings: Sequence[Reading], index: int, title: int | None) -> bool:
    """Right below the title, or standing alone between blank lines; a verse is neither."""
    line = readings[index].line
    alone = line.apart and (index + 1 == len(readings) or readings[index + 1].line.apart)
    below = title is not None and index == title + 1 and line.apart == readings[title].line.apart
    return (alone or below) and not ends_sentence(line.text) and not line.text.endswith((",", ";", "—", "–"))


def _label(readings: Sequence[Reading], index: int, title: int | None, body: Sequence[bool]) -> Placed:
    """A short line above the title: the section right above it stays; a menu, a banner, a slogan is set aside."""
    reading = readings[index]
    near = (
        title is not None
        and title - index <= 2
        and not _site_between(readings, index, title)
        and readings[title].line.apart
    )
    if (
        near
        and len(reading.line.text.split()) <= 5
        and not (titles.in_menu(readings, index) and not reading.line.apart)
    ):
        return Placed(reading.line, BlockKind.META, Zone.HEAD, "section", hint=_site_hint(reading))
    if (
        any(other.role is Role.SITE for other in readings[: title or 0])
        or titles.in_menu(readings, index)
        or _site_hint(reading)
    ):
        return Placed(reading.line, None, Zone.SITE, "navigation", hint=_site_hint(reading))
    return (
        _kept(reading, Zone.HEAD)
        if reading.role is not Role.UNKNOWN
        else Placed(reading.line, BlockKind.META, Zone.HEAD, "section")
    )


def _site_hint(reading: Reading) -> str | None:
    return "site" if publishers.banner(reading.line.text) and not is_section(reading.line.text) else None


def _site_between(readings: Sequence[Reading], index: int, title: int | None) -> bool:
    return any(reading.role is Role.SITE for reading in readings[index + 1 : title])


def _is_short(text: str) -> bool:
    """Whether a line is short enough for a menu entry or a headline listed among others; Hangul is twice as dense."""
    return len(text) + sum("가" <= character <= "힣" for character in text) <= 70


def _beside_site(readings: Sequence[Reading], index: int) -> bool:
    around = [*readings[max(0, index - 1) : index], *readings[index + 1 : index + 2]]
    return any(reading.role is Role.SITE for reading in around)


def _in_body(
    readings: Sequence[Reading], index: int, body: Sequence[bool], aside: set[int], prose: tuple[int, int]
) -> Placed:
    """A line between the first and the last running text; `prose` are the indices of those."""
    reading, text = readings[index], readings[index].line.text
    if reading.role is Role.SITE:
        if (is_heading_too(text) or site.can_head(text)) and body[index] and _between_prose(readings, index, prose):
            return Placed(reading.line, BlockKind.HEADING, Zone.BODY, level=2)
        if reading.why == "separator" and body[index] and reading.line.visible and not set(text) <= set("|/<>\\ ["):
            return Placed(reading.line, BlockKind.PARAGRAPH, Zone.BODY)
        return _aside(reading, reading.why)
    if index in aside:
        return _aside(reading, "links to other articles")
    if reading.role in (Role.META, Role.CAPTION):
        opening = index < prose[0] or (index <= prose[0] + _STANDFIRST_LINES and reading.why in ("byline", "date"))
        return _kept(reading, Zone.HEAD if opening else Zone.BODY)
    if not body[index]:
        return _aside(reading, reading.why or "part of the site")
    if reading.role is Role.UNKNOWN and _is_heading(readings, index, prose[1], aside):
        return Placed(reading.line, BlockKind.HEADING, Zone.BODY, level=2)
    return _kept(reading, Zone.BODY)


def _between_prose(readings: Sequence[Reading], index: int, prose: tuple[int, int]) -> bool:
    """Whether a line stands alone right between running text."""
    text = (Role.PROSE, Role.ITEM, Role.QUOTE)
    return (
        prose[0] < index < prose[1]
        and readings[index].line.apart
        and readings[index - 1].role in text
        and readings[index + 1].role in text
    )


def _is_heading(readings: Sequence[Reading], index: int, last: int, aside: set[int]) -> bool:
    """Short, unclosed, set off by blank lines or followed by running text."""
    reading = readings[index]
    text = reading.line.text
    if (
        len(text.split()) > (_HEADING_WORDS if not ends_sentence(text) else _QUESTION_WORDS)
        or index >= last
        or text.endswith((",", ";"))
    ):
        return False
    return readings[index + 1].role in (Role.PROSE, Role.ITEM, Role.QUOTE, Role.CAPTION) and (
        reading.line.apart or index - 1 in aside or index == 0 or readings[index - 1].role is not Role.UNKNOWN
    )


def _tail(readings: Sequence[Reading], last: int, stop: int, aside: set[int]) -> list[Placed]:
    """What follows the last running text: notes, credits and biographies stay; after the first site line the rest does not."""
    placed: list[Placed] = []
    over = False
    for index in range(last + 1, stop):
        reading = readings[index]
        over = over or (reading.role is Role.SITE and reading.why != "separator")
        if index in aside or reading.role is Role.SITE:
            placed.append(_aside(reading, reading.why if reading.role is Role.SITE else "links to other articles"))
        elif reading.role in (Role.META, Role.CAPTION) and not (over and reading.why == "date"):
            placed.append(_kept(reading, Zone.TAIL))
        elif over or reading.weight < -0.4 or _menu_ahead(readings, index, stop):
            placed.append(_aside(reading, reading.why or "part of the site"))
        else:
            placed.append(_kept(reading, Zone.TAIL))
    return placed


def _menu_ahead(readings: Sequence[Reading], index: int, stop: int) -> bool:
    """A short line set right on top of site lines, without a blank line between, is one of them."""
    return (
        index + 1 < stop
        and readings[index + 1].role is Role.SITE
        and not readings[index + 1].line.apart
        and readings[index].role is Role.UNKNOWN
    )


def item_text(text: str) -> str:
    """An item's text without its bullet; numbers stay, for they can be referred to."""
    match = ITEM.match(text)
    return text[match.end() :] if match and not match["mark"].strip(" ().").isalnum() else text
