"""What holds for every text: order, spans, bounds, units, and time that grows with length only."""

import itertools
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.extraction.figures.lexicon import english
from archive.model import edtf
from archive.model.figure import Bound, Kind
from tests.benchmarks.bench_figures import PIECES, milliseconds

WORDS = (
    "7|1,047|1.047|1’047|1 047|$|€|R$|SKr|percent|%|per cent|people|of the|two|hundred|and|a half|million|between|from|to|by|-|–|in|one|four|"
    "out of|every|times|twice|doubled|no|zero|Kenyans|were|since 2019|last year|by May 3|,|.|;|(|)|'s|+|명|3만|3천|여|수십|원|열|중|네|배|3분의 1|절반|년|"
    "늘었다|에 따르면|said|according to|the South|½|1/3|minus|12 degrees C|aged|29|-year-old|late 20s|No.|Route 66|4-2|§|9" + "9" * 400 + "|\n"
).split("|")  # fmt: skip
PUBLISHED = st.sampled_from([None, "2019-02-28", "2020-02-29", "2001", "0001-01-01", "9999-12-31", "2019?"])
texts = (
    st.lists(st.sampled_from(WORDS), max_size=18).map(" ".join)
    | st.lists(st.sampled_from(WORDS), max_size=8).map("".join)
    | st.text(max_size=60)
)


@settings(max_examples=300, deadline=None)
@given(texts, PUBLISHED)
@example("", None)
@example("17 17 17 17", "2019-02-28")
@example("In 2001 9" + "9" * 400 + " people", None)
def test_every_figure_is_well_formed(claims, text, published) -> None:
    found = claims(text, published)
    for one, following in itertools.pairwise(claim for claim in found if not claim.derived):
        assert one.number[1] <= following.number[0]
    for claim in found:
        assert claim.sentence[0] <= claim.start <= claim.number[0] < claim.number[1] <= claim.end <= claim.sentence[1]
        assert text[slice(*claim.number)].strip() == text[slice(*claim.number)]
        assert claim.unit and claim.rule
        for span in (claim.counted, claim.place, claim.source):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
        if claim.value is None and claim.least is None:
            assert claim.most is None and sum(char.isdecimal() for char in text[slice(*claim.number)]) > 300
        elif claim.value is None:
            assert claim.least is not None and claim.most is not None and claim.least < claim.most
            assert claim.bound in (Bound.RANGE, Bound.ORDER_OF_MAGNITUDE)
        else:
            assert claim.least is None or claim.least <= claim.value
            assert claim.most is None or claim.value <= claim.most
        assert (claim.kind is Kind.CHANGE) == (claim.direction is not None)
        if claim.period is not None:
            edtf.parse(claim.period)
        if claim.earliest is not None and claim.latest is not None:
            assert claim.earliest <= claim.latest
    assert found == claims(text, published)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=string.punctuation + " \n\t" + "qzxjvkбд日本", max_size=200))
def test_text_without_numbers_claims_nothing(claims, text) -> None:
    assert claims(text, "2019-02-28") == []


def test_an_article_of_only_numbers_claims_nothing(claims) -> None:
    assert claims("\n".join(f"{number:,}" for number in range(1000, 60_000, 997))) == []


def test_unknown_money_is_no_money(claims) -> None:
    assert all(claim.kind is not Kind.MONEY for claim in claims("It cost ₡40 or 40 quatloos."))


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_long_runs_of_anything_take_as_long_as_they_are_long(piece) -> None:
    """Eight times the text: what is linear takes eight times the processor time, what is quadratic 64 times."""
    # Longer than paragraphs whose sentences are remembered, and every text is another one.
    short = min(milliseconds(piece * (5_000 // len(piece) - less))[0] for less in range(3))
    long = min(milliseconds(piece * (40_000 // len(piece) - less))[0] for less in range(2))
    assert long < 30 * max(short, 2.0)


def test_no_word_stands_for_rise_and_fall() -> None:
    lexicon = english()
    assert not lexicon.changes["rising"] & lexicon.changes["falling"]
    assert not lexicon.changes["nouns_up"] & lexicon.changes["nouns_down"]
    assert not lexicon.people & lexicon.things
