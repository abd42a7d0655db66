"""Archives with so many invented articles that claim so many figures, made without reading a text; the same on every machine.

`make(path, articles=1000, figures=5000)` writes the rows that rules would have written: numbers of things at places, in series
of which a few are large and most are small. A few figures are judged and series merged, and sentences marked, as by a person.
"""

import datetime
import random
from pathlib import Path

from archive.archive import Archive
from archive.model.article import Block, BlockKind, Metadata, Text
from archive.model.figure import Bound, FigureFilter, Kind, NumericClaim
from archive.operations import annotate, figures, grouping, judging, rereading_figures
from tests.benchmarks import filling, generator

_ARTICLES_AT_ONCE = 500
_THINGS, _PLACES = generator.WORDS[200:400], generator.WORDS[400:440]
PUBLISHERS = tuple(f"The {word.title()} Post" for word in generator.WORDS[440:480])


def make(path: Path, *, articles: int, figures: int, touched: int = 60, passages: int = 0) -> Archive:
    """Makes the archive and opens it; each article claims its share of the figures, one a sentence."""
    archive = filling.fill(path, figures, articles, _add, at_once=_ARTICLES_AT_ONCE)
    if touched:
        _touch(archive, touched)
    if passages:
        _mark(archive, passages)
    return archive


def _add(archive: Archive, number: int, share: int) -> None:
    chance = random.Random(number)
    title = " ".join(chance.choices(generator.WORDS, k=6)).capitalize()
    day = datetime.date.fromordinal(chance.randint(733_000, 739_000))
    told, line = claims(len(title) + 1, chance, share)
    text = _text(title, line)
    metadata = Metadata(title, ("Ada Quist",), chance.choice(PUBLISHERS), published=f"{day:%Y-%m-%d}", language="en")
    article, edition = filling.save(archive, number, metadata, text)
    rereading_figures.write(archive, archive.store.articles.get(article), edition, told)


def claims(place: int, chance: random.Random, share: int) -> tuple[list[rereading_figures.Found], str]:
    """What so many sentences claim, and these sentences as a paragraph that begins at `place`."""
    told: list[rereading_figures.Found] = []
    line = ""
    for _ in range(share):
        thing = _THINGS[min(len(_THINGS) - 1, int(chance.paretovariate(0.7)) - 1)]
        where, value, year = chance.choice(_PLACES), chance.randint(2, 90_000), chance.randint(1950, 2024)
        words = " ".join(chance.choices(generator.WORDS, k=9))
        sentence = f"In {year} {value:,} {thing} were counted in {where}, and {words}."
        told.append(_found(place + len(line), sentence, value, thing, where, year))
        line += f"{sentence} "
    return told, line.rstrip()


def _text(title: str, line: str) -> Text:
    place = len(title) + 1
    first = Block(BlockKind.HEADING, 0, len(title), (0, len(title)), 1)
    second = Block(BlockKind.PARAGRAPH, place, place + len(line), (place, place + len(line)))
    return Text(f"{title}\n{line}", (first, second))


def _found(start: int, sentence: str, value: int, thing: str, where: str, year: int) -> rereading_figures.Found:
    number = sentence.index(f"{value:,} ")
    end = number + len(f"{value:,} {thing}")
    at = sentence.index(f" in {where},") + 4
    claim = NumericClaim(
        start=start + number,
        end=start + end,
        number=(start + number, start + number + len(f"{value:,}")),
        sentence=(start, start + len(sentence)),
        kind=Kind.COUNT,
        value=float(value),
        least=float(value),
        most=float(value),
        bound=Bound.EXACT,
        unit="",
        rule="invented",
        counted=(start + end - len(thing), start + end),
        counted_key=thing,
        period=f"{year}",
        earliest=datetime.date(year, 1, 1),
        latest=datetime.date(year, 12, 31),
        place=(start + at, start + at + len(where)),
        place_key=where,
    )
    return rereading_figures.Found(claim, f"count||{thing}|{where}")


def _touch(archive: Archive, touched: int) -> None:
    chance = random.Random(3)
    ids = figures.ids(archive).tolist()
    chosen = figures.by_ids(archive, chance.sample(ids, min(len(ids), touched)))
    third = max(1, len(chosen) // 3)
    with archive.atomic():
        judging.confirm(archive, [each.uid for each in chosen[:third]])
        for each in chosen[third : 2 * third]:
            judging.correct(archive, each.uid, value=1 + each.id)
        for each in chosen[2 * third :]:
            judging.doubt(archive, [each.uid], note="Ask.")
        largest = figures.series(archive, limit=2)
        if len(largest) == 2:
            grouping.merge_series(archive, [each.uid for each in largest])


def _mark(archive: Archive, passages: int) -> None:
    """Marks sentences that claim something, each with two of six tags."""
    chance = random.Random(5)
    ids = figures.ids(archive, FigureFilter()).tolist()
    chosen = figures.by_ids(archive, chance.sample(ids, min(len(ids), passages)))
    spans = [
        annotate.Span(each.article, each.sentence_start, each.sentence_start + len(each.sentence)) for each in chosen
    ]
    for number in range(6):
        annotate.mark_many(archive, spans[number::6], tags=[f"place/{number}", f"theme/{(number * 5 + 1) % 6}"])
