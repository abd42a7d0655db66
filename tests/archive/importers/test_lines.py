"""Lines: where they are, whether they were wrapped, and what they are by themselves."""

import pytest

from archive.importers.lines import item_text, lines
from archive.importers.lines.roles import Role, read
from archive.importers.lines.split import Line


def role(text: str) -> Role:
    return read(Line(0, len(text), text, apart=True)).role


def test_lines_know_their_place() -> None:
    text = "  first\r\n\r\n\tsecond  line \n"
    assert [(text[line.start : line.end], line.text, line.apart) for line in lines(text)] == [
        ("first", "first", True),
        ("second  line", "second line", True),
    ]


def test_a_single_break_does_not_set_apart() -> None:
    assert [line.apart for line in lines("one\ntwo\r\nthree\n\nfour\ffive")] == [True, False, False, True, True]


def test_short_lines_are_not_joined() -> None:
    assert len(lines("Home\nNews\nSport\nWeather\nContact")) == 5


def test_long_unbroken_paragraphs_are_not_joined() -> None:
    assert len(lines("\n".join(["The boats lay at the quay for six weeks, and nobody went out to sea."] * 6))) == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Share on Facebook", Role.SITE),
        ("Subscribe to our newsletter", Role.SITE),
        ("We use cookies to improve your experience.", Role.SITE),
        ("Home > News > Local", Role.SITE),
        ("Home | About | Contact | Archive", Role.SITE),
        ("1,234 views", Role.SITE),
        ("5 min read", Role.SITE),
        ("Connecting to %s", Role.SITE),
        ("#harbour #sea", Role.SITE),
        ("© 2020 The Coastal Gazette", Role.SITE),
        ("댓글쓰기", Role.SITE),
        ("Home About Contact", Role.SITE),
        ("News Opinion Culture Subscribe", Role.SITE),
        ("← The last ropewalk", Role.SITE),
        ("Rice →", Role.SITE),
        ("Like Loading...", Role.SITE),
        ("FILE - Boats lie at the quay of Low Marsh, Sept. 12, 2016.", Role.CAPTION),
        ("PORT ELIZA —", Role.META),
        ("Dan Lowe contributed to this report.", Role.META),
        ("World News Today", Role.UNKNOWN),
        ("© Halvorsen Institute 2021", Role.SITE),
        ("Post navigation", Role.SITE),
        ("Home 2020 November 25 The boats are back", Role.SITE),
        ("Vol. 8, No. 2 (Spring 2015), pp. 41-58", Role.META),
        ("Published daily by the Halvorsen Institute", Role.META),
        ("Journal of Northern Harbours, Vol 12 (3), 2015, pp 4–19.", Role.META),
        ("She wrote in the journal, vol. 3, no. 2 of the series, that the boats lay at the quay.", Role.PROSE),
        ("Volunteers mend the quay, no. 2 first", Role.UNKNOWN),
        ("Home at last for the crew", Role.UNKNOWN),
        ("3 March 2020", Role.META),
        ("By Jane Doe", Role.META),
        ("Category: Harbours", Role.META),
        ("[This post has been updated on 3 March 2020.]", Role.META),
        ("Boats at the quay (Jane Doe/Getty Images)", Role.CAPTION),
        ("Photo: Jane Doe", Role.CAPTION),
        ("[사진=항구시 제공]", Role.CAPTION),
        ("The harbour reopened on Monday after six weeks.", Role.PROSE),
        ("항구가 다시 열렸다고 항만청이 5일 밝혔다.", Role.PROSE),
        ("Q: And the boats?", Role.PROSE),
        ("- two hundred seats", Role.ITEM),
        ("> It was a long winter.", Role.QUOTE),
        ("The winter storms", Role.UNKNOWN),
        ("* * *", Role.SITE),
    ],
)
def test_a_line_is_told_by_its_words(text: str, expected: Role) -> None:
    assert role(text) is expected


def test_a_sentence_with_a_site_phrase_in_it_stays_text() -> None:
    assert (
        role(
            "The paper put its archive behind a paywall in 2012, and the number of people who read it fell by half within a single year, the study found."
        )
        is Role.PROSE
    )


@pytest.mark.parametrize(
    ("text", "expected"), [("- one", "one"), ("• two", "two"), ("1. three", "1. three"), ("plain", "plain")]
)
def test_bullets_go_and_numbers_stay(text: str, expected: str) -> None:
    assert item_text(text) == expected
