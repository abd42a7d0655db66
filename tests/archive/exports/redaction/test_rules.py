"""What rules find, how positions are carried over, and rules that cannot be kept."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.base.errors import Invalid
from archive.exports.redaction.rules import Redactor, checked
from archive.exports.redaction.suspects import suspects
from archive.model.excerpt import Redaction


def rule(find: str, replacement: str = "[X]", kind: str = "name") -> Redaction:
    return Redaction(None, kind, find, replacement)


def said(text: str, *rules: Redaction) -> str:
    return Redactor(rules).line(text)


@pytest.mark.parametrize(
    ("find", "text", "told"),
    [
        ("Ada Quay", "Ada Quay went. ADA  QUAY’s boat; Ada\nQuay.", "[X] went. [X]’s boat; [X]."),
        ("Ada Quay", "Ada-Quay, Adama Quay, Ada Quays", "[X], Adama Quay, Ada Quays"),
        ("Min-ji", "Min Ji, Minji, min‑ji", "[X], Minji, [X]"),
        ("김하늘", "김하늘은 말했다. 김하늘씨와 김하늘이", "[X]은 말했다. [X]씨와 [X]이"),
        ("김하늘", unicodedata.normalize("NFD", "김하늘은"), "[X]" + unicodedata.normalize("NFD", "은")),
        ("café", "cafe\u0301 and café", "[X] and [X]"),
        ("Straße", "STRASSE 5", "[X] 5"),
        ("St. Weir", "St Weir, St. Weir", "[X], [X]"),
    ],
)
def test_words_are_found_however_they_are_written(find: str, text: str, told: str) -> None:
    assert said(text, rule(find)) == told


def test_the_longer_of_two_goes_and_no_rest_is_left_standing() -> None:
    rules = [rule("Ada", "[A]"), rule("Ada Quay", "[AQ]"), rule("Quay Street", "[S]")]
    assert said("Ada, Ada Quay, Ada Quay Street", *rules) == "[A], [AQ], [AQ]"


def test_a_pattern_is_a_regular_expression_with_a_time_limit() -> None:
    assert said("Call 010-1234-5678 now", rule(r"\d{3}-\d{4}-\d{4}", "[phone]", "pattern")) == "Call [phone] now"
    with pytest.raises(Invalid, match="does not come to an end"):
        said("a" * 40 + "!", rule(r"(a|a|aa)+$", "[X]", "pattern"))


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (rule(" "), "finds nothing"),
        (rule("…!"), "finds nothing"),
        (rule("Ada", " "), "nothing to stand"),
        (rule("Ada", "[Ada, 20]"), "holds what a rule"),
        (rule("(", "x", "pattern"), "no pattern"),
        (rule("a*", "x", "pattern"), "finds nothing at all"),
        (rule("Ada", "x", "person"), "no kind"),
        (rule("bo"), "already"),
        (rule("Weir", "[Bo's friend]"), "holds what a rule"),
        (rule("woman", "[x]"), "holds what a rule"),
    ],
)
def test_a_rule_that_cannot_work_is_one_sentence(wanted: Redaction, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        checked(wanted, [rule("Bo", "[woman, 20s]")])


WORDS = st.sampled_from(["Ada", "Quay", "Ada Quay", "김하늘", "은", " ", "\n", ".", "🛶", "e\u0301", "שחר", "went"])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=20).map("".join), st.data())
def test_positions_are_carried_over_and_edges_take_in_what_was_replaced(text: str, data: st.DataObject) -> None:
    redactor = Redactor([rule("Ada Quay", "[woman, 20s]"), rule("Ada", "[A]"), rule("김하늘", "[한 사람]")])
    redacted = redactor.apply(text)
    assert redactor.finds(redacted.text) is None
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = redacted.start(start), redacted.end(end)
    assert 0 <= first <= last <= len(redacted.text)
    touched = [edit for edit in redacted.edits if edit.start < end and edit.end > start]
    wide_start = min([start, *(edit.start for edit in touched)])
    wide_end = max([end, *(edit.end for edit in touched)])
    if start < end:
        pieces, place = [], wide_start
        for edit in touched:
            pieces += [text[place : edit.start], edit.replacement]
            place = edit.end
        assert redacted.text[first:last] == "".join([*pieces, text[place:wide_end]])
    free = [place for place in range(len(text)) if all(not edit.start <= place < edit.end for edit in redacted.edits)]
    for place in free:
        assert redacted.text[redacted.start(place)] == text[place]


def test_a_name_is_told_whole_and_no_small_word_for_one() -> None:
    text = "Min met her friends there. I’m told that they met Kang’s aunt and Ludwig van der Meer, said O'Brien."
    found = [each.words for each in suspects(text, Redactor([Redaction(None, "name", "Min", "[her]")]))]
    assert found == ["Kang", "Ludwig van der Meer", "O'Brien"]


def test_a_name_a_dated_place_and_the_rest_of_a_name_are_told_near_a_replacement_only() -> None:
    text = (
        "Ada Quay met Tom Berg in Oslo on 3 May 2014. They talked. "
        "Nobody was there. The weather was fine. Quay left. Much later Eve Marsh wrote a book."
    )
    found = {each.words: each.why for each in suspects(text, Redactor([rule("Ada Quay")]))}
    assert "Tom Berg" in found and "Eve Marsh" not in found
    assert "A part of a name" in found["Quay"]
    assert any("3 May 2014" in words and "Oslo" in words for words in found)
    assert suspects("Tom Berg was in Oslo in 2014.", Redactor([rule("Ada Quay")])) == []
