"""What the choices of an export are called."""

from collections.abc import Mapping, Sequence

from archive.model.excerpt import Context, Grouping, Notes, Ordering
from archive.operations.publish import Offered
from desktop.wording import counted

CARRIED: Sequence[tuple[str, str]] = (
    ("note", "Notes"),
    ("tags", "Tags"),
    ("definitions", "Definitions"),
    ("locator", "Paragraph numbers"),
    ("author", "Who marked it"),
    ("date", "When it was marked"),
)
CONTEXTS = (
    (Context.NONE, "No context"),
    (Context.SENTENCE, "A sentence either side"),
    (Context.PARAGRAPH, "Its whole paragraph"),
)
GROUPINGS = (
    (Grouping.ARTICLE, "By article"),
    (Grouping.TAG, "By tag"),
    (Grouping.DATE, "By year"),
    (Grouping.AUTHOR, "By who marked it"),
    (Grouping.NONE, "Without headings"),
)  # fmt: skip
ORDERS = (
    (Ordering.PLACE, "As in the articles"),
    (Ordering.PUBLISHED, "Oldest article first"),
    (Ordering.CREATED, "As they were marked"),
)
NOTES = ((Notes.FOOTNOTES, "Footnotes"), (Notes.ENDNOTES, "Endnotes"), (Notes.INLINE, "In the text"))
# What fits into the field; its tip and the list's say the full name.
STYLES: Mapping[str, str] = {
    "chicago-notes": "Chicago 18, notes",
    "chicago-author-date": "Chicago 18, author",
    "apa": "APA 7",
    "mla": "MLA 9",
    "harvard": "Harvard",
    "mhra": "MHRA 4, notes",
    "asa": "ASA",
    "ieee": "IEEE, numbers",
}
ROWS = (("excerpt", "A row an excerpt"), ("tag", "A row an excerpt and tag"))
_MISSING: Mapping[str, str] = {
    "context": "context",
    "grouping": "headings",
    "order": "order",
    "style": "citation style",
}


def counts(passages: int, articles: int, tags: int = 0) -> str:
    """`12 passages of 4 articles`, or of a codebook `23 tags`."""
    if tags:
        return counted(tags, "tag")
    if not passages:
        return counted(articles, "article")
    return f"{counted(passages, 'passage')} of {counted(articles, 'article')}"


def no_choice(offered: Offered) -> str:
    """Why some options are not shown for this format; empty where all are."""
    options = offered.format.options
    missing = [words for name, words in _MISSING.items() if name not in options]
    if not missing:
        return ""
    if not options & {name for name, _ in CARRIED}:
        return "This format carries all that it can: there is nothing to leave out or to arrange."
    if len(missing) == 1:
        return f"{offered.format.label} has no {missing[0]} to choose."
    return f"{offered.format.label} has no {', '.join(missing[:-1])} or {missing[-1]} to choose."


def nothing(about_articles: bool, held_back: Sequence[str]) -> str:
    """Why nothing can be exported, and what to do."""
    if held_back:
        return f"Nothing may leave. {' '.join(held_back)} Tick “Take them along all the same”, or choose others."
    if about_articles:
        return "There is no article in this choice. Choose more under “What”, or import articles."
    return "There is no passage in this choice. Choose more under “What”, or select words in an article and press H."
