"""Sentences as news agencies write them (our own), with every time that they tell: the set that the rules were developed on."""

import json
from pathlib import Path

import pytest

SENTENCES = json.loads((Path(__file__).parents[3] / "data" / "newswire.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sentence", SENTENCES, ids=[str(number) for number in range(len(SENTENCES))])
def test_a_sentence_of_news_tells_these_times(read, sentence) -> None:
    text = sentence["text"]
    found = read(text, sentence["published"])
    assert [[text[each.start : each.end], each.type.value, each.value] for each in found] == sentence["times"]
