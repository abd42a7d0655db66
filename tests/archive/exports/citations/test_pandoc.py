"""Every style that ships cites as `pandoc --citeproc` does: what pandoc said is kept, and asked again where it is installed."""

import json
from functools import cache

import pytest

from archive.exports.citations import plain
from archive.exports.citations.citing import StyleCiter
from archive.exports.citations.styles import SHIPPED
from tests.archive.exports.citations.pandoc import DATA, PRESENT, order, said_by_pandoc, works

# For works of which no more than the title is known, these styles have no entry; pandoc leaves it empty.
UNLISTED = {"chicago-notes": 1, "mhra": 1}


@cache
def expected() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = json.loads((DATA / "expected.json").read_text("utf-8"))
    return read


@pytest.mark.parametrize("style", SHIPPED)
def test_citations_and_bibliography_equal_those_of_pandoc(style: str) -> None:
    listed = works()
    assert len(listed) >= 20
    citer = StyleCiter(style, listed, "en")
    cited = [plain(citer.cite_work(work, place)) for work, place in order(listed)]
    assert cited == expected()[style]["citations"]
    entries = [" ".join(plain(entry).split()) for entry in citer.bibliography()]
    theirs = expected()[style]["bibliography"]
    assert len(entries) == len(theirs) == len(listed)
    assert sum(1 for entry in theirs if not entry) == UNLISTED.get(style, 0)
    assert [ours for ours, entry in zip(entries, theirs, strict=True) if entry] == [each for each in theirs if each]
    assert all(entries)


@pytest.mark.skipif(not PRESENT, reason="pandoc is not installed")
@pytest.mark.parametrize("style", SHIPPED)
def test_pandoc_still_says_so(style: str) -> None:
    assert said_by_pandoc(style, works()) == expected()[style]
