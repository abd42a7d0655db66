"""What is looked for before a line is searched: a line that is not searched would have shown nothing."""

import re

import pytest

from archive.importers.metadata.lexicon import Phrases, any_of, held_by, may_hold, table

LABELS = [label for labels in table("bylines")["labels"].values() for label in labels]


@pytest.mark.parametrize("label", [label for label in LABELS if label.isascii()])
def test_a_line_with_a_label_is_searched_however_it_is_written(label: str) -> None:
    held = held_by(LABELS)
    for text in (f"{label} Ada Brook", f"{label.upper()}: ADA BROOK", re.sub(" ", "  ", label.title())):
        assert may_hold(text, held)


def test_a_line_without_any_is_not_searched_and_one_in_other_letters_is() -> None:
    held = held_by(["photo by", "글"])
    assert not may_hold("The boats left at dawn.", held)
    assert may_hold("The boats left at dawn, é.", held)
    assert re.search(any_of(["photo by"]), "ſ photo by", re.IGNORECASE) and may_hold("ſ photo by", held)


@pytest.mark.parametrize("rule", table("publishers")["rules"], ids=lambda rule: rule["rule"])
def test_words_that_a_publishers_rule_needs_stand_in_its_pattern(rule: dict[str, object]) -> None:
    pattern, held = str(rule["pattern"]), rule["holds"]
    assert isinstance(held, list) and held
    assert all(word == word.lower() and (word in pattern or word == "(c)") for word in held)


SAID = [words for kind in table("site").values() for words in (*kind.get("contains", ()), *kind.get("weak", ()))]


@pytest.mark.parametrize("around", ["{}", "before {} behind", "be{}hind", "one, ({}) two", "a {}\u2003", "{}{}"])
def test_a_phrase_is_met_wherever_it_stands(around: str) -> None:
    phrases = Phrases(SAID)
    for phrase in SAID:
        text = around.replace("{}", phrase)
        assert phrases.stand_in(text, text.split()), phrase


def test_words_of_a_phrase_alone_are_not_the_phrase() -> None:
    phrases = Phrases(["mailing list", "in your inbox", "our newsletter", "501(c)", "are his own"])
    for text in ("the list of mailing", "into your own inbox", "our new letter", "501 c", "his own are", ""):
        assert not phrases.stand_in(text, text.split()), text
