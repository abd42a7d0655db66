"""The words of a time in as much of their sentence as there is room for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.event import Mention
from desktop.views.events.quoting import around, parts


class Letters:
    """Every letter is one wide."""

    def horizontalAdvance(self, text: str, length: int = -1) -> float:
        return float(len(text))


@pytest.fixture
def mention(bench) -> Mention:
    return bench.mention("3 March 2012")


def test_the_whole_sentence_in_three(mention: Mention) -> None:
    whole = parts(mention)
    assert (whole.before, whole.exact, whole.after) == ("A flood broke the upper gate on ", "3 March 2012", ".")


def test_line_ends_in_a_sentence_become_blanks(mention: Mention) -> None:
    broken = replace(mention, sentence=mention.sentence.replace("broke the", "broke\nthe"))
    assert parts(broken).before == "A flood broke the upper gate on "


def test_an_event_from_nothing_has_its_label_alone(mention: Mention) -> None:
    whole = parts(replace(mention, start=None, end=None, sentence_start=None, label="A bell"))
    assert (whole.before, whole.exact, whole.after) == ("", "A bell", "")


def test_positions_outside_of_the_sentence_leave_the_words_alone(mention: Mention) -> None:
    assert parts(replace(mention, sentence="")).exact == "3 March 2012"
    assert parts(replace(mention, sentence_start=10_000)).before == ""


@given(width=st.integers(14, 200), sentence_after=st.text("ab ", max_size=80))
def test_it_fits_keeps_the_words_whole_and_shows_every_cut(width: int, sentence_after: str) -> None:
    before, exact = "the miller and all his sons had left on ", "3 March 2012"
    made = _mention(before, exact, sentence_after)
    quoted = around(made, Letters(), width)
    assert quoted.exact == exact
    whole = parts(made)
    told = Letters().horizontalAdvance(quoted.before + quoted.exact + quoted.after)
    assert told <= max(width, len(exact) + 2)
    assert quoted.before == whole.before or quoted.before.startswith("…") or quoted.before == ""
    assert quoted.after == whole.after or quoted.after.endswith("…") or quoted.after == ""
    assert whole.before.endswith(quoted.before.removeprefix("…"))
    assert whole.after.startswith(quoted.after.removesuffix("…"))


def _mention(before: str, exact: str, after: str) -> Mention:
    from archive.model.edtf import Precision
    from archive.model.event import Basis, Status, TimexType
    from archive.model.ids import ArticleId, EditionId, MentionId, Uid

    return Mention(
        MentionId(1), Uid("a"), Uid("a"), ArticleId(1), EditionId(1), len(before), len(before) + len(exact), exact,
        before + exact + after, 0, TimexType.DATE, "2012-03-03", None, "2012-03-03", "2012-03-03", None, None,
        Precision.DAY, Basis.EXPLICIT, None, "day", "label", Status.FOUND,
    )  # fmt: skip
