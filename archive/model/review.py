"""What an import left to be looked at: a row for each file, with the article that was made of it or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from .article import NO_DATE, Article, Evidence

REVIEWED_FIELDS: Final = ("title", "byline", "publisher", "published", "language")
LIKELY: Final = 0.75  # the confidence from which a value counts as known


class Which(StrEnum):
    """Which files: those not accepted yet, of these the doubtful ones, those refused, or all that were ever imported."""

    OPEN = "open"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    ALL = "all"


class Order(StrEnum):
    """By what files are listed: as they came, or by a column."""

    CAME = "came"
    FILE = "file"
    VERDICT = "verdict"
    TITLE = "title"
    BYLINE = "byline"
    PUBLISHER = "publisher"
    PUBLISHED = "published"
    LANGUAGE = "language"
    WORDS = "words"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A file that was imported. `article` is None when it was refused, and `error` the sentence why. `name` is the file's, `member`
    its place in a container. `set_aside` counts the stretches that are no part of the text."""

    id: int
    name: str
    path: str
    member: str | None
    article: Article | None
    error: str | None
    accepted: bool
    set_aside: int = 0
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the import warned of, but for a doubt about a date that is known by now."""
        if self.article is None:
            return ()
        return tuple(each for each in self.article.warnings if not (self.article.published and each.endswith(NO_DATE)))

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The fields whose value is less than likely."""
        return tuple(
            name for name in REVIEWED_FIELDS if name in self.evidence and self.evidence[name].confidence < LIKELY
        )
