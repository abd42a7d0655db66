"""Posting lists made at once on arrays are those that one gets by looking at one word after the other, joined ones too."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index import analysis, kinds, lists
from archive.index.arrays import pack, unpack
from archive.index.gathering import Field, Gathered, exact
from archive.index.kinds import Kinds
from archive.index.lists import Lists, joined
from archive.index.segment import Segment
from archive.index.stems import Stems

_WORD = st.sampled_from(
    [
        "boat",
        "boats",
        "Boats",
        "boating",
        "U.S.",
        "1,047",
        "1.047",
        "re-entry",
        "don't",
        "탈북자들",
        "강",
        "é",
        "…",
        "\u0301",
    ]
)
# What stands between words, and may belong to them.
_SIGNS = st.text("aBs1é강'’-‑.,:_ \n\"“”–\x00\x1c\xa0\u00ad\u0301", max_size=30)
_TEXT = st.one_of(st.lists(_WORD, max_size=12).map(" ".join), st.text(max_size=40), _SIGNS)
_Held = dict[str, dict[int, list[int]]]


def by_hand(texts: list[str], first: int = 0) -> _Held:
    held: _Held = defaultdict(lambda: defaultdict(list))
    for number, text in enumerate(texts, first):
        for found in analysis.terms(text):
            held[found.term][number].append(found.position)
    return {term: dict(documents) for term, documents in held.items()}


def told(found: Lists | None) -> _Held:
    if found is None:
        return {}
    held: _Held = {}
    for number, term in enumerate(found.terms()):
        postings = found.postings(number)
        ends = np.cumsum(postings.frequencies)
        parts = np.split(postings.positions, ends[:-1])
        held[term.decode()] = {
            document: places.tolist() for document, places in zip(postings.documents.tolist(), parts, strict=True)
        }
    return held


def gathered(texts: list[str], kinds: Kinds | None = None) -> Field:
    held = Gathered(Kinds() if kinds is None else kinds)
    held.extend(texts[:1])
    held.extend(texts[1:])
    return held.field(stemmed=True)


@given(st.lists(_TEXT, max_size=6))
def test_the_lists_are_those_made_word_by_word(texts: list[str]) -> None:
    found, _, lengths = gathered(texts)
    assert told(found) == by_hand(texts)
    assert lengths.tolist() == [sum(1 for _ in analysis.terms(text)) for text in texts]
    if found is not None:
        assert found.terms() == sorted(found.terms())
        numbers = np.arange(len(found.terms()))
        assert found.holding(numbers[::2]).tolist() == [
            document for number in numbers[::2] for document in found.run(number, number + 1).tolist()
        ]
        assert found.run(0, len(numbers)).tolist() == found.holding(numbers).tolist()
        again = Lists.read(unpack(pack(found.arrays("body"))), "body")
        assert told(again) == told(found)


@given(st.lists(_TEXT, min_size=1, max_size=8), st.lists(_TEXT, min_size=1, max_size=8))
def test_texts_are_the_same_however_few_are_taken_apart_together(one: list[str], other: list[str]) -> None:
    """With room for the keys of two words at most, so that nearly all are in the way of each other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "_AT_ONCE", 20)
        patch.setattr(kinds, "_SLOT_BITS", 1)
        held = Kinds()
        for texts in (one, other, one + other):
            assert told(gathered(texts, held).lists) == by_hand(texts)


@pytest.mark.parametrize(
    "text",
    [
        "....boat,,,, ''''quay---- -.,'",
        "-'.,-'.,a.b.,-' 'U.S.' (U.S.), ...5.5...",
        "internationalisation internationalisations internationalisers international",
        "supercalifragilistic1 supercalifragilistic0 supercalifragilisti supercalifragilistic",
        "Boat\u00a0quay\u2026boats\u2009Quay \u201cboat\u2019s\u201d rock\u2019n\u2019roll A\u030aland a(\u0301b I\u0307",
        "x" * 40 + " " + "강" * 30 + " " + "é" * 9 + " " + "é" * 8 + " 1,047,000.5 1.047,",
        " \n\t ",
        "'s boys' boy's BOY'S boy\u2019s",
    ],
)
def test_signs_around_words_and_long_words(text: str) -> None:
    assert told(gathered([text, "boat", text]).lists) == by_hand([text, "boat", text])


@given(st.lists(_TEXT, max_size=4), st.lists(_TEXT, max_size=4))
def test_what_one_batch_taught_does_not_change_the_next(one: list[str], other: list[str]) -> None:
    held = Kinds()
    gathered(one, held)
    assert told(gathered(other, held).lists) == by_hand(other)


@given(st.lists(_TEXT, min_size=1, max_size=8), st.data())
def test_postings_of_some_documents_or_of_several_terms_are_those_of_all(texts: list[str], data: st.DataObject) -> None:
    found = gathered(texts).lists
    held, terms = told(found), found.terms() if found is not None else []
    if found is None or not terms:
        return
    number = data.draw(st.integers(0, len(terms) - 1))
    wanted = sorted(data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1)))
    postings = found.among(number, np.array(wanted))
    parts = np.split(postings.positions, np.cumsum(postings.frequencies)[:-1]) if len(postings.documents) else []
    some = dict(zip(postings.documents.tolist(), [part.tolist() for part in parts], strict=True))
    every = held[terms[number].decode()]
    assert {document: some[document] for document in wanted if document in every} == {
        document: every[document] for document in wanted if document in every
    }
    numbers = data.draw(st.lists(st.sampled_from(range(len(terms))), min_size=1, unique=True))
    documents, often = found.together(np.array(numbers))
    assert list(zip(documents.tolist(), often.tolist(), strict=True)) == [
        (document, len(places)) for each in numbers for document, places in held[terms[each].decode()].items()
    ]
    groups = data.draw(st.lists(st.lists(st.sampled_from(range(len(terms))), max_size=3), max_size=4))
    assert [list(zip(documents.tolist(), often.tolist(), strict=True)) for documents, often in found.each(groups)] == [
        [(document, len(places)) for each in group for document, places in held[terms[each].decode()].items()]
        for group in groups
    ]


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(_TEXT, st.booleans()), min_size=1, max_size=5), min_size=1, max_size=4), st.data())
def test_joined_lists_hold_what_is_live_under_its_new_numbers(
    segments: list[list[tuple[str, bool]]], data: st.DataObject
) -> None:
    at_once = data.draw(st.sampled_from([1, 5, 1 << 21]))
    parts, live, number = [], [], 0
    for segment in segments:
        found = gathered([text for text, _ in segment]).lists
        numbers = np.full(len(segment), -1, np.int64)
        for place, (text, kept) in enumerate(segment):
            if kept:
                numbers[place] = number
                number += 1
                live.append(text)
        if found is not None:
            parts.append((found, numbers))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "_AT_ONCE", at_once)
        assert told(joined(parts)[0] if parts else None) == by_hand(live)


def test_a_long_text_among_short_ones_keeps_its_far_positions() -> None:
    texts = ["boat", " ".join(["sea"] * 70_000 + ["boat"]), "a boat"]
    found = gathered(texts).lists
    assert told(found)["boat"] == {0: [0], 1: [70_000], 2: [1]}
    assert found is not None and found.repeats.part(0, len(found.repeats)).max() == 69_999


def test_terms_that_are_taken_as_they_are_stand_once_in_a_document() -> None:
    found, lengths = exact([["place/river", "river", "river"], [], ["river"]])
    assert told(found) == {"place/river": {0: [0]}, "river": {0: [0], 2: [0]}}
    assert lengths.tolist() == [2, 0, 1]
    assert exact([[], []])[0] is None


def words_of(terms: list[bytes]) -> dict[str, list[int]]:
    expected: dict[str, list[int]] = defaultdict(list)
    for number, term in enumerate(terms):
        if (stem := analysis.stem(term.decode())) != term.decode():
            expected[stem].append(number)
    return dict(expected)


def told_stems(stems: Stems | None) -> dict[str, list[int]]:
    if stems is None:
        return {}
    assert stems.names == sorted(stems.names) and list(stems.words(b"zzz")) == []
    again = Stems.read(unpack(pack(stems.arrays("body"))), "body")
    assert again is not None
    return {name.decode(): list(again.words(name)) for name in stems.names}


@given(st.lists(_TEXT, max_size=6), st.lists(_TEXT, max_size=6), st.data())
def test_the_words_of_a_stem_are_those_that_have_it_and_are_not_it(
    one: list[str], other: list[str], data: st.DataObject
) -> None:
    """Of a batch, and of two that were joined without some documents."""
    known = Kinds()
    parts, stems, last = [], [], 0
    for texts in (one, other):
        found = gathered(texts, known)
        assert told_stems(found.stems) == words_of(found.lists.terms() if found.lists is not None else [])
        numbers = np.array([number if data.draw(st.booleans()) else -1 for number in range(last, last + len(texts))])
        last += len(texts)
        if found.lists is not None:
            parts.append((found.lists, numbers))
            stems.append(found.stems)
    if parts:
        lists, maps = joined(parts)
        held = [(each, places) for each, places in zip(stems, maps, strict=True) if each is not None]
        assert told_stems(Stems.joined(held)) == words_of(lists.terms() if lists is not None else [])


def test_a_full_memory_of_words_is_begun_anew() -> None:
    held = Kinds()
    gathered([" ".join(f"w{number}x" for number in range(400_001))], held)
    assert held.full and not Kinds().full


def test_a_segment_without_a_field_has_nothing_in_it() -> None:
    from archive.index.storage import SegmentInfo

    segment = Segment(SegmentInfo("empty", 2, frozenset(), {}), {})
    segment.load({})
    assert segment.lexicon("body") == b"" and segment.number("body", b"a") is None
    assert (
        segment.postings("body", "a").documents.tolist() == segment.postings("body_stem", "a").documents.tolist() == []
    )
    assert segment.lengths("body").tolist() == [0.0, 0.0]


def test_sums_of_gaps_in_four_bytes_may_go_round() -> None:
    last = 2_000_000_000
    gaps = np.array([last, last - 5, 5, last], np.int32)
    assert lists._behind(gaps, np.array([1, 3])).tolist() == [last, last - 5, last, last]
