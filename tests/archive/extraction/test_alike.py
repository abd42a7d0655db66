"""Labels that say the same in the same words have one key."""

from archive.extraction import alike


def test_the_date_and_words_of_grammar_make_no_difference() -> None:
    one = alike.key("In 1994, the Elbow Dam burst", "1994")
    assert one == alike.key("the Elbow Dam burst in 1995", "1995") == "elbow dam burst"


def test_korean_particles_make_no_difference() -> None:
    assert alike.key("1994년 저수지가 무너졌다", "1994년") == alike.key("저수지는 1995년에 무너졌다", "1995년") != ""


def test_too_few_words_are_like_nothing() -> None:
    assert alike.key("it was in 1994", "1994") == ""
    assert alike.key("Floods of 1994", "1994") == ""
