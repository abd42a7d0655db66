"""Where in the long texts of a few hits a query's words stand, told by their positions in the index, so that only this need be read of them.

It is every place at which `highlight` would find them, and perhaps others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from . import anchors
from .arrays import Numbers
from .collection import Collection
from .fields import MARKED
from .lists import Lists
from .queries import Fuzzy, Node, Phrase, Prefix, Word
from .segment import Segment
from .weights import Mask

_MOST_TERMS, _MOST_POSTINGS = 200, 100_000  # of more, looking through the texts is as fast
_PLACE_BITS = 32
_NOWHERE = np.zeros(0, np.int64)
Forms = Mapping[Node, Sequence[str]]


class _Places(NamedTuple):
    """In which document something stands, from its first position to its last."""

    documents: Numbers
    firsts: Numbers
    lasts: Numbers


def readings(
    collection: Collection, needles: Iterable[Node], forms: Forms, articles: Iterable[int]
) -> dict[int, anchors.Reading]:
    """For those of the articles that have a long text of which less than all need be read: what that is."""
    sought = [node for node in needles if isinstance(node, Word | Phrase | Prefix | Fuzzy) and MARKED in node.fields]
    found: dict[int, anchors.Reading] = {}
    for base, segment in zip(collection.bases, collection.segments, strict=True):
        held, lists = segment.anchors, segment.lists(MARKED)
        if held is None or lists is None:
            continue
        marked = segment.marked
        numbers = {marked[article]: article for article in articles if article in marked}
        numbers = {
            place: article for place, article in numbers.items() if collection.live[base + held.documents[place]]
        }
        if numbers:
            documents = held.documents[list(numbers)]
            for each, met in zip(numbers.items(), _met(segment, lists, sought, forms, documents), strict=False):
                told = anchors.reading(*held.of_document(each[0]), met)
                if told is not None:
                    found[each[1]] = told
    return found


def _met(
    segment: Segment, lists: Lists, sought: Iterable[Node], forms: Forms, documents: Numbers
) -> Iterator[list[tuple[int, int]]]:
    """Where in each of these documents anything that is sought stands; nothing at all where telling that would take too long."""
    terms: set[int] = set()
    phrases: list[Phrase] = []
    for node in sought:
        if isinstance(node, Phrase):
            phrases.append(node)
        elif (found := _terms(segment, node, forms)) is None:
            return
        else:
            terms.update(found)
    numbers = np.array(sorted(terms), np.int64)
    wanted = np.concatenate([numbers, *(_numbers(segment, phrase) for phrase in phrases)]).astype(np.int64)
    if len(wanted) > _MOST_TERMS or int((lists.starts[wanted + 1] - lists.starts[wanted]).sum()) > _MOST_POSTINGS:
        return
    chosen = np.zeros(segment.info.documents, np.bool_)
    chosen[documents] = True
    held, at = lists.standing(numbers, chosen)
    parts = [_Places(held, at, at), *(_phrase(segment, lists, phrase, chosen) for phrase in phrases)]
    places = _Places(*(np.concatenate(each) for each in zip(*parts, strict=True)))
    for document in documents.tolist():
        here = np.flatnonzero(places.documents == document)
        yield list(zip(places.firsts[here].tolist(), places.lasts[here].tolist(), strict=True))


def _terms(segment: Segment, node: Node, forms: Forms) -> Iterable[int] | None:
    """The numbers of the terms that a word stands for; None where they are not known, or clearly too many."""
    match node:
        case Word(term, root):
            return _known(segment, {term, root or term, *forms.get(node, ())})
        case Fuzzy() if node in forms:
            return _known(segment, set(forms[node]))
        case Prefix(start):
            rows = segment.beginning(MARKED, start)
            return rows if len(rows) <= _MOST_TERMS else None
        case _:
            return None


def _known(segment: Segment, terms: Iterable[str]) -> list[int]:
    """The numbers of those terms that there are."""
    found = (segment.number(MARKED, term.encode()) for term in terms)
    return [number for number in found if number is not None]


def _numbers(segment: Segment, phrase: Phrase) -> list[int]:
    """The numbers of a phrase's terms, none where one of them is not there."""
    found = _known(segment, [term for _, term in phrase.parts])
    return found if len(found) == len(phrase.parts) else []


def _phrase(segment: Segment, lists: Lists, phrase: Phrase, chosen: Mask) -> _Places:
    """Where in the chosen documents a phrase stands."""
    offsets = [offset for offset, _ in phrase.parts]
    starts: Numbers | None = None if (numbers := _numbers(segment, phrase)) else _NOWHERE
    for offset, number in zip(offsets, numbers, strict=False):
        held, at = lists.standing(np.array([number]), chosen)
        places = (held << _PLACE_BITS) + at + offsets[-1] - offset
        starts = places if starts is None else np.intersect1d(starts, places)
    assert starts is not None
    last = starts & ((1 << _PLACE_BITS) - 1)
    return _Places(starts >> _PLACE_BITS, last + offsets[0] - offsets[-1], last)
