"""Whether the index says of each article what its text says: both are brought to one number for each article, and these compared.

Nothing is written, and nothing is kept of what was read.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from archive.base.errors import WaystationError
from archive.model.ids import ArticleId
from archive.model.search import Document

from . import afar, arrays, codec
from .fields import FIELDS
from .lists import Lists
from .packed import summed
from .segment import Segment
from .storage import FAR, NUMBERS

# Of more articles, or longer texts, as much as this is taken at random: what was written wrongly as a rule is met again and again.
MOST_ARTICLES, MOST_CHARACTERS = 2_000, 10_000_000
_BATCH = 200  # articles: a text can be long
_AT_ONCE = 1 << 20  # positions that are added up together
_LOW = np.uint64(0xFFFFFFFF)
_HIGH = np.uint64(32)
_PLACES = np.uint64(0x9E3779B97F4A7C15)  # odd, so that nothing of what it is multiplied with is lost
_Words = NDArray[np.uint64]


def of_segment(segment: Segment) -> dict[int, int]:
    """{article: a number for all that a loaded segment says of it}; without the deleted ones. Means nothing to another process."""
    told = segment.first.astype(np.uint64) * _PLACES + segment.last.astype(np.uint64)
    for field in FIELDS:
        if (lists := segment.lists(field)) is not None:
            _add(told, lists, hash(field))
    live = np.ones(segment.info.documents, np.bool_)
    live[sorted(segment.info.deleted)] = False
    return dict(zip(segment.articles[live].tolist(), told[live].tolist(), strict=True))


def of_documents(documents: Sequence[Document]) -> dict[int, int]:
    """The same of what the index should say of them."""
    written = codec.build(documents)
    name = written.info.name
    far = written.chunks.get(name + FAR, b"")

    def block(number: int, _: bytes) -> bytes:
        return far[number * afar.BLOCK_BYTES : (number + 1) * afar.BLOCK_BYTES]

    segment = Segment(written.info, arrays.unpack(written.chunks[name + NUMBERS]))
    segment.load(afar.together(arrays.unpack(written.chunks[name]), name + FAR, block, afar.Blocks()))
    return of_segment(segment)


def chosen(
    articles: Sequence[ArticleId], read: Callable[[Sequence[ArticleId]], Sequence[Document]]
) -> Iterator[Sequence[Document]]:
    """The documents of these articles, some at a time; of very many as many as are looked at."""
    wanted = random.sample(articles, min(len(articles), MOST_ARTICLES))
    characters = 0
    for start in range(0, len(wanted), _BATCH):
        documents = _readable(wanted[start : start + _BATCH], read)
        yield documents
        characters += sum(len(document.body) for document in documents)
        if characters > MOST_CHARACTERS:
            return


def _readable(
    articles: Sequence[ArticleId], read: Callable[[Sequence[ArticleId]], Sequence[Document]]
) -> Sequence[Document]:
    """Without those that cannot be read: what is wrong with them is told by whoever looks at texts and tables."""
    try:
        return read(articles)
    except (WaystationError, ValueError):
        half = len(articles) // 2
        return [*_readable(articles[:half], read), *_readable(articles[half:], read)] if half else []


def sentences(indexed: Mapping[int, int], settled: set[int], texts: Iterator[Sequence[Document]]) -> list[str]:
    """What is wrong with what is `indexed` of articles that do not wait: of those that are `settled` (ids), and of some of their texts."""
    lacking, beyond = len(settled - indexed.keys()), len(indexed.keys() - settled)
    other = sum(
        indexed.get(article, told) != told
        for documents in texts
        for article, told in (of_documents(documents) if documents else {}).items()
    )
    found = [
        (lacking, "articles are neither in the search index nor waiting for it"),
        (beyond, "articles in the search index are in the trash or are not there"),
        (other, "articles say something else than the search index says of them"),
    ]
    return [f"Some {what} ({number:,} times)." for number, what in found if number]


def _add(told: _Words, lists: Lists, field: int) -> None:
    """Adds what a field's terms are in each document: which, how often, and where."""
    terms = np.array([hash(term) ^ field for term in lists.terms()], np.int64).view(np.uint64)
    for first, last in _stretches(lists):
        held = lists.between(first, last)
        often = held.frequencies.astype(np.int64)
        places = np.add.reduceat(held.positions.astype(np.int64), summed(often)[:-1])
        worth = (often.astype(np.uint64) + _PLACES * places.astype(np.uint64)) * np.repeat(
            terms[first:last], np.diff(lists.starts[first : last + 1])
        )
        for part, shift in ((worth & _LOW, np.uint64(0)), (worth >> _HIGH, _HIGH)):
            # Whole numbers below 2**53 are exact.
            sums = np.bincount(held.documents, part.astype(np.float64), minlength=len(told))
            told += sums.astype(np.uint64) << shift


def _stretches(lists: Lists) -> Iterator[tuple[int, int]]:
    """Runs of terms of not much more positions, one term at least."""
    edges = np.searchsorted(lists.places, np.arange(_AT_ONCE, int(lists.places[-1]), _AT_ONCE))
    yield from pairwise(np.unique([0, *edges.tolist(), len(lists.places) - 1]).tolist())
