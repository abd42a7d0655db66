"""Who wrote, who published, when, where from: read from an article's own lines, each with its evidence, or null.

`gather` does all of it for lines with their zones; `edtf`, `find_dates`, `is_date_line`, `labelled` (bylines), `persons` and
`publications` are the rules by themselves. Pure: text in, records out; the words are in `resources/lexicon`.
"""

from .bylines import ONE_WORD, biography, labelled
from .candidates import Candidate, Zone
from .collect import gather
from .dates import edtf, find_dates, is_date_line
from .names import distinct, is_person, persons
from .publishers import publications

__all__ = [
    "ONE_WORD",
    "Candidate",
    "Zone",
    "biography",
    "distinct",
    "edtf",
    "find_dates",
    "gather",
    "is_date_line",
    "is_person",
    "labelled",
    "persons",
    "publications",
]
