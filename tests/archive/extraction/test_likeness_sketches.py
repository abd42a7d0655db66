"""Sketches of texts: estimates within the bounds that theory gives them, the same in every process, in English and in Korean."""

import math
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction.likeness import shingles

SYLLABLES = [chr(code) for code in range(0xAC00, 0xAC00 + 300)]


def _words(chance: random.Random, count: int, korean: bool) -> list[str]:
    if korean:
        return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)]
    return [f"w{chance.randrange(5000)}" for _ in range(count)]


def _pair(seed: int, korean: bool) -> tuple[shingles.Hashes, shingles.Hashes]:
    """Two texts that share a stretch: anything from nothing to all of the shorter one."""
    chance = random.Random(seed)
    shared = _words(chance, chance.randint(200, 1500), korean)
    one = [*_words(chance, chance.randint(0, 900), korean), *shared]
    other = [*shared, *_words(chance, chance.randint(0, 900), korean)]
    if seed % 3 == 0:
        other = [word if chance.random() > 0.02 else "changed" for word in other]
    made = shingles.hashes_of([shingles.tokens(" ".join(words)) for words in (one, other)])
    return made[0], made[1]


@pytest.mark.parametrize("korean", [False, True])
def test_estimates_stay_within_the_bounds_of_theory_and_lean_to_no_side(korean: bool) -> None:
    off, count = [0.0, 0.0], 120
    for seed in range(count):
        one, other = _pair(seed, korean)
        first, second = shingles.sketch(one), shingles.sketch(other)
        resemblance, contained, _ = shingles.estimates(first, second)
        exact = shingles.resemblance(one, other)
        held = float(np_share(one, other))
        # Hoeffding 1963: a sample of n strays further than this with a chance of less than one in ten million.
        union = len(set(first.tolist()) | set(second.tolist()))
        for estimate, truth, size in ((resemblance, exact, union), (contained, held, len(first))):
            assert abs(estimate - truth) <= math.sqrt(math.log(2e7) / (2 * size)), (seed, estimate, truth, size)
        off[0] += resemblance - exact
        off[1] += contained - held
    # The mean of so many strays by a tenth of what one may.
    assert all(abs(each / count) < 0.02 for each in off), off


def np_share(one: shingles.Hashes, other: shingles.Hashes) -> float:
    mine, theirs = set(one.tolist()), set(other.tolist())
    return len(mine & theirs) / len(mine)


@given(st.lists(st.sampled_from(["river", "강", "가을", "12", "x"]), max_size=30), st.integers(0, 4))
def test_many_texts_at_once_hash_as_each_by_itself(words: list[str], others: int) -> None:
    tokens = shingles.tokens(" ".join(words))
    beside = [shingles.tokens("다른 글 하나와 other words of it"), tokens] * others
    alone = shingles.hashes(tokens)
    assert all((each == alone).all() for each in shingles.hashes_of([tokens, *beside])[:: 2 if others else 1])


def test_case_form_and_marks_do_not_count_and_plain_letters_are_read_as_others() -> None:
    plain = "The river's ice broke on 3 May, 1962; nobody\ncrossed."
    assert shingles.tokens(plain) == shingles.tokens("THE RIVER’S ICE broke… on 3 May 1962 – nobody (crossed)")
    assert shingles.tokens(plain + " é")[:-1] == shingles.tokens(plain)
    assert shingles.tokens("한국에서 왔다") == [each.encode() for each in "한국에서왔다"]


def test_spaces_between_korean_words_make_no_difference() -> None:
    one = shingles.hashes(shingles.tokens("새로운 등대가 마을 앞바다에 세워졌다고 주민들이 말했다"))
    other = shingles.hashes(shingles.tokens("새로운등대가 마을앞바다에 세워 졌다고 주민들이 말했다"))
    assert (one == other).all()


def test_another_process_makes_the_same_sketch() -> None:
    words = " ".join(f"w{number}" for number in range(400))
    code = (
        "import sys; from archive.extraction.likeness import shingles as s;"
        " t = s.tokens(sys.argv[1]); print(s.digest(t), s.packed(s.sketch(s.hashes(t))).hex())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, words], check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3]
    ).stdout.split()
    tokens = shingles.tokens(words)
    assert told == [str(shingles.digest(tokens)), shingles.packed(shingles.sketch(shingles.hashes(tokens))).hex()]


@pytest.mark.parametrize("size", [1, 4, 5, 20, 130, 5_000, 40_000])
def test_a_sketch_holds_every_shingle_below_its_reach(size: int) -> None:
    chance = random.Random(size)
    found = shingles.hashes(shingles.tokens(" ".join(_words(chance, size, korean=False))))
    kept = shingles.sketch(found)
    assert min(len(set(found.tolist())), shingles.LEAST) <= len(kept) <= shingles.MOST
    below = {each >> 33 for each in found.tolist()} - set(kept.tolist())
    assert all(each >= shingles.reach(kept) for each in below)
    assert (shingles.unpacked(shingles.packed(kept)) == kept).all()


def test_importing_it_takes_nothing_but_numpy() -> None:
    code = (
        "import sys, numpy; before = set(sys.modules); import archive.extraction.likeness.judging;"
        " print(sorted(each for each in set(sys.modules) - before if not each.startswith(('archive', 'encodings'))))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3]
    ).stdout
    assert "scipy" not in told
    assert "datasketch" not in told
