"""How the texts of an archive speak: terms with their numbers, one term over the years, and a term in its context."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .ids import ArticleId


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it is indexed (folded, not stemmed), or a Korean word without its particle, which is counted wherever its
    syllables stand.

    `times` and `articles` count where it is looked at, `elsewhere` how often the rest of the archive has it. `per_thousand` and
    `rest_per_thousand` are for each 1,000 words, of a Korean word for each 1,000 Korean, Chinese and Japanese characters.
    `score` is G² against the rest, below zero where the term is rarer here; None where there is no rest.
    """

    term: str
    times: int
    articles: int
    elsewhere: int
    per_thousand: float
    rest_per_thousand: float
    score: float | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms of so many articles. `words` and `rest` are running words here and in the rest of the archive, a character of
    Korean, Chinese or Japanese counting as one. `pending` articles of the archive are not counted yet.

    `sampled` tells of how many articles Korean words were gathered; how often these words stand is counted in all.
    """

    articles: int
    words: int
    rest: int
    frequent: tuple[Term, ...]
    distinctive: tuple[Term, ...]
    sampled: int
    pending: int


@dataclass(frozen=True, slots=True)
class InYear:
    """How often a term stands in a year's articles, in how many of how many; `words` are all the words of these."""

    times: int
    holding: int
    articles: int
    words: int

    @property
    def per_thousand(self) -> float:
        """For each 1,000 words; 0 where there are none."""
        return 1000 * self.times / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class TermOverTime:
    """By publication year, every year that has articles; `undated` is for articles without one."""

    term: str
    times: int
    articles: int
    years: Mapping[int, InYear]
    undated: InYear


class ContextSort(StrEnum):
    """Orders of a keyword in context."""

    ARTICLE = "article"  # the newest publication first, in reading order
    BEFORE = "before"  # by the words before it, the nearest first
    AFTER = "after"  # by the words after it


@dataclass(frozen=True, slots=True)
class Line:
    """A place of a term: `[start, end)` in the article's current text, and what stands before and after it there."""

    article: ArticleId
    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """A keyword in context: lines of `articles` articles, which hold it `times` in all; `more` says that lines are left out."""

    term: str
    lines: tuple[Line, ...]
    articles: int
    times: int
    more: bool
