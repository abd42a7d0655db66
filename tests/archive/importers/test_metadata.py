"""Dates, bylines, publishers, addresses: what lines say, and what they must not be taken to say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.importers.metadata import (
    Candidate,
    Zone,
    biography,
    distinct,
    edtf,
    find_dates,
    gather,
    is_date_line,
    labelled,
    names,
    persons,
    publications,
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("October 04, 2023", "2023-10-04"),
        ("4 Oct 2023", "2023-10-04"),
        ("Mon., Sept. 3rd, 2018", "2018-09-03"),
        ("2023-10-04", "2023-10-04"),
        ("2020-03-03T12:00:00+09:00", "2020-03-03"),
        ("2021. 3. 5. 오후 3:20", "2021-03-05"),
        ("2021년 3월 5일 금요일", "2021-03-05"),
        ("13/10/2023", "2023-10-13"),
        ("10/13/2023", "2023-10-13"),
        ("04/04/2023", "2023-04-04"),
        ("May 2020", "2020-05"),
        ("Spring 2019", "2019-21"),
        ("December 09, 2017 00:23 EDT", "2017-12-09"),
        ("Tuesday 3 March 2020 10.00 GMT", "2020-03-03"),
        ("3 March 2020 · 5 min read", "2020-03-03"),
    ],
)
def test_a_date_line_is_read_as_edtf(line: str, expected: str) -> None:
    assert is_date_line(line)
    assert [found.edtf for found in find_dates(line)] == [expected]


@pytest.mark.parametrize("line", ["31 February 2020", "2020-13-45", "12:30", "Room 2020", "1931", "since 45/45/2020"])
def test_an_impossible_date_is_no_date(line: str) -> None:
    assert not find_dates(line)


def test_running_text_with_a_date_is_no_date_line() -> None:
    assert not is_date_line("The harbour was opened on 3 March 2020 by the mayor of the town.")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2020", "2020"), ("2020-05", "2020-05"), ("20200503", "2020-05-03"), ("soon", None), ("9999", None)],
)
def test_a_value_known_to_be_a_date_is_read(value: str, expected: str | None) -> None:
    assert edtf(value) == expected


def published(*lines: str, zone: Zone = Zone.HEAD) -> str | None:
    return gather([Candidate(line, 0, len(line), zone) for line in lines])[0].published


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published February 19, 2020", "2020-02-19"),
        ("Published: Mar 3, 2020 at 5:00 PM; Updated: Mar 4, 2020", "2020-03-03"),
        ("Posted on March 3, 2020 by Jane Doe", "2020-03-03"),
        ("By Jane Doe | March 3, 2020 5:00 pm", "2020-03-03"),
        ("Updated March 4, 2020", None),
        ("Last modified on 4 March 2020", None),
        ("A version of this piece was originally posted in 2013.", None),
        ("Originally published 3 March 2013", None),
        ("Accessed 3 May 2020", None),
        ("입력 2021-03-05 14:22 수정 2021.03.06 10:00", "2021-03-05"),
        ("2021.03.05 14:22 입력 | 2021.03.06 수정", "2021-03-05"),
        ("기사입력 2021.03.05. 오후 3:20 최종수정 2021.03.06. 오전 1:00", "2021-03-05"),
    ],
)
def test_only_a_publication_date_is_the_date_of_publication(line: str, expected: str | None) -> None:
    assert published(line) == expected


def test_a_label_outweighs_a_bare_date_above_it() -> None:
    assert published("1 March 2020", "Published 3 March 2020") == "2020-03-03"


def test_an_ambiguous_date_is_null_with_a_warning() -> None:
    metadata, warnings = gather([Candidate("04/10/2023", 0, 10)])
    assert metadata.published is None
    assert "04/10/2023" in warnings[0]


def test_a_date_among_what_is_set_aside_is_not_the_publication() -> None:
    assert published("Sunday, November 22, 2026", zone=Zone.SITE) is None


def test_a_dateline_with_a_year_dates_a_release() -> None:
    assert published("LONDON, 3 March 2020 – The library opened today.", zone=Zone.BODY) == "2020-03-03"
    assert published("It closed on 3 March 2020 – for ever.", zone=Zone.BODY) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("By Jane Doe, John Roe and Mary Poe", ("Jane Doe", "John Roe", "Mary Poe")),
        ("BY JANE DOE", ("Jane Doe",)),
        ("Author: Jane Doe", ("Jane Doe",)),
        ("Written by Dr. Jane van der Doe, Ph.D.", ("Jane van der Doe",)),
        ("By Jane Doe, Staff Writer", ("Jane Doe",)),
        ("By Jane Doe, BBC News", ("Jane Doe",)),
        ("By Jane Doe in Seoul", ("Jane Doe",)),
        ("By Kim Min-su, Park Ji-won", ("Kim Min-su", "Park Ji-won")),
        ("Words by Jane Doe, photos by John Roe", ("Jane Doe",)),
        ("Reporting by Jane Doe; Editing by John Roe", ("Jane Doe",)),
        ("Posted on March 3, 2020 by Jane Doe", ("Jane Doe",)),
        ("Von Annegret Berg, 3. Juni 2018, 11:45 Uhr", ("Annegret Berg",)),
        ("Von Annegret Berg und Peter Klein", ("Annegret Berg", "Peter Klein")),
        ("Par Marie Dupont, publié le 3 juin 2018", ("Marie Dupont",)),
        ("Por Ana Pérez | 3 de junio de 2018", ("Ana Pérez",)),
        ("홍길동 기자", ("홍길동",)),
        ("글 홍길동 기자", ("홍길동",)),
        ("글=홍길동", ("홍길동",)),
        ("홍길동·김철수 기자", ("홍길동", "김철수")),
        ("[서울=연합] 홍길동 기자", ("홍길동",)),
        ("홍길동 기자 hong@harbour.example", ("홍길동",)),
    ],
)
def test_a_byline_names_its_authors(line: str, names: tuple[str, ...]) -> None:
    found = labelled(line)
    assert found is not None
    assert found.names == names


@pytest.mark.parametrize(
    "line",
    [
        "By Reuters",
        "By Staff",
        "Photo by Jane Doe",
        "Photo Credit: Jane Doe /",
        "Video: Jane Doe",
        "사진 홍길동 기자",
        "By the end of the year the harbour had reopened.",
        "By Our Correspondent",
        "Von Port Eliza aus",
        "Von Annegret Berg, Seoul",
        "Von Annegret Berg hält er nichts",
        "Par Avion",
    ],
)
def test_agencies_photographers_and_sentences_are_no_byline(line: str) -> None:
    assert labelled(line) is None


def test_the_same_person_is_named_once_in_the_fuller_form() -> None:
    assert distinct(["Jane Doe", "Jane R. Doe", "John Roe"]) == ("Jane R. Doe", "John Roe")


def test_evidence_points_at_the_words() -> None:
    line = "  By Jane Doe and John Roe"
    evidence = gather([Candidate(line, 100, 100 + len(line))])[0].evidence["byline"]
    assert line[evidence.start - 100 : evidence.end - 100] == "Jane Doe and John Roe"  # type: ignore[operator]
    assert evidence.value == "Jane Doe; John Roe"


def test_evidence_of_a_line_with_mark_up_is_the_whole_line() -> None:
    evidence = gather([Candidate("By Jane Doe", 10, 60)])[0].evidence["byline"]
    assert (evidence.start, evidence.end) == (10, 60)


def test_a_biography_at_the_end_gives_the_author_when_there_is_no_byline() -> None:
    line = "Jane Doe is a journalist and consultant based in the harbour town."
    tail = [Candidate(line, 0, len(line), Zone.TAIL)]
    assert biography(line) is not None
    assert gather(tail)[0].byline == ("Jane Doe",)
    assert gather(tail, body="“We waited,” Jane Doe said.")[0].byline == ()
    assert gather([Candidate("By John Roe", 0, 11), *tail])[0].byline == ("John Roe",)


def test_a_bare_name_counts_beside_a_date_only() -> None:
    assert gather([Candidate("Jane Smith", 0, 10), Candidate("3 March 2020", 20, 32)])[0].byline == ("Jane Smith",)
    assert gather([Candidate("Jane Smith", 0, 10)])[0].byline == ()
    assert gather([Candidate("Asia Pacific", 0, 12), Candidate("3 March 2020", 20, 32)])[0].byline == ()


@pytest.mark.parametrize(
    ("line", "name", "original"),
    [
        (
            "This article was originally published by Radio Free Harbour and is reprinted with permission.",
            "Radio Free Harbour",
            True,
        ),
        ("This article first appeared in the March 2020 issue of Harbour Review.", "Harbour Review", True),
        ("Republished with permission from The Quay", "The Quay", True),
        ("Views here do not necessarily reflect Harbour Observer’s editorial policy", "Harbour Observer", False),
        ("They do not necessarily reflect the official policy or position of Harbour Weekly.", "Harbour Weekly", False),
        ("© 2020 The Harbour Times. All rights reserved.", "The Harbour Times", False),
        ("저작권자 ⓒ 항구일보 무단전재 및 재배포 금지", "항구일보", False),
        ("Register to receive updates from HEI", "HEI", False),
        ("Harbour Post is a nonprofit newsroom", "Harbour Post", False),
        ("Source: Harbour Gazette", "Harbour Gazette", False),
    ],
)
def test_a_publisher_is_named_by_a_phrase(line: str, name: str, original: bool) -> None:
    found = next(iter(publications(line)))
    assert (found.name, found.original) == (name, original)


@pytest.mark.parametrize(
    "line",
    [
        "About Us",
        "About the Author",
        "© Jane Doe",
        "Support our journalism",
        "Subscribe to our Mailing List!",
        "More from World",
    ],
)
def test_promotion_without_a_name_names_no_publisher(line: str) -> None:
    assert not list(publications(line))


def test_a_reprint_has_a_publisher_and_a_republisher() -> None:
    note = "This article was originally published by Radio Free Harbour and is reprinted with permission."
    promotion = "Join our new HMN Telegram channel today!"
    metadata, _ = gather([Candidate(promotion, 0, len(promotion), Zone.SITE), Candidate(note, 50, 50 + len(note))])
    assert (metadata.publisher, metadata.republisher) == ("Radio Free Harbour", "HMN")


def test_an_affiliation_counts_only_when_the_site_calls_itself_so() -> None:
    bio = "Jane R. Doe is a fellow at the Harbour Economic Institute of the North."
    line = Candidate(bio, 0, len(bio), Zone.TAIL)
    updates = Candidate("Register to receive updates from HEI", 90, 126, Zone.SITE)
    assert gather([line])[0].publisher is None
    assert gather([line, updates])[0].publisher == "Harbour Economic Institute of the North"


def test_the_agency_of_a_dateline_is_the_publisher_when_nobody_else_is_named() -> None:
    lead = "BUSAN, March 3 (Harbour Agency) -- The port moved more boxes than ever."
    assert gather([Candidate(lead, 0, len(lead), Zone.BODY)])[0].publisher == "Harbour Agency"


def test_address_and_day_of_visit_are_read() -> None:
    lines = [
        Candidate("Retrieved from: https://example.org/a?b=1.", 0, 42, Zone.TAIL),
        Candidate("Accessed 3 May 2020", 50, 69, Zone.TAIL),
    ]
    metadata, _ = gather(lines)
    assert (metadata.url, metadata.accessed, metadata.published) == ("https://example.org/a?b=1", "2020-05-03", None)


def test_hints_outweigh_words() -> None:
    hinted = [
        Candidate("Harbour Post", 0, 12, hint="publisher"),
        Candidate("2020-03-03", 20, 30, hint="published"),
        Candidate("Mononym", 40, 47, hint="byline"),
    ]
    metadata, _ = gather([*hinted, Candidate("© 2019 Other Times", 60, 78, Zone.TAIL)])
    assert (metadata.publisher, metadata.published, metadata.byline) == ("Harbour Post", "2020-03-03", ("Mononym",))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("By JaneDoe,0123/-.:ⓒ기자홍길동© \n–|“”()@isa"), max_size=120), max_size=6),
    st.sampled_from(list(Zone)),
)
def test_no_line_can_make_the_rules_fail(texts: list[str], zone: Zone) -> None:
    metadata, _ = gather([Candidate(text, 0, len(text), zone) for text in texts])
    for text in texts:
        persons(text)
    assert all(0 < evidence.confidence <= 1 for evidence in metadata.evidence.values())


@pytest.mark.parametrize("name", ["Sang-hun Choe", "Ji-hyun Park", "Marian Ostrow", "Priya Raman"])
def test_a_known_kind_of_name_is_likely_a_person(name: str) -> None:
    assert names.is_likely_person(name)


@pytest.mark.parametrize("words", ["Long Read", "Border Watch", "Low-income Park", "Human Rights", "Choe"])
def test_other_words_are_not(words: str) -> None:
    assert not names.is_likely_person(words)
