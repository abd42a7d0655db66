"""Where a query's words stand in a text, and the passages that show them best; by the same rules as the index.

Spans are code points of the text given, half-open, ascending, not overlapping. A phrase is one span; of a Korean word only
the syllables that were asked for are covered. No snippet begins or ends inside a word or a grapheme, unless a single
word is longer than the snippet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from archive.model.search import Snippet

from . import analysis
from .arrays import Numbers
from .candidates import mostly_ascii, word_end
from .excerpts import best, best_of_long, united
from .passages import Span
from .queries import Node, Phrase
from .standing import LONG, Alone
from .verdicts import Forms, Touch, Verdicts, verdicts_of

_APART = 1_000_000  # positions between stretches that are not next to each other: no phrase reaches so far
_BETWEEN = "\n0\n"  # between texts that are looked through as one: a word, so that no phrase goes on behind it


class Told(NamedTuple):
    """A text, where it begins behind its headline, and the stretches of it that need be looked at if that is known: each goes on to the end of
    the word that it ends in.
    """

    text: str
    begin: int
    stretches: Sequence[tuple[int, int]] | None = None

    def pieces(self) -> Iterator[tuple[int, str]]:
        """What is looked at of it and where that begins, if it is not more than a short text."""
        if self.stretches is None:
            if len(self.text) < LONG:
                yield 0, self.text
            return
        behind = 0
        for start, end in self.stretches:
            start, behind = max(start, behind), word_end(self.text, end)
            yield start, self.text[start:behind]


def _touched(
    text: str, stretches: Iterable[tuple[int, int]], verdicts: Verdicts
) -> Iterator[tuple[int, int, tuple[Touch, ...]]]:
    """Where in these stretches, and at which position, something stands that touches needles."""
    position = 0
    for start, end in stretches:
        if end - start <= analysis.MEMO_CHARS:
            width, touches = verdicts.stretch(text[start:end])
            if touches:
                yield start, position, touches
            position += width
        else:
            for match in analysis.TOKEN.finditer(text, start, end):
                width, touches = verdicts[match[0]]
                if touches:
                    yield match.start(), position, touches
                position += width
        position += _APART


def _spans(text: str, verdicts: Verdicts) -> list[Span]:
    """Every span of every needle, ascending; they may overlap."""
    if not verdicts.needles:
        return []
    verdicts.settle(text)
    return sorted(_taken_apart(text, verdicts.candidates.stretches(text), verdicts))


def _known(text: str, verdicts: Verdicts, forms: Forms) -> Numbers | None:
    """The same by the forms of the words, a row for each; None where that is not possible."""
    places = verdicts.standing(forms).places(text)
    if places is None:
        return None
    apart = np.array(_taken_apart(text, places.stretches, verdicts), np.int64).reshape(-1, 3)
    rows = np.concatenate([apart, *_alone(places.alone, verdicts)])
    return rows[np.lexsort(rows.T[::-1])]


def _spans_together(texts: Sequence[str], verdicts: Verdicts, forms: Forms) -> list[list[Span]] | None:
    """Of several short texts, looked through as one; None where that is not possible."""
    if not verdicts.needles or not texts:
        return [[] for _ in texts]
    if (known := _known_few(_BETWEEN.join(texts), verdicts, forms)) is None:
        return None
    found: list[list[Span]] = []
    number, begin = 0, 0
    for text in texts:
        held: list[Span] = []
        end = begin + len(text)
        following = end + len(_BETWEEN)
        while number < len(known) and known[number][0] < following:
            start, last, needle = known[number]
            # A phrase may reach over the end of a text.
            if last <= end:
                held.append(Span(start - begin, last - begin, needle))
            number += 1
        found.append(held)
        begin = following
    return found


def _known_few(text: str, verdicts: Verdicts, forms: Forms) -> list[tuple[int, int, int]] | None:
    """What `_known` gives, one by one: of few a text has, making arrays of them takes longer."""
    standing = verdicts.standing(forms)
    alone: Iterable[tuple[str, Sequence[int]]]
    if (few := standing.few(text)) is not None:
        alone, stretches = few.alone.items(), few.stretches
    elif (places := standing.places(text)) is not None:
        alone, stretches = ((form, starts.tolist()) for form, starts in places.alone), places.stretches
    else:
        return None
    found: list[tuple[int, int, int]] = [*_taken_apart(text, stretches, verdicts)]
    for form, starts in alone:
        for needle, _, _, first, last in verdicts[form][1]:
            if needle not in verdicts.phrases:
                found += [(start + first, start + last, needle) for start in starts]
    found.sort()
    return found


def _alone(alone: Iterable[Alone], verdicts: Verdicts) -> Iterator[Numbers]:
    """The spans of forms that need not be taken apart; phrases are found with their first words."""
    for form, starts in alone:
        for touch in verdicts[form][1]:
            if touch.needle not in verdicts.phrases:
                needles = np.full(len(starts), touch.needle)
                yield np.column_stack([starts + touch.start, starts + touch.end, needles])


def _taken_apart(text: str, stretches: Iterable[tuple[int, int]], verdicts: Verdicts) -> list[Span]:
    found: list[Span] = []
    # phrase → part → position → place in the text
    met: dict[int, list[dict[int, tuple[int, int]]]] = {
        index: [{} for _ in needle.parts] for index, needle in enumerate(verdicts.needles) if isinstance(needle, Phrase)
    }
    for base, position, touches in _touched(text, stretches, verdicts):
        for touch in touches:
            place = (base + touch.start, base + touch.end)
            if touch.needle in met:
                met[touch.needle][touch.part][position + touch.offset] = place
            else:
                found.append(Span(*place, touch.needle))
    for index, parts in met.items():
        phrase = verdicts.needles[index]
        assert isinstance(phrase, Phrase)
        found += _phrase_spans(index, phrase, parts)
    return found


def _phrase_spans(index: int, phrase: Phrase, met: list[dict[int, tuple[int, int]]]) -> list[Span]:
    spans = []
    for start in met[0]:
        places = [
            found.get(start - phrase.parts[0][0] + offset) for (offset, _), found in zip(phrase.parts, met, strict=True)
        ]
        held = [place for place in places if place is not None]
        if len(held) == len(places):
            spans.append(Span(held[0][0], max(end for _, end in held), index))
    return spans


def highlight(text: str, query: str, *, field: str = "body") -> list[tuple[int, int]]:
    """The spans of the text that the query's words and phrases match in `field`; what is excluded is never highlighted."""
    return united(_spans(text, verdicts_of(query, field)))


def snippets(
    text: str,
    query: str,
    *,
    count: int = 2,
    width: int = 180,
    begin: int = 0,
    worth: Mapping[Node, float] | None = None,
) -> tuple[Snippet, ...]:
    """Up to `count` passages of about `width` characters after `begin`, the best first; what stands at `begin` when
    nothing matches.

    The best has the most different words of the query, each weighted by its `worth` (`Index.rarities`; by how often it stands in this
    text, where it is not told).
    """
    verdicts = verdicts_of(query, "body")
    return best(text, begin, _spans(text, verdicts), partial(_weights, verdicts, worth), count=count, width=width)


def snippets_of(
    texts: Sequence[Told],
    query: str,
    worth: Mapping[Node, float],
    forms: Forms,
    poll: Callable[[], None],
    *,
    count: int = 2,
    width: int = 180,
) -> list[tuple[Snippet, ...]]:
    """The same of several texts. With the `forms` that their words have in the index (`Index.forms`) they need not be
    taken apart, the short ones are looked through together. Calls `poll` now and then.
    """
    verdicts = verdicts_of(query, "body")
    weigh = partial(_weights, verdicts, worth)
    found = []
    poll()
    for (text, begin, _), spans in zip(texts, _known_of_short(texts, verdicts, forms), strict=True):
        if spans is None:
            poll()
            rows = _known(text, verdicts, forms) if verdicts.needles and len(text) >= LONG else None
            if rows is not None:
                found.append(best_of_long(text, begin, rows, weigh, count=count, width=width))
                continue
            spans = _spans(text, verdicts)
        found.append(best(text, begin, spans, weigh, count=count, width=width))
    return found


def _known_of_short(texts: Sequence[Told], verdicts: Verdicts, forms: Forms) -> Sequence[list[Span] | None]:
    """The spans of the short texts, and of those long ones of which it is told where to look: looked through together if that is possible."""
    short = [told.text for told in texts if told.stretches is None and len(told.text) < LONG]
    if len(short) == len(texts) and all(map(mostly_ascii, short)):
        return _spans_together(short, verdicts, forms) or [None] * len(texts)
    pieces = [(number, *piece) for number, told in enumerate(texts) for piece in told.pieces()]
    plain = [piece for piece in pieces if mostly_ascii(piece[2])]
    together = _spans_together([text for _, _, text in plain], verdicts, forms)
    found: list[list[Span] | None] = [None if told.stretches is None else [] for told in texts]
    for (number, start, _), spans in zip(plain, together or (), strict=False):
        found[number] = [*(found[number] or ()), *_moved(spans, start)]
    for number, start, text in pieces:
        if texts[number].stretches is not None and (together is None or not mostly_ascii(text)):
            found[number] = [*(found[number] or ()), *_moved(_spans(text, verdicts), start)]
    return [None if spans is None else sorted(spans) for spans in found]


def _moved(spans: Sequence[Span], by: int) -> Sequence[Span]:
    return [Span(start + by, end + by, needle) for start, end, needle in spans] if by else spans


def _weights(verdicts: Verdicts, worth: Mapping[Node, float] | None, times: Mapping[int, int]) -> dict[int, int]:
    """What meeting each needle, which stands so often in a text, is worth, in millionths: rare ones more than frequent ones, phrases
    more than words."""
    return {
        needle: round(
            (2e6 if needle in verdicts.phrases else 1e6)
            * ((worth or {}).get(verdicts.needles[needle]) or 1 / (1 + 0.05 * min(count, 20)))
        )
        for needle, count in times.items()
    }
