"""How a passage is put in words in cells, headings, on the clipboard and by a screen reader; no widgets, no queries."""

from archive.model.article import Article
from archive.model.passage import State
from desktop.models.passages import ARTICLE, AUTHOR, MADE, NOTE, TAGS, WORDS, Row
from desktop.wording import day, one_line

STATES = {State.REVIEW: "To review", State.ORPHAN: "Without a place", State.ANCHORED: "In place"}
_SHOWN_CHARS = 1000  # of the words and the note: a cell has no room for more, and a megabyte would be broken into lines
COLOURS = {"sun": "Sun", "moss": "Moss", "sky": "Sky", "rose": "Rose", "iris": "Iris"}


def tag_words(path: str) -> str:
    """A tag's path as it is read."""
    return path.replace("/", " / ")


def title(article: Article | None) -> str:
    return (one_line(article.title) or "Untitled") if article is not None else ""


def cell(row: Row, column: int) -> str:
    """What a cell says."""
    passage = row.passage
    return {
        WORDS: lambda: one_line(passage.anchor.exact[:_SHOWN_CHARS]),
        TAGS: lambda: ", ".join(tag_words(use.path) for use in passage.tags),
        NOTE: lambda: one_line(passage.note[:_SHOWN_CHARS]),
        ARTICLE: lambda: title(row.article),
        AUTHOR: lambda: passage.author,
        MADE: lambda: day(passage.created),
    }[column]()


def spoken(row: Row) -> str:
    """A row for a screen reader: words, tags, note, article, author, and what it waits for."""
    passage = row.passage
    state = "" if passage.state is State.ANCHORED else STATES[passage.state]
    note = f"note: {cell(row, NOTE)}" if passage.note else ""
    parts = [cell(row, WORDS), cell(row, TAGS), note, title(row.article), passage.author, state]
    return ", ".join(part for part in parts if part)


def group_label(group: str, key: str) -> str:
    """The heading of a group of passages by author, day or state."""
    if group == "state":
        return STATES[State(key)]
    if group == "day":
        return day(key)
    return key or "None"
