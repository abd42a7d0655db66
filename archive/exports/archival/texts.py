"""Whole articles as Markdown, a file each in a ZIP file or a folder: passages in `==…==`, their notes and tags as footnotes."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from archive.annotation.layers import LayerSpan, runs
from archive.base.progress import Progress
from archive.exports.documents.markdown import line
from archive.exports.shared import pages
from archive.exports.shared.cells import plain
from archive.model.article import Block, BlockKind
from archive.model.excerpt import Excerpt, Packet, Whole
from archive.model.ids import Uid

from .files import filed

_EQUALS = re.compile(r"(?<!\\)=")  # two of them begin a highlight


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """A file an article, named by its title."""
    return filed(packet, path, progress, ".md", _article)


def _article(whole: Whole) -> Iterator[str]:
    work = whole.work
    told = {"title": work.title, "author": list(work.byline), "publisher": work.publisher, "date": work.published}
    told |= {"language": work.language, "url": work.url, "uid": work.uid, "rights": work.rights.rights or None}
    yield "---\n"
    for name, value in told.items():
        if value:
            yield f"{name}: {json.dumps(_printable(value), ensure_ascii=False)}\n"
    yield "---\n"
    standing, elsewhere = pages.marked(whole)
    numbers = {each.uid: place for place, each in enumerate(standing, 1)}
    for block in whole.blocks:
        within = [each for each in standing if each.anchor.start < block.end and each.anchor.end > block.start]
        if whole.text[block.start : block.end].strip():
            yield f"\n{_block(whole.text, block, within, numbers)}\n"
    for each in standing:
        yield f"\n[^{numbers[each.uid]}]: {_note(each)}\n"
    if elsewhere:
        yield "\n## Passages that do not stand in the present text\n"
        for each in elsewhere:
            yield f"\n- “{line(each.exact)}” {_note(each)}\n"


def _printable(value: object) -> object:
    return [plain(each) for each in value] if isinstance(value, list) else plain(str(value))


def _block(text: str, block: Block, within: Sequence[Excerpt], numbers: Mapping[Uid, int]) -> str:
    spans = [LayerSpan(each.anchor.start, each.anchor.end, each.uid) for each in within]
    covered = _union([(run.start, run.end) for run in runs(spans, (block.start, block.end))])
    ends = {each.anchor.end: numbers[each.uid] for each in within}
    edges = sorted(
        {block.start, block.end, *(e for span in covered for e in span), *(e for e in ends if e <= block.end)}
    )
    pieces = []
    for start, end in pairwise(edges):
        told = _EQUALS.sub(r"\\=", line(text[start:end]))
        lead = " " if text[start:end][:1] == " " else ""
        rest = " " if text[start:end][-1:] == " " and len(text[start:end]) > 1 else ""
        marked = any(low <= start and end <= high for low, high in covered) and told
        pieces.append(f"{lead}=={told}=={rest}" if marked else f"{lead}{told}{rest}")
        pieces += [f"[^{numbers[each.uid]}]" for each in within if each.anchor.end == end]
    words = "".join(pieces).strip()
    if block.kind is BlockKind.HEADING:
        return f"{'#' * min(6, max(1, block.level))} {words}"
    if block.kind is BlockKind.ITEM:
        return f"- {words}"
    return f"> {words}" if block.kind is BlockKind.QUOTE else words


def _union(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _note(each: Excerpt) -> str:
    parts = [line("; ".join(each.tags)), line(each.note), line(each.author)]
    return " — ".join(part for part in parts if part) or "marked"
