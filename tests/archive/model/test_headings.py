"""Headings of many articles, held in little, are what they were made of."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.headings import Headings
from archive.model.ids import ArticleId

_WORDS = st.text(max_size=12)
_ROWS = st.dictionaries(st.integers(1, 2**40), st.tuples(st.none() | _WORDS, st.none() | _WORDS, st.none() | _WORDS))


@given(_ROWS)
def test_every_article_has_its_heading_whatever_the_order_they_come_in(rows) -> None:
    held = Headings((article, *told) for article, told in rows.items())
    wanted = {article: (title or "", publisher, day) for article, (title, publisher, day) in rows.items()}
    assert dict(held.items()) == wanted and list(held) == sorted(wanted) and len(held) == len(wanted)
    assert all(held[ArticleId(article)] == told for article, told in wanted.items())


def test_an_article_that_is_not_there_has_none() -> None:
    held = Headings([(3, "River", None, None), (9, "Harbour", "Post", "2001")])
    assert held.get(ArticleId(4)) is None and held.get(ArticleId(10)) is None and ArticleId(9) in held
    with pytest.raises(KeyError):
        held[ArticleId(1)]


def test_they_take_less_than_half_of_what_a_dictionary_takes() -> None:
    rows = [
        (number, f"What the harbour told in the year {number}", f"Post {number % 50}", f"{number % 900 + 1100}")
        for number in range(10_000)
    ]
    held = Headings(rows)
    parts = (held._ids, held._rows, held._titles, held._ends, held._publishers, held._days)
    plain = {row[0]: row[1:] for row in rows}
    taken = sum(map(sys.getsizeof, plain.values())) + sys.getsizeof(plain) + sum(sys.getsizeof(row[1]) for row in rows)
    assert sum(map(sys.getsizeof, parts)) < taken / 2
