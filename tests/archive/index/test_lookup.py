"""A term's number and a number's term are found among few and among many, and where a missing one would stand."""

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from archive.index.lookup import Lookup

_TERM = st.one_of(st.text("ab", min_size=1, max_size=9), st.text(min_size=1, max_size=5)).filter(
    lambda term: "\n" not in term
)


@given(st.one_of(st.sets(_TERM, max_size=20), st.sets(_TERM, min_size=60, max_size=200)), st.lists(_TERM, max_size=20))
def test_terms_are_found_by_number_and_numbers_by_term(held: set[str], others: list[str]) -> None:
    terms = sorted(term.encode("utf-8", "replace") for term in held)
    terms = sorted(set(terms))
    lookup = Lookup(b"\n".join((b"", *terms, b"")) if terms else b"")
    assert lookup.size == len(terms)
    assert [lookup.term(number) for number in range(len(terms))] == terms
    for term in [*terms, *(other.encode("utf-8", "replace") for other in others), b"", b"\xff"]:
        assert lookup.number(term) == (terms.index(term) if term in terms else None)
        assert lookup.row(term) == bisect_left(terms, term)
