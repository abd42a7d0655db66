"""What each token of a text meets of a query's words: by the same rules as the index, worked out once for each word."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from . import analysis
from .candidates import Candidates
from .queries import Fuzzy, Node, Phrase, Prefix, Word, parse, wanted
from .standing import Standing

_VERDICTS_LIMIT = 100_000
_LETTERS = re.compile("[A-Za-z]+")


class Touch(NamedTuple):
    """A needle (and, for a phrase, which part of it) met at a place within a token."""

    needle: int
    part: int
    offset: int
    start: int
    end: int


_MEETS_NOTHING: tuple[int, tuple[Touch, ...]] = (1, ())
_Met = tuple[int, int]  # needle, part of it (0 but for phrases)
Forms = Mapping[Node, Sequence[str]]


class Verdicts(dict[str, tuple[int, tuple[Touch, ...]]]):
    """For each token of a text: how many positions it takes, and which needles it touches."""

    def __init__(self, query: str, field: str) -> None:
        super().__init__()
        self.needles = tuple(dict.fromkeys(node for node in wanted(parse(query)) if field in node.fields))
        self.phrases = tuple(index for index, node in enumerate(self.needles) if isinstance(node, Phrase))
        self._by_term: dict[str, list[_Met]] = {}
        self._by_stem: dict[str, list[_Met]] = {}
        self._open: list[tuple[int, Prefix | Fuzzy]] = []
        for index, needle in enumerate(self.needles):
            match needle:
                case Word(term, root):
                    for form in {term, root or term}:
                        self._by_term.setdefault(form, []).append((index, 0))
                    if root is not None:
                        self._by_stem.setdefault(root, []).append((index, 0))
                case Phrase(parts):
                    for number, (_, term) in enumerate(parts):
                        self._by_term.setdefault(term, []).append((index, number))
                case Prefix() | Fuzzy():
                    self._open.append((index, needle))
        self._stretches: dict[str, tuple[int, tuple[Touch, ...]]] = {}
        self._standing: tuple[Forms, Standing] | None = None
        self._starts = tuple(needle.start for _, needle in self._open if isinstance(needle, Prefix))
        # Only words of about its length can be near a fuzzy one.
        self._lengths = {
            len(needle.term) + more
            for _, needle in self._open
            if isinstance(needle, Fuzzy)
            for more in range(-needle.edits, needle.edits + 1)
        }

    def __missing__(self, raw: str) -> tuple[int, tuple[Touch, ...]]:
        # Most tokens meet nothing, and this is asked of every token of every hit.
        if (
            not self._by_stem
            and raw.isascii()
            and raw.isalpha()
            and not self._may_meet(raw.lower()[: analysis.MAX_TERM_CHARS], None)
        ):
            width, touches = _MEETS_NOTHING
        else:
            width, touches = self._touched(raw)
        if len(self) > _VERDICTS_LIMIT:
            self.clear()
        if len(raw) <= analysis.MEMO_CHARS:
            self[raw] = (width, touches)
        return width, touches

    def settle(self, text: str) -> None:
        """Takes the plain words of a text that are near no fuzzy one as met by nothing, all of them together."""
        if not self._lengths or self._by_stem:
            return
        if len(self) > _VERDICTS_LIMIT:
            self.clear()
        fresh = [word for word in set(_LETTERS.findall(text)) if word not in self and len(word) <= analysis.MEMO_CHARS]
        lowered = [word.lower()[: analysis.MAX_TERM_CHARS] for word in fresh]
        near: set[int] = set()
        for _, needle in self._open:
            if isinstance(needle, Fuzzy):
                alike = extract(needle.term, lowered, scorer=OSA.distance, score_cutoff=needle.edits, limit=None)
                near.update(place for _, _, place in alike)
        for place, (word, term) in enumerate(zip(fresh, lowered, strict=True)):
            if place not in near and term not in self._by_term and not term.startswith(self._starts):
                self[word] = _MEETS_NOTHING

    def stretch(self, raw: str) -> tuple[int, tuple[Touch, ...]]:
        """The same for all tokens of a stretch of text, with their places in it; remembered."""
        found = self._stretches.get(raw)
        if found is None:
            position, met = 0, []
            for match in analysis.TOKEN.finditer(raw):
                width, touches = self[match[0]]
                base = match.start()
                met += [
                    each._replace(offset=position + each.offset, start=base + each.start, end=base + each.end)
                    for each in touches
                ]
                position += width
            if len(self._stretches) > _VERDICTS_LIMIT:
                self._stretches.clear()
            found = self._stretches[raw] = position, tuple(met)
        return found

    @cached_property
    def candidates(self) -> Candidates:
        """What finds the needles without their forms: a pattern, which takes longer to make than a page of snippets."""
        return Candidates(self.needles)

    def standing(self, forms: Forms) -> Standing:
        """What finds the needles by their forms; kept for the next text."""
        if self._standing is None or self._standing[0] != forms:
            self._standing = forms, Standing(self.needles, forms)
        return self._standing[1]

    def _may_meet(self, term: str, stem: str | None) -> bool:
        return (
            term in self._by_term
            or stem in self._by_stem
            or term.startswith(self._starts)
            or len(term) in self._lengths
        )

    def _touched(self, raw: str) -> tuple[int, tuple[Touch, ...]]:
        width, entries = analysis.token(raw)
        touches: tuple[Touch, ...] = ()
        for entry in entries:
            if self._may_meet(entry.term, entry.stem):
                touches += tuple(Touch(*met, entry.offset, entry.start, entry.end) for met in self._met(entry))
        return width, touches

    def _met(self, entry: analysis.Entry) -> list[_Met]:
        met = self._by_term.get(entry.term, [])
        if entry.stem is not None and entry.stem in self._by_stem:
            met = [*met, *self._by_stem[entry.stem]]
        if self._open:
            met = [*met, *((index, 0) for index, needle in self._open if _meets(needle, entry))]
        return met


def _meets(needle: Prefix | Fuzzy, entry: analysis.Entry) -> bool:
    if isinstance(needle, Prefix):
        return entry.term.startswith(needle.start)
    return (
        entry.role in ("part", "joined")
        and OSA.distance(entry.term, needle.term, score_cutoff=needle.edits) <= needle.edits
    )


@lru_cache(maxsize=8)
def verdicts_of(query: str, field: str) -> Verdicts:
    """Of the query's words that are looked for in this field; kept for the next text."""
    return Verdicts(query, field)
