"""An article as a page of (X)HTML with its passages shown: only what its blocks hold, every character escaped, no script, no link that
is followed by itself."""

import base64
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from archive.annotation.layers import LayerSpan, runs
from archive.exports.shared.cells import plain
from archive.model import edtf, refi
from archive.model.article import Block, BlockKind, Run, RunKind
from archive.model.excerpt import Excerpt, Shown, Whole, Work
from archive.model.passage import State

_TAGS = {
    BlockKind.PARAGRAPH: "p",
    BlockKind.QUOTE: "blockquote",
    BlockKind.ITEM: "li",
    BlockKind.CAPTION: "p",
    BlockKind.META: "p",
}
_INLINE = {RunKind.EMPHASIS: "em", RunKind.STRONG: "strong"}
_PLAIN_COLOUR = "#F6DC8A"
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"/>"
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
)
STYLE = """
body { margin: 0 auto; max-width: 40rem; padding: 2rem 1.2rem; font: 1.06rem/1.6 Georgia, "Source Serif 4", "Noto Serif KR", serif;
  color: #23211D; background: #FFFFFF; }
h1, h2, h3 { line-height: 1.25; word-break: keep-all; overflow-wrap: anywhere; } .about, .meta, .caption { color: #68635A; font-size: .92em; }
mark { color: inherit; padding: .06em 0; } sup.note { font-size: .7em; line-height: 0; }
aside ol { padding-left: 1.4rem; } aside li { margin-bottom: .8rem; } .tags { color: #1C6E69; } .quote { font-style: italic; }
.said { white-space: pre-wrap; } figure { margin: 1.2rem 0 .6rem; } img { max-width: 100%; height: auto; } a { color: #1C6E69; }
@media (prefers-color-scheme: dark) { body { color: #E8E4DA; background: #1B1A17; } mark { color: #23211D; }
  .about, .meta, .caption { color: #A8A297; } a, .tags { color: #7CC4BC; } }
@media print { body { max-width: none; padding: 0; } }
"""


class Marked(NamedTuple):
    """The passages of an article that stand in its text, and those that do not (their words changed or are gone)."""

    standing: tuple[Excerpt, ...]
    elsewhere: tuple[Excerpt, ...]


def marked(whole: Whole) -> Marked:
    """A passage stands where its anchor counts in this very text."""
    standing = tuple(each for each in whole.excerpts if each.edition == whole.sha512 and each.state is State.ANCHORED)
    return Marked(standing, tuple(each for each in whole.excerpts if each not in standing))


def text(value: str) -> str:
    """Text of an element or a quoted attribute: escaped, without characters that XML forbids."""
    return escape(plain(value), quote=True)


def about(work: Work) -> str:
    """Publisher, date and byline in a line."""
    dated = edtf.display(work.published) if work.published else "undated"
    return " · ".join(part for part in (work.publisher, dated, "; ".join(work.byline)) if part)


def body(whole: Whole, figures: Mapping[int, Sequence[str]] = MappingProxyType({})) -> Iterator[str]:
    """The blocks as elements, passages as `mark` with a number behind the end of each; list items in lists. `figures` are the elements
    that stand right behind blocks (−1: before all)."""
    standing = marked(whole).standing
    numbers = {each.uid: place for place, each in enumerate(standing, 1)}
    spans = [LayerSpan(each.anchor.start, each.anchor.end, each.uid) for each in standing]
    layered = runs(spans)
    colours: dict[Hashable, str] = {each.uid: colour(each) for each in standing}
    ends: dict[int, list[int]] = {}
    for each in standing:
        ends.setdefault(each.anchor.end, []).append(numbers[each.uid])
    stops = sorted(ends)
    place, listed = 0, False
    yield from figures.get(-1, ())
    for index, block in enumerate(whole.blocks):
        if listed != (block.kind is BlockKind.ITEM):
            listed = not listed
            yield "<ul>" if listed else "</ul>"
        while place < len(layered) and layered[place].end <= block.start:
            place += 1
        lying = []
        ahead = place
        while ahead < len(layered) and layered[ahead].start < block.end:
            run = layered[ahead]
            lying.append((max(run.start, block.start), min(run.end, block.end), colours[run.keys[-1]]))
            ahead += 1
        within = stops[bisect_right(stops, block.start) : bisect_right(stops, block.end)]
        yield _block(whole.text, whole.work.title, block, lying, {stop: ends[stop] for stop in within})
        if listed and figures.get(index):
            listed = False
            yield "</ul>"
        yield from figures.get(index, ())
    if listed:
        yield "</ul>"


def figure(address: str, alt: str) -> str:
    """A picture at an address."""
    return f'<figure><img src="{text(address)}" alt="{text(alt)}"/></figure>'


def inside(shown: Sequence[Shown]) -> dict[int, list[str]]:
    """Pictures as elements that hold them, by the block that they stand behind."""
    found: dict[int, list[str]] = {}
    for each in shown:
        data = base64.b64encode(each.data).decode("ascii")
        found.setdefault(each.after, []).append(figure(f"data:{each.media_type};base64,{data}", each.alt))
    return found


def left_out(count: int) -> list[str]:
    """A sentence on pictures that could not come along."""
    if not count:
        return []
    many = "1 picture was" if count == 1 else f"{count:,} pictures were"
    return [f"{many} left out: drawings (SVG), what could not be taken out of a file, or more than fits beside a text."]


def _block(
    whole: str, title: str, block: Block, lying: Sequence[tuple[int, int, str]], ends: Mapping[int, list[int]]
) -> str:
    if block.kind is BlockKind.HEADING:
        tag = "h1" if whole[block.start : block.end] == title else f"h{min(6, max(2, block.level + 1))}"
    else:
        tag = _TAGS[block.kind]
    kind = f' class="{block.kind}"' if block.kind in (BlockKind.CAPTION, BlockKind.META) else ""
    edges = {block.start, block.end}
    for start, end, _ in lying:
        edges |= {start, end}
    inline = [run for run in block.runs if run.kind in _INLINE]
    for run in inline:
        edges |= {run.start, run.end}
    edges |= set(ends)
    cuts = sorted(edge for edge in edges if block.start <= edge <= block.end)
    pieces = [_piece(whole, start, end, lying, inline) + _notes(ends, end) for start, end in pairwise(cuts)]
    return f'<{tag}{kind} dir="auto">{"".join(pieces)}</{tag}>'


def _is_title(whole: Whole, block: Block) -> bool:
    return block.kind is BlockKind.HEADING and whole.text[block.start : block.end] == whole.work.title


def _piece(whole: str, start: int, end: int, lying: Sequence[tuple[int, int, str]], inline: Sequence[Run]) -> str:
    told = text(whole[start:end])
    for run in inline:
        if run.start <= start and end <= run.end:
            told = f"<{_INLINE[run.kind]}>{told}</{_INLINE[run.kind]}>"
    for first, last, shade in lying:
        if first <= start and end <= last:
            return f'<mark style="background: {shade}">{told}</mark>'
    return told


def _notes(ends: Mapping[int, list[int]], end: int) -> str:
    return "".join(
        f'<sup class="note" id="at-{number}"><a href="#passage-{number}">{number}</a></sup>'
        for number in ends.get(end, ())
    )


def notes(whole: Whole) -> Iterator[str]:
    """The passages in a list: words, tags, note, who; those that do not stand in the text after the others, told as such."""
    standing, elsewhere = marked(whole)
    if whole.excerpts:
        yield "<aside><h2>Passages</h2><ol>"
        for number, each in enumerate(standing, 1):
            yield f'<li id="passage-{number}">{_note(each, f"#at-{number}")}</li>'
        for each in elsewhere:
            yield f'<li>{_note(each, None)}<p class="about">These words do not stand in the present text.</p></li>'
        yield "</ol></aside>"


def _note(each: Excerpt, back: str | None) -> str:
    quote = f'<span class="quote" dir="auto">“{text(each.exact)}”</span>'
    told = [f'<a href="{back}">{quote}</a>' if back else quote]
    if each.tags:
        told.append(f'<div class="tags">{text(" · ".join(each.tags))}</div>')
    if each.note:
        told.append(f'<div class="said" dir="auto">{text(each.note)}</div>')
    if said := ", ".join(filter(None, (each.author, each.created[:10]))):
        told.append(f'<div class="about">{text(said)}</div>')
    return "".join(told)


def colour(each: Excerpt) -> str:
    """What a passage is shown in, as `#RRGGBB`."""
    return refi.colours().get(each.colour) or _PLAIN_COLOUR


def page(
    whole: Whole, figures: Mapping[int, Sequence[str]] = MappingProxyType({}), *, back: str = "", policy: bool = True
) -> Iterator[str]:
    """The article as one XHTML document that needs nothing beside it but what `figures` name. `back`: the address of a list of all
    articles; `policy`: browsers are told to fetch nothing and run nothing."""
    work = whole.work
    language = f' lang="{text(work.language)}" xml:lang="{text(work.language)}"' if work.language else ""
    yield f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"{language}>\n<head><meta charset="utf-8"/>'
    if policy:
        yield POLICY
    yield f"<title>{text(work.title or 'Untitled')}</title><style>{STYLE}</style></head>\n<body>"
    if back:
        yield f'<p class="about"><a href="{text(back)}">All articles</a></p>'
    if not any(_is_title(whole, block) for block in whole.blocks):
        yield f'<h1 dir="auto">{text(work.title or "Untitled")}</h1>'
    yield f'<p class="about">{text(about(work))}</p>'
    yield from body(whole, figures)
    yield from notes(whole)
    yield "</body></html>\n"
