"""What the codebook tells of one tag, read in one go off the interface thread."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.model.article import Article
from archive.model.ids import ArticleId
from archive.model.passage import Definition, Passage, PassageFilter, Tag
from archive.operations import annotate, browse, codebook, examples

PASSAGES, EXAMPLES, ARTICLES = 5, 20, 12


@dataclass(frozen=True, slots=True)
class TagFacts:
    """A tag with its definitions (newest first), passages to look at again, examples, first passages, passages by article.

    `examples` are those that a person chose; `passages` the first ones, without these. `articles` knows the articles of all of
    them; `counts` has the most frequent ones, of `in_articles`.
    """

    tag: Tag
    definitions: tuple[Definition, ...]
    older: tuple[Passage, ...]
    examples: tuple[Passage, ...]
    passages: tuple[Passage, ...]
    counts: tuple[tuple[ArticleId, int], ...]
    in_articles: int
    articles: Mapping[ArticleId, Article]


def facts(archive: Archive, tag: Tag) -> TagFacts | None:
    """Reads all of it of one moment; None when the tag is gone by then."""
    try:
        return _read(archive, tag)
    except NotFound:
        return None


def _read(archive: Archive, tag: Tag) -> TagFacts:
    carried = PassageFilter(tags=(tag.path,))
    with archive.snapshot():
        older = tuple(codebook.older_uses(archive, tag.path))
        chosen = tuple(examples.of_tag(archive, tag.path))[:EXAMPLES]
        first = annotate.passages(archive, carried, limit=PASSAGES + len(chosen)) if tag.passages_below else []
        passages = tuple(each for each in first if each not in chosen)[:PASSAGES]
        groups = annotate.groups(archive, carried, "article") if tag.passages_below else {}
        counts = tuple((ArticleId(int(article)), number) for article, number in list(groups.items())[:ARTICLES])
        wanted = dict.fromkeys(
            [*(each.article for each in (*chosen, *passages, *older)), *(article for article, _ in counts)]
        )
        articles = browse.articles(archive, list(wanted))
        versions = tuple(codebook.definitions(archive, tag.path))
    return TagFacts(tag, versions, older, chosen, passages, counts, len(groups), articles)
