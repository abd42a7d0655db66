"""Archives with so many invented articles that tell so many times, made without reading a text; the same on every machine.

`make(path, articles=1000, mentions=100_000)` writes the rows that rules would have written. A few are confirmed, merged and
tagged, and as many sentences marked as passages as are asked for, as by a person.
"""

import datetime
import random
from collections.abc import Sequence
from pathlib import Path

from archive.archive import Archive
from archive.model import edtf
from archive.model.article import Block, BlockKind, Metadata, Text
from archive.model.event import Basis, TimeExpression, TimexType
from archive.operations import annotate, events, rereading
from tests.benchmarks import filling, generator

_ARTICLES_AT_ONCE = 200
_KINDS = ("{:%Y}", "{:%Y-%m}", "{:%Y-%m-%d}", "{:%Y}?", "{:%Y}/{:%Y-%m-%d}", "XXXX-{:%m}")


def make(path: Path, *, articles: int, mentions: int, touched: int = 100, passages: int = 0) -> Archive:
    """Makes the archive and opens it; each article tells its share of the mentions, one a sentence."""
    archive = filling.fill(path, mentions, articles, _add, at_once=_ARTICLES_AT_ONCE)
    if touched:
        touch(archive, touched)
    if passages:
        _mark(archive, passages)
    return archive


def _add(archive: Archive, number: int, share: int) -> None:
    made = generator.article(number)
    chance = random.Random(-number)
    published = f"{made.published:%Y-%m-%d}" if made.published else None
    told, lines = times(made, chance, share)
    metadata = Metadata(made.title, (made.byline,), made.publisher, published=published, language=made.language)
    article, edition = filling.save(archive, number, metadata, text_of(lines))
    rereading.write(archive, archive.store.articles.get(article), edition, told)


def times(made: generator.Made, chance: random.Random, share: int) -> tuple[list[rereading.Found], list[str]]:
    """What is told by so many sentences, and the lines: the title and a paragraph for every four sentences."""
    told: list[rereading.Found] = []
    lines = [made.title]
    place = len(made.title) + 1
    words = " ".join(made.paragraphs).split()
    for first in range(0, share, 4):
        line = ""
        for _ in range(min(4, share - first)):
            date = datetime.date.fromordinal(chance.randint(693_596, 738_000))  # 1900 to 2021
            shown = chance.choice(_KINDS).format(date, min(date + datetime.timedelta(400), datetime.date.max))
            at = chance.randrange(max(1, len(words) - 12))
            before = " ".join(words[at : at + 8]).replace(".", "") + " "
            sentence = f"{before}{shown} {words[at]}."
            start = place + len(line)
            told.append(_found(start, start + len(before), shown, sentence, chance))
            line += f"{sentence} "
        lines.append(line.rstrip())
        place += len(lines[-1]) + 1
    return told, lines


def text_of(lines: Sequence[str]) -> Text:
    """A heading and paragraphs, one a line."""
    blocks, start = [], 0
    for number, line in enumerate(lines):
        kind = BlockKind.PARAGRAPH if number else BlockKind.HEADING
        blocks.append(Block(kind, start, start + len(line), (start, start + len(line)), 0 if number else 1))
        start += len(line) + 1
    return Text("\n".join(lines), tuple(blocks))


def _found(sentence_start: int, start: int, shown: str, sentence: str, chance: random.Random) -> rereading.Found:
    date = edtf.parse(shown)
    whole = (sentence_start, sentence_start + len(sentence))
    basis = chance.choice((Basis.EXPLICIT, Basis.EXPLICIT, Basis.RELATIVE, Basis.NARRATIVE))
    # What was counted was counted from something: here, from the beginning of the year told.
    counted_from = None if basis is Basis.EXPLICIT or date.earliest is None else f"{date.earliest.year:04d}-01-01"
    expression = TimeExpression(
        start=start,
        end=start + len(shown),
        type=TimexType.DATE,
        value=shown,
        modifier=None,
        edtf=shown,
        earliest=date.earliest,
        latest=date.latest,
        precision=date.precision,
        basis=basis,
        anchor_value=counted_from,
        rule="invented",
        sentence=whole,
        clause=whole,
    )
    # Now and then two articles tell the same in the same words.
    alike = f"happening {chance.randrange(5000)}" if chance.random() < 0.02 else ""
    return rereading.Found(expression, sentence[:90], alike)


def touch(archive: Archive, touched: int) -> None:
    """Confirms, tags and merges a few, as a person would."""
    chance = random.Random(3)
    ids = archive.store.columns.columns().id.tolist()
    chosen = [mention.uid for mention in archive.store.mentions.by_ids(chance.sample(ids, min(len(ids), touched)))]
    part = max(1, len(chosen) // 4)
    with archive.atomic():
        events.confirm(archive, chosen[:part])
        events.tag(archive, chosen[part : 2 * part], "work/mining")
        for one, two in zip(chosen[2 * part : 3 * part], chosen[3 * part :], strict=False):
            events.merge(archive, [one, two])


def _mark(archive: Archive, passages: int) -> None:
    """Marks sentences that tell a time, with one of four tags."""
    chance = random.Random(5)
    ids = archive.store.columns.columns().id.tolist()
    chosen = archive.store.mentions.by_ids(chance.sample(ids, min(len(ids), passages)))
    spans = [
        annotate.Span(each.article, each.sentence_start, each.sentence_start + len(each.sentence))
        for each in chosen
        if each.article is not None and each.sentence_start is not None
    ]
    for number in range(4):
        annotate.mark_many(archive, spans[number::4], tags=[f"place/{number}"])
