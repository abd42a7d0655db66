"""What makes carrying passages over quick changes no answer: each short way is held against the plain one."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.annotation import anchors, pages, wording
from archive.annotation.pages import Page
from archive.annotation.units import Unit, snap
from archive.base.sentences import Span, grapheme_start

PIECES = (
    "abZ09é àʼ_/@"
    + " \t\n.,;:!?-–—'’\"“”…·()[]"
    + "\u0301\u0300\u00ad\u200b\ufeff가나다힣안못않없지마ᄀ각"
    + "👨\u200d👩🇰🇷"
)
TEXTS = st.text(alphabet=PIECES, max_size=60)
NEGATING = (
    "not no never none nobody neither nor without cannot hardly barely n't don’t Isn’t NOT"
    " 안 못 않 못하 없 아니 지 마 n t ' ’ a know é \u0301 . 가"
).split()
TURNING = st.lists(st.sampled_from([*NEGATING, " ", " ", " "]), max_size=8).map("".join)
_PLAIN_NEGATION = regex.compile(
    r"(?i)\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely|\w+n['’]t)\b"
    rf"|(?<![{wording._HANGUL}])(?:안|못)(?=\s)|않|못[하했한할해]|없|아니|아닌|아닐|지\s?마"
)


@given(TEXTS)
def test_passing_over_plain_words_folds_nothing_otherwise(text: str) -> None:
    quick = wording.fold(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "_PASSING", wording._TYPOGRAPHIC)
        slow = wording.fold(text)
    assert (quick.text, list(quick.places)) == (slow.text, list(slow.places))


@given(TURNING)
def test_negations_are_those_that_each_way_by_itself_finds(text: str) -> None:
    assert wording._NEGATION.findall(text) == _PLAIN_NEGATION.findall(text)


@given(TEXTS, st.data())
def test_whole_words_are_found_from_the_edges_alone(text: str, data: st.DataObject) -> None:
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    # As `resembling` asks: from after a blank to the next one.
    low, high = text.rfind(" ", 0, start) + 1, text.find(" ", end)
    near = text[low : high if high >= 0 else None]
    assert pages._whole_words(near, start - low, end - low) == snap(near, start - low, end - low, Unit.WORD)


@given(st.text(alphabet="abcd 가나\U0001f468\ud800", max_size=40).map(lambda seed: seed * 60), st.data())
def test_the_windows_that_share_most_are_those_that_counting_finds(text: str, data: st.DataObject) -> None:
    words = data.draw(st.text(alphabet="abcd 가나\U0001f468", min_size=12, max_size=700))
    assert Page(text, ())._likely(words) == _counted(text, words)


def _counted(text: str, words: str) -> list[int]:
    """The windows that share the most trigrams, counted one by one."""

    def grams(piece: str) -> set[str]:
        return {piece[place : place + 3] for place in range(len(piece) - 2)}

    wanted, votes = grams(words[:600]), Counter[int]()
    starts = range(0, max(len(text) - 300, 1), 300)
    held = wanted & grams(text)
    for start in starts:
        votes[start] = len(held & grams(text[start : start + 600]))
    if len(held) < 0.4 * len(wanted):
        return []
    best = sorted(starts, key=lambda start: -votes[start])[:2]
    return [start for start in best if votes[start] >= 0.4 * len(wanted) > 0]


WORDS = (
    "the keeper of the bridge did not count lanterns; 1,204 people — nobody knew — crossed “by night” in March. "
    "다리를 건너는 사람은 없었다. They didn’t wait…"
).split(" ")


@pytest.mark.parametrize("seed", range(6))
def test_every_answer_is_the_one_of_the_plain_ways(seed: int) -> None:
    draw = random.Random(seed)
    old = "\n".join(" ".join(draw.choices(WORDS, k=40)).capitalize() for _ in range(30))
    changed = old.split(" ")
    for place in draw.sample(range(len(changed)), len(changed) * (2, 10, 30)[seed % 3] // 100):
        changed[place] = draw.choice((*WORDS, "", "not " + changed[place], changed[place].replace("’", "'")))
    lines = " ".join(changed).split("\n")
    if seed >= 3:
        draw.shuffle(lines)
    new = "\n".join(lines)
    held = [anchors.describe(old, (), *span) for span in _spans(draw, old)]
    quick = anchors.Mapper(old, new)
    found = [quick.find(anchor) for anchor in held]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "_PASSING", wording._TYPOGRAPHIC)
        patch.setattr(wording, "_NEGATION", _PLAIN_NEGATION)
        patch.setattr(pages, "_whole_words", lambda text, start, end: snap(text, start, end, Unit.WORD))
        patch.setattr(Page, "_likely", lambda page, words: _counted(page.text, words))
        slow = anchors.Mapper(old, new)
        assert found == [slow.find(anchor) for anchor in held]
    assert len({each.state for each in found}) > 1, "some came along, some did not"


def _spans(draw: random.Random, text: str) -> Sequence[Span]:
    found: list[Span] = []
    while len(found) < 120:
        start = grapheme_start(text, draw.randrange(len(text) - 200))
        end = grapheme_start(text, start + draw.randint(3, 180))
        if text[start:end].strip():
            found.append(Span(start, end))
    return found
