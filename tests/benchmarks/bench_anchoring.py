"""`make bench ARGS=anchoring`: 1,000 passages carried onto another edition of a text of 100 KB, in processor seconds."""

import random
from collections.abc import Iterator

from archive.annotation.anchors import Mapper, describe
from archive.model.passage import State
from tests.benchmarks.measure import Table, timed

_CHARS = 100_000
_PASSAGES = 1_000
_VOCABULARY = 4_000


def run() -> Table:
    """Times a Mapper and all its answers for each kind of edit."""
    draw = random.Random(7)
    old = _text(draw)
    table = Table(
        f"{_PASSAGES} passages onto a new edition of {len(old) // 1000} KB (processor seconds)",
        ("edit", "seconds", "anchored", "review", "orphan"),
    )
    anchors = [describe(old, (), *span) for span in _spans(draw, old)]
    for edit, new in _editions(draw, old):
        with timed() as watch:
            mapper = Mapper(old, new)
            found = [mapper.find(anchor).state for anchor in anchors]
        counts = [found.count(state) for state in (State.ANCHORED, State.REVIEW, State.ORPHAN)]
        table.add(edit, watch.processor_seconds, *counts)
    return table


def _text(draw: random.Random) -> str:
    """Paragraphs of made-up words, common ones more often, as in prose."""
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    words = ["".join(draw.choices(syllables, k=draw.randint(1, 4))) for _ in range(_VOCABULARY)]
    weights = [1 / (rank + 3) for rank in range(_VOCABULARY)]
    paragraphs: list[str] = []
    size = 0
    while size < _CHARS:
        sentences = []
        for _ in range(draw.randint(3, 7)):
            sentences.append(" ".join(draw.choices(words, weights, k=draw.randint(8, 25))).capitalize() + ".")
        paragraphs.append(" ".join(sentences))
        size += len(paragraphs[-1]) + 1
    return "\n".join(paragraphs)


def _spans(draw: random.Random, text: str) -> Iterator[tuple[int, int]]:
    """Places from a few words to several sentences, none across a paragraph's end."""
    made = 0
    while made < _PASSAGES:
        start = draw.randrange(len(text) - 400)
        end = start + draw.randint(15, 300)
        if "\n" not in text[start:end] and text[start:end].strip():
            made += 1
            yield start, end


def _editions(draw: random.Random, old: str) -> Iterator[tuple[str, str]]:
    for percent in (0, 1, 10, 30):
        words = old.split(" ")
        for place in draw.sample(range(len(words)), len(words) * percent // 100):
            words[place] = draw.choice(words).rstrip(".") if "\n" not in words[place] else words[place]
        yield f"{percent} % of words changed", " ".join(words)
    yield "a paragraph added above", "This paragraph was not there before.\n" + old
    paragraphs = old.split("\n")
    draw.shuffle(paragraphs)
    yield "paragraphs shuffled", "\n".join(paragraphs)
