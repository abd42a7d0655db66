"""Rules that a person taught: where an article of one site says who wrote it, what it is called, when and by whom it was published.

A rule is data. It names a place that other articles of the site have too; no pattern in it is ever run as a program, and looking
for it takes time in proportion to the text.
"""

from dataclasses import dataclass
from typing import Final

from .ids import Uid

TAUGHT: Final = "taught-"  # what begins the rules of evidence that name a taught one
TAUGHT_FIELDS: Final = ("publisher", "title", "byline", "published")
LONGEST_CHARS: Final = 300  # of a path, a label, a site


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the words stand. Exactly one of `path`, `label`, `closing` and `line` says which part of the document it is:

    `path`: the first element on a page that it fits (`div.byline a`, `meta[name=author]`);
    `label`: the first line that begins with these words; `closing`: the first line that ends with them;
    `line`: the line of that number among those that are not empty, from 1, or counted from the end, from -1.
    Of that part the value is what stands behind `before` and in front of `after` (all of it, where they are empty).
    `exact` is the value that must stand there: so that a page's own name tells its publisher.
    """

    path: str = ""
    label: str = ""
    closing: str = ""
    line: int = 0
    before: str = ""
    after: str = ""
    exact: str = ""


@dataclass(frozen=True, slots=True)
class TaughtRule:
    """`site` is a host or the name of a publisher ("" only with `spot.exact`); `field` is one of TAUGHT_FIELDS. `author` and
    `modified` (UTC) say who taught it and when it was last changed."""

    name: str
    site: str
    field: str
    spot: Spot
    enabled: bool = True
    uid: Uid | None = None
    author: str = ""
    modified: str = ""

    @property
    def evidence(self) -> str:
        """What evidence that comes by this rule is called."""
        return f"{TAUGHT}{(self.uid or '')[:8]}"
