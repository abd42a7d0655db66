"""Everything that people made in an archive, as values that can be compared, and a file read as importing reads it."""

from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.importers import registry
from archive.model.article import Article, Source
from archive.model.interchange import Incoming
from archive.model.search import Scope, Sort
from archive.operations import annotate, codebook, memos


def articles(archive: Archive) -> list[Article]:
    """The articles outside of the trash."""
    return list(archive.store.articles.list(Scope(), Sort.PUBLISHED_OLDEST, limit=None, offset=0))


def held(archive: Archive) -> dict[str, dict[str, Any]]:
    """{kind: {uid: what it says}} of articles, passages, tags, memos and collections."""
    related = {tag.id: tag.uid for tag in codebook.tree(archive)}
    return {
        "articles": {each.uid: (each.title, archive.store.editions.text(each.id)) for each in articles(archive)},
        "passages": {
            each.uid: (
                *(each.anchor, each.note, each.author, each.created, each.modified, each.state),
                *((use.path, use.author, use.created) for use in each.tags),
            )
            for each in annotate.passages(archive, limit=None)
        },
        "tags": {
            tag.uid: (
                *(tag.path, tag.definition, tag.use_when, tag.not_when, tag.colour),
                {related[other] for other in tag.related},
            )
            for tag in codebook.tree(archive)
        },
        "collections": {
            each.uid: (
                each.name,
                {archive.store.articles.get(i).uid for i in archive.store.collections.articles(each.id)},
            )
            for each in archive.store.collections.list()
        },
        "memos": {
            each.uid: (each.title, each.text, each.about, each.links, each.author, each.created)
            for each in memos.memos(archive, limit=500)
        },
    }


NOTHING: dict[str, dict[str, Any]] = {"articles": {}, "passages": {}, "tags": {}, "memos": {}, "collections": {}}


def read(path: Path) -> Incoming:
    """What a file brings; fails where it is refused."""
    imported = registry.read(Source(path.read_bytes(), path.name, str(path)))
    assert imported.incoming is not None, imported.error
    return imported.incoming
