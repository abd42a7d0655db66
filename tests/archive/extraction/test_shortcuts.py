"""What is passed over unread would have told nothing: with every shortcut taken away the same is read."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.base import sentences as parting
from archive.extraction import dates, figures, told
from archive.extraction.dates import grammar, guards, tokens
from archive.extraction.dates.lexicon import english
from archive.extraction.figures import context, numbers, places, reading
from archive.model.article import Block, BlockKind

NEWSWIRE = json.loads((Path(__file__).parents[2] / "data" / "newswire.json").read_text(encoding="utf-8"))
PIECES = (
    "In 2019|on May 3|5 June|Friday|9 p.m.|9:30 PM|I AM|am|AM1|FY 2019|FY2019's|Q3|Q3x|1Q|the '90s|1990-91|2019-03-04|5/6/07|5/6-07|1.2.2010|"
    "two years earlier|a year ago|at the last minute|one day|day in , day out|all day|at night|so far|in all|as of|a total of|according to the|"
    "figures from|said|officials.|The Government.|He said it.|Mr.|Corp.|approx.|U.S.|No.|etc.|“No.”|[12]|...|?!|。|했다.|지난해 3만 명|"
    "two|half a|dozen|hundreds of|a|an|million|½|1,200|3.5|1 200|12 March 2 000|people|percent|North Norland|South Sudan|the South|the North|"
    "of|the|,|.|-|–|—|'s|’s|o’clock|Straße|naïve|über|²|Ⅳ|_|\ue000|\u00a0|\u0301|\t|\n|\n \n|\n\n"
).split("|")
texts = (
    st.lists(st.sampled_from(PIECES), max_size=18).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
    | st.text(max_size=80)
)
PUBLISHED = st.sampled_from([None, "2019-02-28", "2001", "2019?"])
_ANY_END = re.compile("[\n.!?…。！？]")


def _read(text: str, published: str | None) -> tuple[object, ...]:
    places_of = [match.span() for match in re.finditer(r"[^\n]+", text)]
    blocks = [Block(BlockKind.PARAGRAPH, *place, place) for place in places_of]
    times = dates.read(text, blocks, published=published, language=None)
    return times, figures.read(text, blocks, times=times, published=published, language=None)


def _read_the_long_way(text: str, published: str | None) -> tuple[object, ...]:
    words = frozenset(text.lower().split()) | frozenset(tokens.read(text, [(0, len(text))], _vocabulary()).words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parting, "_MARK", _ANY_END)
        patch.setattr(parting, "_paragraph", parting._sentences)
        patch.setattr(told._Memory, "last", told._Last())
        patch.setattr(guards, "_idiomatic", lambda: words)
        patch.setattr(numbers, "may_stand", lambda *_: True)
        patch.setattr(reading, "names_direction", lambda _: True)
        patch.setattr(places, "_NAMED_BY_DIRECTION", re.compile(""))
        patch.setattr(context, "_may_say", lambda *_: True)
        return _read(text, published)


def _vocabulary() -> tokens.Vocabulary:
    return tokens.Vocabulary(grammar.english_grammar().vocabulary.symbols, english().guards["capital"])


@settings(max_examples=400, deadline=None)
@given(texts, PUBLISHED)
def test_the_same_is_read_without_shortcuts(text: str, published: str | None) -> None:
    assert _read(text, published) == _read_the_long_way(text, published)


def test_the_same_is_read_of_the_newswire_without_shortcuts() -> None:
    found = [each for each in _strings(NEWSWIRE) if " " in each]
    joined = ["\n".join(found[at : at + 8]) for at in range(0, len(found), 8)]
    assert len(joined) > 10
    for text in joined:
        assert _read(text, "2013-06-20") == _read_the_long_way(text, "2013-06-20")


@settings(max_examples=400, deadline=None)
@given(texts)
def test_tokens_are_those_that_the_pattern_matches_one_by_one(text: str) -> None:
    read = tokens.read(text, [(0, len(text))], grammar.english_grammar().vocabulary)
    matched = list(tokens._TOKEN.finditer(text))
    pairs = [_vocabulary().told(match, text) for match in matched]
    assert list(zip(read.starts, read.ends, strict=True))[:-1] == [match.span() for match in matched]
    assert list(zip(read.words, read.symbols, strict=True))[:-1] == pairs


@settings(max_examples=300, deadline=None)
@given(texts)
def test_rules_match_in_stretches_what_they_match_in_the_whole_text(text: str) -> None:
    rules = grammar.english_grammar()
    read = tokens.read(text, [(0, len(text))], rules.vocabulary)
    assert grammar.matches(read, rules) == sorted(grammar._within(read.symbols))


def test_sentences_are_remembered_of_the_same_text_and_blocks_only() -> None:
    text = "The mill closed. Nobody came."
    whole, half = (Block(BlockKind.PARAGRAPH, 0, end, (0, end)) for end in (len(text), 16))
    assert [each.sentence for each in told.told_in(text, [whole])] == [(0, 16), (17, 29)]
    assert [each.sentence for each in told.told_in(text, [half])] == [(0, 16)]
    assert told.told_in(text, [half]) is told.told_in(text, [half])


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inside for text in _strings(each)]
