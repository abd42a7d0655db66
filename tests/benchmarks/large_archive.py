"""One archive with everything in it, the same on every machine: articles of all lengths, passages, tags, times, figures, the index.

`archive_of(folder, articles)` makes it once and keeps it: two passages, five times and five figures an article, 2,000 tags. Up to 5,000
articles are invented one by one; in a larger archive each is told again, under other ids, until there are enough. Then come one with
300 passages and one of a megabyte. What the program works out in the background after an import (the index, likeness, comparisons, what
is kept for the views) is worked out too, but comparisons for the invented ones alone: those of half a million figures take minutes.
"""

import random
from pathlib import Path

from archive.archive import Archive
from archive.model.article import Metadata
from archive.operations import common_words, comparing, duplicates, figures, rereading, rereading_figures
from tests.benchmarks import coded, figures_archive, filling, generator, timeline_archive

PASSAGES, TIMES, FIGURES, TAGS = 2, 5, 5, 2_000
FULL, LONGEST = 300, 300  # passages of the last article but one; articles that the last one is as long as
_INVENTED = 5_000
_ELSEWHERE = 10_000_000  # where the long ones take their text from: nobody's excerpt stands in them
_AT_ONCE = 500
_TOUCHED = 200
# Tables that are told again, and what of each row points elsewhere: column → the table it numbers.
_REPEATED = {
    "articles": {"id": "articles", "edition": "editions"},
    "editions": {"id": "editions", "article": "articles"},
    "files": {"id": "files", "article": "articles"},
    "mentions": {"id": "mentions", "article": "articles", "edition": "editions"},
    "mention_words": {"id": "mentions"},
    "figures": {"id": "figures", "article": "articles", "edition": "editions"},
    "figure_words": {"id": "figures"},
    "passages": {"id": "passages", "article": "articles", "edition": "editions"},
    "passage_words": {"id": "passages"},
    "passage_tags": {"passage": "passages", "article": "articles"},
}


def archive_of(folder: Path, articles: int, *, longest: int = LONGEST) -> Path:
    """An archive of so many articles; made when it is not there yet, which takes some minutes for 100,000."""
    path = folder / f"large-{articles}.waystation"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        for stale in folder.glob(f"{unfinished.name}*"):
            stale.unlink()
        invented = min(articles, _INVENTED)
        with filling.fill(unfinished, invented * TIMES, invented, _add, at_once=_AT_ONCE) as archive:
            coded.code(archive, coded.Size(invented, PASSAGES * invented, min(TAGS, articles), ()))
            duplicates.settle(archive)
            comparing.settle(archive)
            _repeat(archive, invented, articles)
            _add_long(archive, longest)
            timeline_archive.touch(archive, _TOUCHED)
            _settle(archive)
        unfinished.rename(path)
        unfinished.with_name(f"{unfinished.name}.lock").unlink(missing_ok=True)
    return path


def _add(archive: Archive, number: int, share: int, *, more: int = 0) -> int:
    made, chance = generator.article(number), random.Random(-number)
    told, lines = timeline_archive.times(made, chance, share)
    place = sum(len(line) + 1 for line in lines)
    claimed, line = figures_archive.claims(place, chance, FIGURES)
    rest = [each for other in (made, *generator.collection(more, number + 1)) for each in other.paragraphs]
    published = f"{made.published:%Y-%m-%d}" if made.published else None
    metadata = Metadata(made.title, (made.byline,), made.publisher, published=published, language=made.language)
    article, edition = filling.save(archive, number, metadata, timeline_archive.text_of([*lines, line, *rest]))
    held = archive.store.articles.get(article)
    rereading.write(archive, held, edition, told)
    rereading_figures.write(archive, held, edition, claimed)
    return article


def _repeat(archive: Archive, invented: int, wanted: int) -> None:
    """Tells the invented articles again until there are as many as wanted; triggers, which would queue them all, stand aside."""
    connections = archive.store.connections
    most = {
        name: connections.value(f"SELECT coalesce(max(id), 0) FROM {name}")
        for name in _REPEATED
        if name != "passage_tags"
    }
    triggers = connections.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    # Articles and editions name each other: while one is there without the other, each row would be sought in all tables.
    connections.setting("foreign_keys = OFF")
    for first in range(invented, wanted, invented):
        with archive.atomic():
            for trigger in triggers:
                connections.change(f"DROP TRIGGER {trigger['name']}")
            for name in _REPEATED:
                _repeat_rows(archive, name, most, first // invented, min(invented, wanted - first))
            for trigger in triggers:
                connections.change(trigger["sql"])
    connections.setting("foreign_keys = ON")


def _repeat_rows(archive: Archive, name: str, most: dict[str, int], turn: int, articles: int) -> None:
    connections, numbers = archive.store.connections, _REPEATED[name]
    columns = [row["name"] for row in connections.rows(f"PRAGMA table_info({name})")]
    given = {column: f'"{column}"' for column in columns}
    given |= {column: f"{column} + {turn * most[of]}" for column, of in numbers.items()}
    if "uid" in given:
        given["uid"] = f"'{turn:08x}' || substr(uid, 9)"
    of_articles = next((column for column in ("article", "id") if numbers.get(column) == "articles"), None)
    kept = f"{of_articles} <= {articles}" if of_articles else _owned(name, articles)
    invented = " AND ".join(f"{column} <= {most[of]}" for column, of in numbers.items() if column in ("id", "passage"))
    listed = ", ".join(f'"{column}"' for column in columns)
    connections.change(
        f"INSERT INTO {name}({listed}) SELECT {', '.join(given.values())} FROM {name} WHERE {kept} AND {invented}"
    )


def _owned(name: str, articles: int) -> str:
    return f"id IN (SELECT id FROM {name.replace('_words', 's')} WHERE article <= {articles})"


def _add_long(archive: Archive, longest: int) -> None:
    for part, more in enumerate((5, longest)):
        with archive.atomic():
            article = _add(archive, _ELSEWHERE + 1_000 * part, TIMES, more=more)
            if not part:
                coded.code_article(archive, article, FULL)


def _settle(archive: Archive) -> None:
    connections = archive.store.connections
    with archive.atomic():
        archive.store.outbox.refill()
        archive.store.extraction.changed()
        for name in ("sketches_due", "compare_due"):
            connections.change(f"DELETE FROM {name}")
    filling.read_already(archive)
    archive.index.catch_up()
    figures.keep_columns(archive)
    common_words.settle(archive)
    archive.checkpoint()


if __name__ == "__main__":
    import sys

    print(archive_of(Path(sys.argv[1]), int(sys.argv[2])))
