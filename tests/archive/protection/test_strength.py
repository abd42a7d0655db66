"""The strength of passphrases, told by how long guessing takes, without flattery."""

import time

import pytest

from archive.protection.strength import measure


@pytest.mark.parametrize("weak", ["password", "qwertyuiop", "abcdefgh", "19840203", "P@ssw0rd!", "aaaaaaaaaaaaaaaa"])
def test_what_everybody_tries_first_is_very_weak_and_says_what_to_do(weak: str) -> None:
    found = measure(weak)
    assert found.score == 0 and found.words.startswith("Very weak") and found.advice.endswith(".")


def test_more_words_are_stronger_and_need_no_advice() -> None:
    words = "lantern gravel otter syringe mosaic".split()
    scores = [measure(" ".join(words[:count])).score for count in range(1, 6)]
    assert scores == sorted(scores) and scores[0] < 2 and scores[-1] == 4
    assert measure(" ".join(words)).advice == ""


def test_the_score_is_for_those_who_have_the_file_and_not_for_a_website() -> None:
    # zxcvbn's own scale gives its best mark from ten thousand million guesses on: that is twelve days.
    found = measure("tr0ub4dor&3")
    assert found.guesses > 1e10 and found.score == 1 and "months" in found.words


def test_names_that_are_known_are_tried_first() -> None:
    assert measure("hwangridge", ["Hwangridge"]).guesses < measure("hwangridge").guesses


def test_nothing_is_no_passphrase_yet() -> None:
    assert measure("").score == 0 and "No passphrase" in measure("").words


def test_a_very_long_one_is_measured_at_once() -> None:
    begin = time.process_time()
    assert measure("lantern gravel otter " * 2000).score >= 3
    assert measure("a" * 100_000).score == 0
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("korean", ["한강에 뜬 달과 열두 켤레 장갑", "나는 어제 산에서 버섯을 땄다"])
def test_korean_counts_too(korean: str) -> None:
    assert measure(korean).score >= 3
