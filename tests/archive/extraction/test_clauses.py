"""Clauses and excerpts: the very words, cut where words end."""

from hypothesis import given
from hypothesis import strategies as st

from archive.base.sentences import Span
from archive.extraction.clauses import Clauses, shortened


def _clause(text: str, words: str) -> str:
    start = text.index(words)
    found = Clauses(text).around(Span(0, len(text)), start, start + len(words))
    return text[found.start : found.end]


def test_a_clause_ends_at_a_semicolon_and_at_a_comma_before_another_clause() -> None:
    text = "The dam burst in 1994, and the valley was flooded in 1995; nobody was told until 2001."
    assert _clause(text, "1994") == "The dam burst in 1994"
    assert _clause(text, "1995") == "and the valley was flooded in 1995"
    assert _clause(text, "2001") == "nobody was told until 2001."


def test_a_sentence_of_one_clause_is_whole() -> None:
    assert _clause("The dam, which was old, held.", "held") == "The dam, which was old, held."


def test_a_long_clause_is_cut_around_what_is_kept() -> None:
    text = "One " + "word after another " * 12 + "in 1994 came the flood and with it " + "more of the same " * 12
    start = text.index("in 1994")
    short = shortened(text, Span(0, len(text)), Span(start, start + 7))
    assert len(short) <= 90 and "in 1994" in short
    assert short.startswith("…") and short.endswith("…")
    assert short.strip("…").strip() in " ".join(text.split())


@given(st.text(alphabet="abc ,;\n가나", min_size=1, max_size=300), st.data())
def test_an_excerpt_holds_nothing_but_the_text(text, data) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = Clauses(text).around(Span(0, len(text)), start, end)
    assert found.start <= start and end <= found.end
    short = shortened(text, found, Span(start, end), 40)
    assert len(short) <= 42
    assert short.strip("…").strip() in " ".join(text.split()) or "…" in short or not short.strip()
