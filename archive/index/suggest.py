"""What a query may have meant: its words that nothing matches, replaced by close words that the articles do use."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .analysis import is_cjk
from .queries import Node, Word, wanted

if TYPE_CHECKING:
    from .collection import Collection

FEW_HITS = 3
_MIN_CHARS = 4
_MOST_WORDS = 8  # each unknown one is compared with all that there are


def did_you_mean(query: str, node: Node, collection: "Collection", poll: Callable[[], None]) -> str | None:
    """The query with its unknown words replaced; None when nothing closer is known. Ask when it found fewer than `FEW_HITS`.

    Calls `poll` now and then, which may raise: many words are compared.
    """
    words = {word for word in wanted(node) if isinstance(word, Word)}
    if not collection.documents or len(words) > _MOST_WORDS:
        return None
    better = query
    for word in sorted(words, key=lambda word: -word.start):
        replacement = _closest(word, collection, poll)
        if replacement is not None:
            better = better[: word.start] + replacement + better[word.end :]
    return better if better != query else None


def _closest(word: Word, collection: "Collection", poll: Callable[[], None]) -> str | None:
    if len(word.term) < _MIN_CHARS or not word.term.isalpha() or is_cjk(word.term) or _is_used(word, collection):
        return None
    edits = 1 if len(word.term) < 6 else 2
    near = [
        (distance, field, term)
        for field in word.fields
        for term, distance in collection.nearby(field, word.term, edits, poll).items()
        if term.isalpha()
    ]
    least = min((distance for distance, _, _ in near), default=0)
    # How often a word is used is asked of the closest only.
    closest = [(-collection.holding(field, term), term) for distance, field, term in near if distance == least]
    return min(closest)[1] if closest else None


def _is_used(word: Word, collection: "Collection") -> bool:
    forms = {word.term, word.root or word.term}
    return any(collection.holding(field, form) for field in word.fields for form in forms)
