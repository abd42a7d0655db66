"""Passages, tags and notes over the invented articles, the same on every machine: a heavily coded archive for measuring.

`archive_of(folder, Size(...))` makes one and keeps it; `code(archive, size)` codes an archive that `bench_search.fill` filled.
The rows are written in bulk: what is measured is never the making.
"""

import json
import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.annotation.pages import Page
from archive.archive import Archive
from archive.base.text import folded, tag_key
from archive.model.passage import COLOURS
from tests.benchmarks import bench_search, filling
from tests.benchmarks.generator import WORDS, Made, article, collection

AUTHORS = ("Ada Quay", "Bo Reed", "Cy Lock")
_BATCH = 500
_UNDER = 12  # tags below one of the first level
_TAGGED, _NOTED, _WAITING = 0.8, 0.2, 0.02
_DAYS = 700


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is. The first articles are six times as long and have `dense` passages each; the others share the rest evenly."""

    articles: int = 20_000
    passages: int = 100_000
    tags: int = 2_000
    dense: tuple[int, ...] = (300,)


def archive_of(folder: Path, size: Size) -> Path:
    """An archive of this size; made when it is not there yet."""
    dense = "-".join(map(str, size.dense))
    path = folder / f"coded-{size.articles}-{size.passages}-{size.tags}-{dense}.waystation"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        with Archive.create(unfinished) as archive:
            made = list(collection(size.articles))
            made[: len(size.dense)] = [_longer(each.number, 6) for each in made[: len(size.dense)]]
            bench_search.fill(archive, made)
            code(archive, size)
            archive.index.catch_up()
            filling.read_already(archive)
            archive.checkpoint()
        unfinished.rename(path)
        unfinished.with_name(f"{unfinished.name}.lock").unlink(missing_ok=True)
    return path


def two_full_articles(folder: Path, passages: int) -> Path:
    """An archive of two articles with so many passages each: a very long one, and one of usual length."""
    path = folder / f"full-{passages}.waystation"
    if not path.exists():
        with Archive.create(path) as archive:
            bench_search.fill(archive, [_longer(0, 80), _longer(1, 8)])
            code(archive, Size(2, 2 * passages, 200, (passages, passages)))
            archive.index.catch_up()
            filling.read_already(archive)
    return path


def _longer(number: int, parts: int) -> Made:
    """The article with this number, and as many as make it so many times as long."""
    whole = tuple(each for part in collection(parts, number) for each in part.paragraphs)
    return replace(article(number), paragraphs=whole)


def paths(count: int) -> list[str]:
    """Tags as a person would have them: some at the top, most one or two levels below."""
    chance, made = random.Random(5), dict[str, None]()
    top = ""
    while len(made) < count:
        if not top or chance.random() < 1 / (_UNDER + 1):
            top = _name(chance)
            made[top] = None
            continue
        above = chance.choice([top, *(path for path in list(made)[-_UNDER:] if path.count("/") == 1)])
        made[f"{above}/{_name(chance)}"] = None
        for path in (above.rpartition("/")[0], above):
            if path:
                made.setdefault(path)
    return list(made)[:count]


def _name(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS[100:6000], k=chance.choice((1, 1, 2))))


def code(archive: Archive, size: Size) -> None:
    """Writes the tags with definitions, then the passages, article by article in the order of their ids."""
    _write_tags(archive, paths(size.tags))
    connections = archive.store.connections
    tags = _tags(archive)
    articles = [row[0] for row in connections.rows("SELECT id FROM articles ORDER BY id")]
    shares = _shares(size, len(articles))
    for start in range(0, len(articles), _BATCH):
        with archive.atomic():
            for number in articles[start : start + _BATCH]:
                _code_article(archive, number, next(shares), tags)


def code_article(archive: Archive, article: int, passages: int) -> None:
    """Codes one article more, inside a transaction, with the tags that there are."""
    _code_article(archive, article, passages, _tags(archive))


def _tags(archive: Archive) -> list[tuple[int, int]]:
    rows = archive.store.connections.rows("SELECT id, version FROM tags WHERE key <> '' ORDER BY id")
    return [(row[0], row[1]) for row in rows]


def _shares(size: Size, articles: int) -> Iterator[int]:
    yield from size.dense
    others = max(1, articles - len(size.dense))
    rest = max(0, size.passages - sum(size.dense))
    for number in range(others):
        yield rest * (number + 1) // others - rest * number // others


def _write_tags(archive: Archive, names: Sequence[str]) -> None:
    chance, write = random.Random(6), archive.store.connections.change
    with archive.atomic():
        for number, path in enumerate(names):
            colour = chance.choice((None, None, *COLOURS))
            write(
                "INSERT INTO tags(uid, path, key, kept, colour, shortcut) VALUES (?, ?, ?, 1, ?, ?)",
                (_uid(chance), path, tag_key(path), colour, str(number + 1) if number < 9 else None),
            )
            words = " ".join(chance.choices(WORDS[:4000], k=chance.randint(6, 30))).capitalize()
            write(
                "INSERT INTO tag_definitions(tag, version, definition, use_when, not_when, author, created)"
                " SELECT id, 1, ?, '', '', ?, ? FROM tags WHERE path = ?",
                (f"{words}.", AUTHORS[0], _stamp(chance), path),
            )
        # An act is what tells the codebook that it changed.
        write(
            "INSERT INTO journal(label, touched, author, at) VALUES ('Make tags', ?, ?, ?)",
            (json.dumps([["tag", 0]]), AUTHORS[0], _stamp(chance)),
        )


def _code_article(archive: Archive, article: int, count: int, tags: Sequence[tuple[int, int]]) -> None:
    connections, chance = archive.store.connections, random.Random(article)
    row = connections.row("SELECT id, text FROM editions WHERE article = ? ORDER BY number DESC", (article,))
    page = Page(row["text"], ())
    for start, end in sorted(_spans(chance, row["text"], count)):
        author, created = AUTHORS[0] if chance.random() < 0.7 else chance.choice(AUTHORS), _stamp(chance)
        exact = row["text"][start:end]
        note = " ".join(chance.choices(WORDS[:4000], k=chance.randint(4, 40))) if chance.random() < _NOTED else ""
        state = "review" if chance.random() < _WAITING else "anchored"
        connections.change(
            'INSERT INTO passages(uid, article, edition, start, "end", exact, prefix, suffix, colour, state, author,'
            " created, modified, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(_uid(chance), article, row["id"], start, end, exact, page.before(start), page.after(end)),
                *(chance.choice((None, *COLOURS)), state, author, created, created, note),
            ),
        )
        passage = connections.value("SELECT last_insert_rowid()")
        connections.change("INSERT INTO passage_words(id, folded) VALUES (?, ?)", (passage, folded(f"{exact}\n{note}")))
        if not tags or chance.random() >= _TAGGED:
            continue
        # Some tags are used far more than others.
        chosen = {int(len(tags) * chance.random() ** 3) for _ in range(chance.choice((1, 1, 1, 2, 3)))}
        for position, (tag, version) in enumerate([tags[each] for each in sorted(chosen)], 1):
            connections.change(
                "INSERT INTO passage_tags(passage, tag, article, definition, author, created, position)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (passage, tag, article, version, author, created, position),
            )


def _spans(chance: random.Random, text: str, count: int) -> Iterator[tuple[int, int]]:
    """Words to sentences, overlapping and crossing as they fall, none across a paragraph's end."""
    edges = [at for at, letter in enumerate(text) if letter == "\n"] + [len(text)]
    words = [0, *(at + 1 for at, letter in enumerate(text) if letter in " \n")]
    for _ in range(count):
        first = chance.randrange(len(words))
        start = words[first]
        paragraph = edges[bisect_right(edges, start)] if start < edges[-1] else edges[-1]
        last = min(first + chance.choice((1, 3, 6, 12, 25)), len(words) - 1)
        yield start, max(start + 1, min(words[last] - 1 if last > first else len(text), paragraph))


def _uid(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"


def _stamp(chance: random.Random) -> str:
    day = chance.randrange(_DAYS)
    return (
        f"{2024 + day // 360}-{day % 360 // 30 + 1:02d}-{day % 30 % 28 + 1:02d}T{chance.randrange(24):02d}:15:00.000Z"
    )
