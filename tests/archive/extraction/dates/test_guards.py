"""What looks like a time and is none."""

import pytest

NOTHING = [
    "May I come in?",
    "Marching bands march past.",
    "In a second term he had a second chance.",
    "They met four at a time.",
    "He left at the last minute.",
    "She was the player of the year.",
    "Some 6300 publications and 2000 people were counted.",
    "He lives at 1600 Main Street.",
    "He is in his late 20s.",
    "The Daily Mail and USA Today wrote of it.",
    "It ran on Windows 2000.",
    "It cost $1990 or 1990 won.",
    "He scored in the second half and the striker again in the fourth quarter.",
    "The sun set; he sat and wed her.",
    "Prices fall and spring back.",
    "Call 1990-1990-1990 or 555-1234.",
    "The score was 3-2 after a 4:1 lead.",
    "April Jones and June Smith sang.",
    "No digits and no words of when.",
    "과거사 문제와 미래통합당",
    "He wrote for the Sunday Mirror on Christmas Island.",
    "Rent is due on the 15th of the month.",
    "They live on the 7th floor.",
    "The minutes of the meeting are lost.",
    "It began in 300 cities.",
    "It was built in 250 places.",
    "Black September held October Square.",
    "Version 2.10.16 is out.",
    "It is the dawn of an era.",
    "The night train runs.",
    "It is set in the year 9999, and again in the year 12000.",
    "They grew from 9 to 5 and won 6-9.",
    "It fell from 9 to 50 p.m.o. units.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_read(read, text) -> None:
    assert [text[found.start : found.end] for found in read(text, "2013-03-22")] == []


KEPT = [
    ("In 2019 refugees earned more.", "2019"),
    ("He sold it in May.", "May"),
    ("The 1987 crash hurt.", "1987"),
    ("He grew up in the 80s.", "the 80s"),
    ("The first half was weak.", "The first half"),
]


@pytest.mark.parametrize(("text", "words"), KEPT)
def test_a_guard_lets_a_time_through(read, text, words) -> None:
    assert [text[found.start : found.end] for found in read(text, "2013-03-22")] == [words]


def test_between_quotation_marks_a_name_tells_no_time_and_speech_does(read) -> None:
    text = 'She read "1948" and "Friday in the Park"; "we left on Sunday," he said, "in May 2004."'
    assert [text[found.start : found.end] for found in read(text, "2013-03-22")] == ["Sunday", "May 2004"]
