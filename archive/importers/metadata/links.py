"""The address an article was saved from and the day it was visited, when the file says so near its beginning or end."""

import re

from .candidates import Candidate
from .dates import find_dates
from .lexicon import may_hold

_URL = r"(?P<url>https?://[^\s<>\"”]{4,2000})"
_ALONE = re.compile(
    rf"^\s*(?:(?:source|url|link|permalink|original(?:\s+(?:article|url|link))?|retrieved\s+from|available\s+(?:at|from|online)|saved\s+from|from|address|출처|원문|주소|링크|기사\s?원문)\s*(?:url)?\s*[:=]?\s*)?[<(]?{_URL}[>)]?\s*[.,;]?\s*$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"(?:retrieved\s+(?:.{{0,40}}\s)?from|available\s+at|source|saved\s+from|출처)\s*:?\s*<?{_URL}", re.IGNORECASE
)
VISITS = ("accessed", "retrieved", "visited", "viewed", "saved", "downloaded", "archived")
_VISITED = re.compile(
    rf"(?<!\w)(?:last\s+)?(?:{'|'.join(VISITS)})(?:\s+on)?\b|(?:접속일|조회일|열람일|저장일|검색일)",
    re.IGNORECASE,
)
_LONGEST_LINE_CHARS = 2_400


def address(line: Candidate) -> tuple[str, tuple[int, int]] | None:
    """(URL, its span in the line) when the line is nothing but an address, or says that the text was retrieved from one."""
    if len(line.text) > _LONGEST_LINE_CHARS or "://" not in line.text:
        return None
    match = _ALONE.match(line.text) or _WITHIN.search(line.text)
    if match is None:
        return None
    url = match["url"].rstrip(".,;)>]")
    return url, (match.start("url"), match.start("url") + len(url))


def visited(line: Candidate) -> tuple[str, tuple[int, int]] | None:
    """(EDTF date, span) of "Accessed 3 May 2020", "Retrieved on 2020-05-03 from …"."""
    if len(line.text) > _LONGEST_LINE_CHARS:
        return None
    if not may_hold(line.text, VISITS):
        return None
    label = _VISITED.search(line.text)
    if label is None or (
        label.start() > 4 and not re.search(r"[.,;(\[|]\s*$|https?://\S+\s*$", line.text[: label.start()])
    ):
        return None
    for found in find_dates(line.text):
        if found.start >= label.end() and found.start - label.end() < 12 and found.edtf:
            return found.edtf, (found.start, found.end)
    return None
