"""What the rules are given: lines with their place in the original, and where in the article they stand."""

from dataclasses import dataclass
from enum import StrEnum

from archive.base.records import quick
from archive.model.article import Evidence


class Zone(StrEnum):
    """Where a line stands: before the body, in it, after it, or among what is set aside (navigation, promotion, footer)."""

    HEAD = "head"
    BODY = "body"
    TAIL = "tail"
    SITE = "site"


@quick
@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that metadata may be read from; `[start, end)` is its place in the decoded original.

    When `text` is exactly that slice of the original, evidence points at the words themselves; when it is not (tags and
    entities taken out, white space collapsed), evidence points at the whole line.
    `hint` is a field's name when mark-up or front matter says what the line is: title, byline,
    published, publisher, republisher, site (a banner), page title (the title with the site's name behind it), institution (below a byline), language, url, accessed.
    """

    text: str
    start: int
    end: int
    zone: Zone = Zone.HEAD
    hint: str | None = None

    def evidence(self, value: str, span: tuple[int, int], rule: str, confidence: float) -> Evidence:
        """Evidence for `value`, found at `span` of this line's text."""
        if self.end - self.start != len(self.text):
            return Evidence(value, self.start, self.end, rule, confidence)
        return Evidence(value, self.start + span[0], self.start + span[1], rule, confidence)
