"""What is counted is what stands there: against a plain count of the texts, through batches, merges and deletions."""

import random
from collections import Counter
from collections.abc import Callable
from threading import Thread

import numpy as np
import pytest

from archive.base.errors import Cancelled
from archive.index import analysis, lists, numbering
from archive.index.analysis import terms
from archive.index.index import Index
from tests.archive.index.conftest import MemoryHome

Fill = Callable[..., Index]
WORDS = ("harbour", "boats", "Boats", "net", "crossing", "1,200", "탈북민은", "항구", "항구에서", "don't", "re-entry")


def texts(count: int) -> list[str]:
    made = random.Random(11)
    return [" ".join(made.choices(WORDS, k=made.randint(0, 30))) for _ in range(count)]


def counted(bodies: list[str]) -> Counter[str]:
    total: Counter[str] = Counter()
    for body in bodies:
        total.update(found.term for found in terms(body))
    return total


@pytest.mark.parametrize("at_once", [1, 7, 1 << 20])
def test_every_term_of_chosen_articles_is_counted_in_them_and_in_all(
    filled: Fill, memory: MemoryHome, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_AT_ONCE", at_once)
    bodies = texts(40)
    for first in range(0, 40, 9):
        index = filled(*bodies[first : first + 9])
    memory.remove(8, 30)
    index.catch_up()
    chosen = [3, 4, 8, 21, 40]
    found = index.frequencies(np.array(chosen))
    there = [bodies[article - 1] for article in chosen if article != 8]
    everything = counted(there)
    expected = {term: times for term, times in everything.items() if not analysis.is_cjk(term)}
    assert len(found.terms) == len(set(found.terms))
    assert dict(zip(found.terms, found.chosen.tolist(), strict=True)) == expected
    everywhere = counted([body for number, body in enumerate(bodies, 1) if number not in (8, 30)])
    assert found.everywhere.tolist() == [everywhere[term] for term in found.terms]
    assert found.words == tuple(
        sum(times for term, times in counts.items() if not analysis.is_cjk(term)) for counts in (everything, everywhere)
    )
    assert found.characters == tuple(
        sum(times for term, times in counts.items() if analysis.is_cjk(term) and len(term) == 1)
        for counts in (everything, everywhere)
    )


def test_what_was_kept_is_not_used_once_the_index_has_changed(filled: Fill, memory: MemoryHome) -> None:
    index = filled("a quay", "a pier")
    first = index.frequencies(np.array([1]))
    assert dict(zip(first.terms, first.everywhere.tolist(), strict=True)) == {"a": 2, "quay": 1}
    filled("a quay and a quay")
    again = index.frequencies(np.array([1]))
    assert dict(zip(again.terms, again.everywhere.tolist(), strict=True)) == {"a": 4, "quay": 3}
    memory.remove(3)
    index.catch_up()
    assert index.frequencies(np.array([1])).everywhere.sum() == 3


def test_only_segments_that_are_new_are_taken_apart(filled: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    index = filled("a quay", "a pier")
    index.frequencies(np.array([1]))
    taken: list[bytes] = []
    lexicon = numbering.lexicon
    monkeypatch.setattr(numbering, "lexicon", lambda held: [taken.append(held), lexicon(held)][1])
    filled("a mole")
    assert index.frequencies(np.array([3])).everywhere.tolist() == [3, 1]
    assert [held.split() for held in taken] == [[b"a", b"mole"]]


def test_searching_goes_on_while_words_are_counted(filled: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    index, found = filled("a quay", "a pier"), list[int]()
    lexicon = numbering.lexicon

    def slow(held: bytes) -> numbering.Lexicon:
        other = Thread(target=lambda: found.extend(index.search("pier").articles), daemon=True)
        other.start()
        other.join(10)
        return lexicon(held)

    monkeypatch.setattr(numbering, "lexicon", slow)
    index.frequencies(np.array([1]))
    assert found == [2]


def test_words_of_segments_that_are_gone_are_forgotten_in_time(filled: Fill, memory: MemoryHome) -> None:
    for number in range(8):
        index = filled(f"mole {'abcdefgh'[number]}salt")
        index.frequencies(np.array([1]))
    memory.remove(*range(1, 8))
    index.catch_up()
    found = index.frequencies(np.array([8]))
    assert dict(zip(found.terms, found.everywhere.tolist(), strict=True)) == {"mole": 1, "hsalt": 1}
    assert len(index._words._numbering.names) == 2


def test_nothing_chosen_and_nothing_there_count_nothing(filled: Fill) -> None:
    empty = filled()
    assert not list(empty.frequencies(np.array([1])).terms)
    assert empty.occurrences("quay").articles.tolist() == []
    assert not list(filled("a quay").frequencies(np.array([], np.int64)).terms)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("boats", {1: 2, 2: 1}),
        ("two boats", {1: 1}),
        ("boat", {}),
        ("항구", {3: 2}),
        ("항구에서", {3: 1}),
        ("구", {3: 3}),
        ("…", {}),
    ],
)
def test_words_are_counted_by_article_where_they_stand(filled: Fill, words: str, expected: dict[int, int]) -> None:
    index = filled("Two boats met other boats.", "The boats' nets.", "항구에서 항구까지 구경")
    found = index.occurrences(words)
    assert dict(zip(found.articles.tolist(), found.times.tolist(), strict=True)) == expected


def test_counting_can_be_cancelled(filled: Fill) -> None:
    with pytest.raises(Cancelled):
        filled("a quay").frequencies(np.array([1]), lambda: True)
