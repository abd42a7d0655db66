"""What a time is counted from: the publication date, the last date told, and what a match of tokens says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from archive.base.errors import Invalid
from archive.base.records import quick
from archive.model import edtf as edtfs
from archive.model.event import Basis, TimexType

from .grammar import Found
from .moments import Moment
from .tokens import Tokens


@quick
@dataclass(frozen=True, slots=True)
class Reading:
    """What a match means. `moment` is its calendar time where it has one; `edtf` where that is no single moment, and `until` then its
    end, which what follows is counted from.
    """

    type: TimexType
    value: str
    moment: Moment | None = None
    edtf: str | None = None
    modifier: str | None = None
    basis: Basis = Basis.EXPLICIT
    anchor: str | None = None
    until: Moment | None = None


@dataclass(slots=True)
class Context:
    """Where the reading of a text stands: its tokens, its publication date, and the last date that was told.

    `at` is where what is being read stands, in the paragraph of that number; `paragraphs` numbers those that a story may run through alike.
    `somebody` tells of such a place whether the sentence there speaks of a person, `goes_on` of two whether the later one goes on about
    whom the earlier one spoke of. `told` is that date, `told_sentence` the number of the sentence that it stood in, `told_at`
    its place, `stated` whether it had its year, `storied` whether it had it or was counted from one that had.
    `recurring_end` is the token after the last time that recurs.
    """

    tokens: Tokens
    published: Moment | None
    sentence: int = 0
    at: int = 0
    paragraph: int = 0
    somebody: Callable[[int], bool] = field(default=lambda _: False)
    goes_on: Callable[[int, int], bool] = field(default=lambda *_: False)
    paragraphs: Sequence[int] = ()
    told: Moment | None = None
    told_sentence: int = -1
    told_at: int = -1
    told_paragraph: int = -1
    stated: bool = False
    storied: bool = False
    recurring_end: int = -100
    recent: dict[str, Moment] = field(default_factory=dict)

    def words(self, found: Found, group: str | None = None) -> list[str]:
        """The words of the match, or of what it captured under the name (empty: nothing)."""
        start, end = (found.start, found.end) if group is None else found.groups.get(group, (0, 0))
        return self.tokens.words[start:end]

    def word(self, found: Found, group: str) -> str:
        """The first word captured under the name, or nothing."""
        return next(iter(self.words(found, group)), "")

    def keep(self, moment: Moment, basis: Basis) -> None:
        """Remembers a date that was told; others may be counted from it."""
        if moment.year is not None:
            self.told, self.told_sentence = moment, self.sentence
            self.told_at, self.told_paragraph = self.at, self.paragraph
            self.stated, self.storied = basis is Basis.EXPLICIT, basis is not Basis.RELATIVE
            self.recent[moment.unit] = moment


@lru_cache(maxsize=1024)
def publication(published: str | None) -> Moment | None:
    """The publication date as a moment; None when there is none or it names no year."""
    if not published:
        return None
    try:
        point = edtfs.points(published)[0]
    except Invalid:
        return None
    if point is None or not point.year.isdigit() or not 1 <= int(point.year) <= 9999:
        return None
    year = int(point.year)
    if not point.month.isdigit() or int(point.month) > 12 or "/" in published:
        return Moment("year", year)
    if not point.day.isdigit():
        return Moment("month", year, int(point.month))
    return Moment("day", year, int(point.month), int(point.day))
