"""The words that the formats share: dates for people, sources, how a date is known."""

import pytest

from archive.exports.timeline import told
from archive.model.event import Basis, Status
from tests.archive.exports.timeline.tellings import telling


@pytest.mark.parametrize(
    ("written", "value", "shown"),
    [
        ("2014-05-06", "2014-05-06", "6 May 2014"),
        ("2014-05-06", "2014-05-06T14:30", "6 May 2014, 14:30"),
        ("2014-05-06", "2014-05-06TMO", "6 May 2014"),
        ("2014-05-06T14:30:00Z", "2014-05-06T14:30:00Z", "6 May 2014, 14:30"),
        ("2014-05-06/2014-05-07", "2014-05-06T14:30", "6–7 May 2014"),
        (None, "PAST_REF", "that day"),
    ],
)
def test_when_it_was_is_said_with_the_time_where_one_is_told(written: str | None, value: str, shown: str) -> None:
    assert told.when(telling(written, value=value).mention) == shown


def test_a_time_without_a_date_and_without_words_is_said_by_its_value() -> None:
    assert told.when(telling(None, exact="", value="P3Y").mention) == "P3Y"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "“The weir”, River Post, 7 May 2014"),
        ({"title": " The\nweir ", "published": "2014?"}, "“The weir”, River Post, 2014 (uncertain)"),
        ({"title": None, "publisher": None, "published": None}, "Untitled, undated"),
        ({"stale": True}, "“The weir”, River Post, 7 May 2014, in an earlier edition"),
        ({"article": None}, "Entered by hand, not from an article"),
    ],
)
def test_the_source_is_named_as_far_as_it_is_known(fields: dict[str, object], said: str) -> None:
    assert told.source(telling(**fields)) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("basis", "anchor", "said"),
    [
        (Basis.EXPLICIT, None, "The date is stated in the sentence."),
        (Basis.ENTERED, "2014", "The date was entered or corrected by a person."),
        (Basis.RELATIVE, "2014-05", "The date was counted from the publication date, May 2014."),
        (Basis.RELATIVE, None, "The date was counted from the publication date."),
        (Basis.NARRATIVE, "2014", "The date was counted from another date told before, 2014."),
    ],
)
def test_how_a_date_is_known_is_a_sentence(basis: Basis, anchor: str | None, said: str) -> None:
    assert told.known(telling(basis=basis, anchor_value=anchor).mention) == said


def test_every_standing_is_told_apart() -> None:
    assert len({told.standing(telling(status=status).mention) for status in Status}) == len(Status)


def test_a_row_has_days_as_iso_and_nothing_that_json_cannot_hold() -> None:
    row = told.row(telling("2014-05").mention)
    assert (row["earliest"], row["latest"]) == ("2014-05-01", "2014-05-31")
    assert {type(value) for value in row.values()} <= {str, int, type(None)}
