"""What holds for every text: order, spans, bounds, forms, and time that grows with length only."""

import itertools
import re
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.extraction import dates
from archive.model import edtf
from archive.model.article import Block, BlockKind
from archive.model.event import Basis

_YEAR = r"(?:\d{4}|XXXX)"
_POINT = rf"{_YEAR}(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?|-W(?:\d\d|XX)(?:-(?:[1-7]|WE))?|-Q[1-4X]|-H[12X]|-(?:SP|SU|FA|WI))?"
VALUE = re.compile(
    rf"(?:FY)?{_POINT}(?:T(?:\d\d:\d\d(?::\d\d)?|MO|AF|EV|NI|EM))?|{_POINT}/{_POINT}|\d{{1,3}}"
    r"|P(?:[\dX.]+(?:Y|M|W|D|DE|CE|ML|Q|NI))+(?:T[\dX.]+[HMS])?|PT(?:[\dX.]+[HMS])+|P[\dX.]+[YMWD]T[\dX.]+[HMS]"
    r"|PAST_REF|PRESENT_REF|FUTURE_REF"
)
PIECES = (
    "In 2019|on May 3|in late 2011|two years earlier|a year ago|Friday|9 p.m.|the third quarter|of last year|1990-91|from 2006|to 2019|"
    "between January|and September|of 1988|the '90s|every Monday|more than|10 years|a|the|of|-|.|,|'s|at|last|next|30 February|00:61|13/13/2013|"
    "2019년|11월|31일|지난해|3년 전|오전 10시|말|오는|5일|하루|said|will|people|1,000,000|0000|9999|years|ago|early|mid-|Easter|\n"
).split("|")
PUBLISHED = st.sampled_from([None, "2019-02-28", "2020-02-29", "1989-10", "2001", "0001-01-01", "9999-12-31", "2019?"])
texts = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60)


def _read(text: str, published: str | None) -> list:
    places = [match.span() for match in re.finditer(r"[^\n]+", text)]
    return dates.read(
        text, [Block(BlockKind.PARAGRAPH, *place, place) for place in places], published=published, language=None
    )


@settings(max_examples=300, deadline=None)
@given(texts, PUBLISHED)
@example("9 p.m. 13/13/2013", None)
@example("9 p.m. 12/11/2013", None)
@example("10:15 p.m. 2013-13-45", "2014-01-01")
def test_every_expression_is_well_formed(text, published) -> None:
    found = _read(text, published)
    for one, following in itertools.pairwise(found):
        assert one.end <= following.start
    for each in found:
        words = text[each.start : each.end]
        assert words and words == words.strip()
        assert each.sentence[0] <= each.start and each.end <= each.sentence[1]
        assert each.clause[0] <= each.start and each.end <= each.clause[1]
        assert VALUE.fullmatch(each.value), each.value
        if each.earliest and each.latest:
            assert each.earliest <= each.latest
        if each.edtf is not None:
            edtf.parse(each.edtf)
        if each.basis is Basis.EXPLICIT:
            assert each.anchor_value is None
        assert dates.label(text, each)
    assert found == _read(text, published)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=string.punctuation + " \n\t" + "qzxjvkбд日本", max_size=200))
def test_text_without_digits_or_words_of_time_tells_nothing(text) -> None:
    assert _read(text, "2019-02-28") == []


@pytest.mark.parametrize(
    "piece",
    [
        "7",
        " ",
        "a year ",
        "1990-",
        "the end of the ",
        "twenty-",
        "two years ago ",
        "\n ",
        "1.",
        "1,000,",
        "1/1/",
        "년",
        "3년",
        "1990년대 ",
        "오는 지난 ",
    ],
    ids=repr,
)
def test_long_runs_of_anything_end(piece) -> None:
    text = piece * (60_000 // len(piece))
    blocks = [Block(BlockKind.PARAGRAPH, 0, len(text), (0, len(text)))]
    found = dates.read(text, blocks, published="2020-02-19", language=None)
    assert all(0 <= each.start < each.end <= len(text) for each in found)


def test_every_rule_has_a_readable_name_of_its_own() -> None:
    from archive.extraction.dates.grammar import english_grammar
    from archive.extraction.dates.resolvers import TABLE

    for rule in english_grammar().rules:
        assert re.fullmatch(r"[a-z][a-z0-9-]+", rule.id)
        assert rule.resolver in TABLE
