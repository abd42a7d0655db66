"""Long texts are looked through on arrays: what is found is what taking them apart finds."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index import analysis, excerpts, highlight, standing
from archive.index.passages import Span
from archive.index.queries import Fuzzy, Node, Word, parse, wanted
from archive.index.verdicts import verdicts_of
from archive.index.vocabulary import Vocabulary

_WORDS = (
    "dying Die die hopping hop's hope vit vit, vits. vi-t V.I.T. (vit) \"vit\" vit; vi't avit vit_ _vit vit! vit? plarbot plar-bot Plarbox"
    " don't 1,047 1047 62.1 62,1 U.S. naïve “vit” vité élan ﬁsh straße STRASSE a A i \u00adsoft vit\u0007 x" + "y" * 70
).split(" ")
_QUERIES = st.sampled_from(
    (
        'die|hop|hope|hopes|vit|vit*|v*|a|1047|62.1|us|plarbox~|plarbot~2|"vit plarbot"|"die vit"|vit OR "vit vit"|plarbot -vit|vit OR vi* OR v* OR hope*|naive'
        "|strasse|x" + "y" * 63 + "|vit* plarbot~ hop|die OR dying OR hope OR a"
    ).split("|")
)


@pytest.fixture(autouse=True, scope="module", params=[(5, -1), (1 << 16, -1), (1 << 16, 120)])
def every_text_is_long(request: pytest.FixtureRequest) -> Iterator[None]:
    """And looked at in blocks that end anywhere, always on arrays, or one by one where few letters are met."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(highlight, "LONG", 0)
        for name, value in zip(("_BLOCK", "_FEW"), request.param, strict=True):
            patch.setattr(standing, name, value)
        yield


def _forms(text: str, query: str) -> Mapping[Node, Sequence[str]]:
    """As an index of this text has them."""
    terms = {found.term for found in analysis.terms(text) if found.role != "single"}
    forms: dict[Node, Sequence[str]] = {}
    for needle in wanted(parse(query)):
        if isinstance(needle, Fuzzy):
            near = Vocabulary("\n".join(["", *terms, ""]).encode()).within(needle.term, needle.edits)
            forms[needle] = [term for term, _ in near]
        elif isinstance(needle, Word):
            forms[needle] = [term for term in terms if analysis.stem(term) == needle.root]
    return forms


def _spans(text: str, query: str, forms: Mapping[Node, Sequence[str]] | None) -> list[Span]:
    verdicts = verdicts_of(query, "body")
    known = highlight._known(text, verdicts, forms) if forms is not None and verdicts.needles else None
    return highlight._spans(text, verdicts) if known is None else [Span(*row) for row in known.tolist()]


@given(
    st.lists(st.sampled_from(_WORDS) | st.text("vitdea-'.,\" ’é_", max_size=6), max_size=40),
    _QUERIES,
    st.sampled_from([" ", "\n", ", ", "\u00a0", "\t"]),
)
@settings(max_examples=600, deadline=None)
def test_known_forms_are_found_where_taking_the_text_apart_finds_them(parts: list[str], query: str, space: str) -> None:
    text = space.join(parts)
    # What is behind the text makes it one that is taken apart whole.
    whole = [span for span in _spans(text + " 강" * (len(text) + 1), query, None) if span.end <= len(text)]
    assert _spans(text, query, _forms(text, query)) == whole


def test_a_form_that_stands_alone_is_not_taken_apart() -> None:
    query = "vit"
    places = standing.Standing(wanted(parse(query)), _forms("vit vits", query)).places(
        'Vit came, "vit" went. A vit-like vits.'
    )
    assert places is not None
    assert {alone.form: alone.starts.tolist() for alone in places.alone} == {"vit": [0, 11], "vits": [33]}
    assert places.stretches == [(24, 32)]


def test_a_beginning_that_stands_alone_is_told_with_its_word() -> None:
    places = standing.Standing(wanted(parse("vi*")), {}).places("Vit, vits visa-like 'vi avit vits.")
    assert places is not None
    assert {alone.form: alone.starts.tolist() for alone in places.alone} == {"Vit": [0], "vits": [5, 29]}
    assert places.stretches == [(10, 19), (20, 23)]


def test_a_form_that_a_beginning_has_found_is_not_lost_when_it_is_looked_for_too() -> None:
    query = "vit OR v* OR vi*"
    places = standing.Standing(wanted(parse(query)), _forms("vit", query)).places("(vit) visa vit.")
    assert places is not None
    found = [(alone.form, start) for alone in places.alone for start in alone.starts.tolist()]
    assert sorted(found) == [("visa", 6), ("vit", 1), ("vit", 11)]


@pytest.mark.parametrize(
    ("query", "text"), [("vit", "vit"), ("vit~", "vit"), ("vits", "a\u0011vit")], ids=["stem", "near", "control"]
)
def test_without_forms_or_with_control_characters_the_text_is_taken_apart(query: str, text: str) -> None:
    forms = _forms(text, query) if "\u0011" in text else {}
    assert standing.Standing(wanted(parse(query)), forms).places(text) is None


@given(
    st.lists(st.sampled_from("강 강을 강가 도서관 관도서 도 서관 river ﾄﾞ が か\u3099 図書館".split()), max_size=30),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_looking_only_where_characters_stand_finds_all_of_them(parts: list[str], phrase: bool) -> None:
    text, query = " ".join(parts), '"도서관 강"' if phrase else "강 OR 도서관 OR が"
    # A near word could be anything, so that all of the text is taken apart.
    whole = _spans(text, f"{query} OR qqqqqqqq~", None)
    assert _spans(text, query, None) == whole


@given(
    st.lists(st.lists(st.sampled_from([*_WORDS, "강을", "0"]), max_size=12).map(" ".join), max_size=6),
    _QUERIES,
    st.integers(0, 9),
    st.sampled_from([0, 2, 200]),
)
@settings(max_examples=300, deadline=None)
def test_texts_looked_through_together_show_what_each_shows(
    texts: list[str], query: str, begin: int, many: int
) -> None:
    query = f"{query} 0" if begin else f'{query} "vit 0 vit"'
    forms, worth = _forms(" ".join(texts), query), dict.fromkeys(wanted(parse(query)), 1.5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(highlight, "LONG", 60)
        patch.setattr(excerpts, "MANY", many)
        found = highlight.snippets_of(
            [highlight.Told(text, min(begin, len(text))) for text in texts], query, worth, forms, lambda: None
        )
    assert found == [highlight.snippets(text, query, begin=min(begin, len(text)), worth=worth) for text in texts]
