"""An article as a CSL item: nothing is said that is not known."""

from typing import Any

import pytest

from archive.exports.citations.items import author, csl_date, item
from archive.model.excerpt import Work
from archive.model.ids import ArticleId, Uid


def work(**said: Any) -> Work:
    return Work(**{"id": ArticleId(1), "uid": Uid("u1"), "title": "A title", **said})


@pytest.mark.parametrize(
    ("name", "parsed"),
    [
        ("Ann Weir", {"family": "Weir", "given": "Ann"}),
        ("Ann B. Weir", {"family": "Weir", "given": "Ann B."}),
        ("Ludwig van der Meer", {"family": "Meer", "given": "Ludwig", "non-dropping-particle": "van der"}),
        ("Weir, Ann Mary", {"family": "Weir", "given": "Ann Mary"}),
        ("Tom Becker Jr.", {"family": "Becker", "given": "Tom", "suffix": "Jr."}),
        ("Maria Elena Ortega", {"literal": "Maria Elena Ortega"}),  # which of three is the family's is not sure
        ("Kim Ha-neul", {"literal": "Kim Ha-neul"}),  # a Korean name has its family name first, an English one last
        ("Ha-neul Kim", {"literal": "Ha-neul Kim"}),
        ("Kim, Ha-neul", {"family": "Kim", "given": "Ha-neul"}),
        ("김하늘", {"literal": "김하늘"}),
        ("Ministry of Harbours", {"literal": "Ministry of Harbours"}),
        ("Reuters", {"literal": "Reuters"}),
        ("Valley News Desk", {"literal": "Valley News Desk"}),
        ("somebody else", {"literal": "somebody else"}),
        ("R2 D2", {"literal": "R2 D2"}),
    ],
)
def test_a_name_is_taken_apart_only_where_that_is_sure(name: str, parsed: dict[str, str]) -> None:
    assert author(name) == parsed


@pytest.mark.parametrize(
    ("date", "parsed"),
    [
        ("2021-05-03", {"date-parts": [[2021, 5, 3]]}),
        ("2021-05-03T10:20:00Z", {"date-parts": [[2021, 5, 3]]}),
        ("2021-05", {"date-parts": [[2021, 5]]}),
        ("2021-XX-XX", {"date-parts": [[2021]]}),
        ("1998~", {"date-parts": [[1998]], "circa": True}),
        ("1998-03?", {"date-parts": [[1998, 3]], "circa": True}),
        ("199X", {"date-parts": [[1990], [1999]], "circa": True}),
        ("2006/2019", {"date-parts": [[2006], [2019]]}),
        ("2006-23", {"date-parts": [[2006]], "season": 3}),
        ("2006-21/2007-22", {"literal": "spring 2006 – summer 2007"}),
        ("2019/..", {"literal": "from 2019"}),
        ("-0044", {"literal": "45 BC"}),
        ("next week", {"literal": "next week"}),
    ],
)
def test_a_date_keeps_its_doubts(date: str, parsed: dict[str, Any]) -> None:
    made = csl_date(date)
    assert made is not None
    if "literal" in parsed and date.startswith("-"):
        assert set(made) == {"literal"}
    else:
        assert made == parsed


def test_what_is_not_known_is_absent() -> None:
    assert item(work()) == {"id": "u1", "type": "document", "title": "A title"}
    assert item(work(title=" "))["title"] == "Untitled"


def test_the_type_follows_the_facts() -> None:
    assert item(work(publisher="Valley Post"))["type"] == "article-newspaper"
    assert item(work(publisher="골짜기일보"))["type"] == "article-newspaper"
    assert item(work(publisher="Institute of Tides"))["type"] == "report"
    assert item(work(byline=("Ministry of Harbours",)))["type"] == "report"
    assert item(work(url="https://example.org"))["type"] == "webpage"
    assert (
        item(work(publisher="Anywhere", url="https://example.org", byline=("Ann Weir",)))["type"] == "article-newspaper"
    )


def test_a_reprint_names_who_published_and_where_it_was_found() -> None:
    made = item(work(publisher="Valley Post", republisher="Reading Room"))
    assert (made["container-title"], made["archive"]) == ("Valley Post", "Reading Room")
    assert item(work(republisher="Reading Room"))["container-title"] == "Reading Room"
    assert "archive" not in item(work(publisher="Valley Post", republisher="Valley Post"))
