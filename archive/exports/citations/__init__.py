"""Citations and bibliographies of articles, as a CSL style tells; no network, no other file than the style.

What is cited comes back as runs: pieces of text with the little formatting that styles know, for every format to write in its way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from archive.model.excerpt import Excerpt, Work
from archive.model.ids import ArticleId


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one formatting. `link` is the address that the words lead to."""

    text: str
    italic: bool = False
    small_caps: bool = False
    link: str | None = None
    superscript: bool = False
    bold: bool = False


Runs = tuple[Run, ...]


class Citer(Protocol):
    """Cites excerpts one after the other in the order of the document, and knows what was cited before."""

    @property
    def in_notes(self) -> bool:
        """Whether the style cites in notes (footnotes or endnotes), not in the running text."""

    def cite(self, excerpt: Excerpt) -> Runs:
        """The citation of an excerpt with its paragraph where the choice says so: in full, short, or as the same work again."""

    def entry(self, work: ArticleId) -> Runs:
        """A work in full, as a list of nothing else would show it."""

    def bibliography(self) -> list[Runs]:
        """An entry for each work that was cited, in the style's order; all works that were given where none was cited."""


def plain(runs: Runs) -> str:
    """The words without their formatting."""
    return "".join(run.text for run in runs)


def make(style: str, works: Mapping[ArticleId, Work], language: str = "en", *, locators: bool = True) -> Citer:
    """A citer for a style by its id or a CSL file's path. Raises Invalid where the style cannot be used.

    `language` (BCP 47) is that of the citation's own words ("ed.", "para.") where the style names none itself. `locators` adds the
    paragraphs of an excerpt.
    """
    from .citing import StyleCiter  # citeproc takes a while to import

    return StyleCiter(style, works, language, locators=locators)
