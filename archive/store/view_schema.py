"""Indexes that views need where there are very many articles; used by one migration."""

from collections.abc import Iterator

# A row of an article is long (its excerpt, its note): who asks all of them for a few columns finds these in an index, or the few
# articles that have them. The conditions are repeated word for word by the statements that are meant.
RESTRICTED = "rights <> '' OR sensitivity <> 'open' OR embargo IS NOT NULL"
_INDEXES = f"""
CREATE INDEX articles_restricted ON articles(id) WHERE {RESTRICTED};
CREATE INDEX articles_headings ON articles(title, publisher, published) WHERE trashed_at IS NULL;
"""


def scripts() -> Iterator[str]:
    """What the migration runs."""
    yield _INDEXES
