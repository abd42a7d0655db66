"""What is said of a time: when, how that is known, from where, and what was done with it."""

from dataclasses import replace

import pytest

from archive.model.edtf import Precision
from archive.model.event import Basis, Mention, Status, TimexType
from desktop.models.events import EventRow
from desktop.views.events import words


@pytest.fixture
def mention(bench) -> Mention:
    return bench.mention("3 March 2012")


def test_a_date_is_told_as_people_write_it(mention: Mention) -> None:
    assert words.when(mention) == "3 March 2012"
    assert words.when(replace(mention, edtf="2012?")) == "2012 (uncertain)"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value": "PAST_REF"}, "in the past"),
        ({"type": TimexType.DURATION, "value": "P3W"}, "a length of time"),
        ({"type": TimexType.SET, "value": "XXXX-WXX-1"}, "recurring"),
        ({"value": "XXXX"}, "undated"),
    ],
)
def test_without_a_date_the_kind_of_time_is_told(mention: Mention, changes: dict, told: str) -> None:
    assert words.when(replace(mention, edtf=None, **changes)) == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "stated"),
        ({"stale": True}, "from an earlier text of the article"),
        ({"type": TimexType.SET}, "not a point in time"),
        ({"basis": Basis.ENTERED, "author": "Mina"}, "entered by Mina"),
        ({"basis": Basis.ENTERED, "author": ""}, "entered by a person"),
        ({"edtf": "2013"}, "corrected; read as 3 March 2012"),
        ({"edtf": None, "read_edtf": None}, "too vague for a date"),
        ({"basis": Basis.RELATIVE, "anchor_value": "2020"}, "counted from the publication date"),
        ({"basis": Basis.RELATIVE, "anchor_value": None}, "needs the publication date"),
        ({"basis": Basis.NARRATIVE, "anchor_value": "2011-05"}, "counted from May 2011, told before"),
        ({"basis": Basis.NARRATIVE, "anchor_value": None}, "counted from a date told before"),
    ],
)
def test_how_a_date_is_known(mention: Mention, changes: dict, told: str) -> None:
    assert words.known(replace(mention, **changes)) == told


def test_what_waits_for_a_publication_date_says_where_to_supply_it(bench) -> None:
    told = words.resolved(bench.mention("March"))
    assert "has no publication date" in told and "Supply it" in told


def test_the_source_is_publisher_and_date_or_what_there_is(mention: Mention) -> None:
    article = mention.article
    assert article is not None
    assert words.source(mention, {article: ("T", "River letter", "2020-05-04")}) == "River letter, 4 May 2020"
    assert words.source(mention, {article: ("A  title", None, None)}) == "A title, undated"
    assert words.source(mention, {}) == "Untitled, undated"
    assert words.source(replace(mention, article=None), {}) == "Not from an article"


def test_merged_ones_say_of_how_many(mention: Mention) -> None:
    assert words.status(mention) == "found"
    assert words.status(replace(mention, merged=3, status=Status.CONFIRMED)) == "confirmed · 3 told"


def test_every_value_of_a_filter_has_words() -> None:
    assert set(words.STATUSES) == set(Status) and set(words.BASES) == set(Basis)
    assert set(words.TYPES) == set(TimexType) and set(words.PRECISIONS) == set(Precision)


def test_a_row_and_its_speech_tell_the_same(mention: Mention) -> None:
    row = EventRow(mention, "River letter, 2020")
    cells = [words.cell(row, column) for column in range(5)]
    assert cells == ["3 March 2012", mention.label, "River letter, 2020", "stated", "found"]
    spoken = words.spoken(row, {})
    assert all(cell in spoken for cell in (*cells[:2], *cells[3:]))


def test_a_row_that_is_contradicted_says_so_where_it_says_how_it_is_known(mention: Mention) -> None:
    row = EventRow(mention, "River letter, 2020", "A tells 2012, B tells 2013; both cannot hold.")
    assert words.cell(row, 3) == "A tells 2012, B tells 2013; both cannot hold."
    assert "both cannot hold" in words.spoken(row, {}) and "stated" in words.spoken(row, {})
