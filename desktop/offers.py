"""What can be exported from where a person is: this passage, the chosen ones, the list, everything."""

from dataclasses import dataclass

from archive.model.excerpt import Scope
from archive.model.ids import ArticleId, Uid
from archive.model.passage import PassageFilter


@dataclass(frozen=True, slots=True)
class Offer:
    """A scope with the words that it is offered by."""

    words: str
    scope: Scope


EVERYTHING = Offer("The whole archive", Scope())
_TITLE_CHARS = 60


def of_articles(words: str, ids: list[ArticleId]) -> Offer:
    """Articles and their passages."""
    return Offer(words, Scope(PassageFilter(articles=tuple(ids))))


def of_passages(words: str, uids: list[Uid]) -> Offer:
    """Passages by their uids."""
    return Offer(words, Scope(PassageFilter(uids=tuple(uids))))


def of_filter(words: str, wanted: PassageFilter) -> Offer:
    """The passages that a filter lets through."""
    return Offer(words, Scope(wanted))


def shortened(words: str) -> str:
    """A title or some words, short enough for a list."""
    line = " ".join(words.split())
    return line if len(line) <= _TITLE_CHARS else f"{line[:_TITLE_CHARS].rstrip()}…"
