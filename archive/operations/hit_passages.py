"""The best passages of a page of hits; of a long text only that is read which the index says that the query's words need."""

from collections.abc import Callable, Mapping, Sequence

from archive.archive import Archive
from archive.index import highlight
from archive.index.anchors import Reading
from archive.index.highlight import Told
from archive.model.article import Article
from archive.model.ids import ArticleId, EditionId
from archive.model.search import Snippet

Shown = tuple[Snippet, ...]


def of(archive: Archive, page: Sequence[Article], query: str, poll: Callable[[], None]) -> dict[ArticleId, Shown]:
    """The best passages of each article of the page; of what stands below the title, which is above the snippet already. Inside a
    snapshot; calls `poll` now and then."""
    worth, forms = archive.index.rarities(query), archive.index.forms(query)
    readings = archive.index.readings(query, [article.id for article in page], forms)
    texts = _texts(archive, page, readings)
    found = highlight.snippets_of(list(texts.values()), query, worth, forms, poll)
    return dict(zip(texts, found, strict=True))


def _texts(archive: Archive, page: Sequence[Article], readings: Mapping[ArticleId, Reading]) -> dict[ArticleId, Told]:
    """The articles' texts, as far as there are any, in the order of the page."""
    apart: dict[EditionId, Told] = {}
    for article in page:
        if (reading := readings.get(article.id)) is not None and (text := _read(archive, article, reading)) is not None:
            apart[article.edition] = Told(text, reading.begin, reading.stretches)
    whole = archive.store.editions.texts([article.edition for article in page if article.edition not in apart])
    told = {**apart, **{edition: Told(*text) for edition, text in whole.items()}}
    return {article.id: told[article.edition] for article in page if article.edition in told}


def _read(archive: Archive, article: Article, reading: Reading) -> str | None:
    """What is wanted of an article's text, with spaces for the rest; None where it is not the text that was indexed."""
    stretches = [(part.first_byte, part.last_byte) for part in reading.parts]
    found = archive.store.editions.stretches(article.edition, reading.octets, stretches)
    return None if found is None else reading.text(found)
