"""The sentences that the figures are measured on say what they mean: every quote and number stands where it is said to, every
value agrees with its bound, there are as many as promised, and none is taken from the articles that the house keeps."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive.model import edtf

DATA = Path(__file__).parents[3] / "data" / "figures"
SETS = {"sentences": (220, 60, 40, 30), "held-out": (120, 35, 15, 30)}
"""Name of the file: at least so many sentences, Korean ones, sentences without a figure, kinds of news."""

KINDS = {"count", "money", "share", "change", "ratio", "duration", "distance", "age", "measure"}
BOUNDS = {
    "exact", "at_least", "more_than", "less_than", "at_most", "nearly", "about", "range", "order_of_magnitude",
}  # fmt: skip
FIELDS = {
    "quote", "number", "nth", "value", "min", "max", "bound", "unit", "kind", "counted", "direction", "period", "place",
    "source", "minor",
}  # fmt: skip
_PERIOD = re.compile(r"\.\.|(?:\d{4}|XXXX)(?:-\d\d(?:-\d\d)?)?")


def _load(name: str) -> list[dict[str, Any]]:
    sentences: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return sentences


LOADED = {name: _load(name) for name in SETS}
ARTICLES = {"articles": "article-findings", "blind-articles": "blind-findings", "third-articles": "third-findings"}
"""Whole articles, and what their figures say of each other."""

SENTENCES = [
    *(sentence for sentences in LOADED.values() for sentence in sentences),
    *(article for name in ARTICLES for article in _load(name)),
]
every_sentence = pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each["id"])


def _span(text: str, figure: dict[str, Any]) -> tuple[int, int]:
    """Where the number stands in the text, in code points."""
    quotes = [found.start() for found in re.finditer(re.escape(figure["quote"]), text)]
    assert figure["quote"].count(figure["number"]) == 1, f"“{figure['number']}” in “{figure['quote']}”"
    assert (figure["nth"] == 0) == (len(quotes) == 1), f"nth of “{figure['quote']}”"
    start = quotes[max(figure["nth"] - 1, 0)] + figure["quote"].index(figure["number"])
    return start, start + len(figure["number"])


@pytest.mark.parametrize("name", SETS)
def test_there_are_as_many_as_promised(name: str) -> None:
    sentences = LOADED[name]
    total, korean, empty, news = SETS[name]
    assert len(sentences) >= total
    assert sum(each["lang"] == "ko" for each in sentences) >= korean
    assert sum(not each["figures"] for each in sentences) >= empty
    assert len({each["kind_of_news"] for each in sentences}) >= news
    figures = [figure for each in sentences for figure in each["figures"]]
    assert {each["bound"] for each in figures} == BOUNDS
    assert {each["kind"] for each in figures} == KINDS


@pytest.mark.parametrize(("name", "findings"), ARTICLES.items())
def test_what_articles_say_of_each_other_names_figures_they_have(name: str, findings: str) -> None:
    articles = _load(name)
    told = [f"{article['id']}/{figure['id']}" for article in articles for figure in article["figures"]]
    assert len(set(told)) == len(told) and len(articles) >= 8
    pairs = _load(findings)
    assert {pair["kind"] for pair in pairs} == {"conflict", "agreement", "tension", "not_comparable"}
    assert all(len(pair["figures"]) > 1 and set(pair["figures"]) <= set(told) for pair in pairs)


def test_no_sentence_stands_twice() -> None:
    assert max(Counter(each["id"] for each in SENTENCES).values()) == 1
    assert max(Counter(each["text"] for each in SENTENCES).values()) == 1


@every_sentence
def test_each_says_its_language_and_its_date(sentence: dict[str, Any]) -> None:
    assert sentence["lang"] in ("en", "ko")
    assert (re.search(r"[가-힣]", sentence["text"]) is not None) == (sentence["lang"] == "ko")
    assert sentence["published"] is None or edtf.parse(sentence["published"]).earliest is not None


@every_sentence
def test_numbers_and_negatives_stand_apart(sentence: dict[str, Any]) -> None:
    text = sentence["text"]
    spans = sorted(_span(text, figure) for figure in sentence["figures"])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert sentence["figures"] or sentence["negatives"]
    for negative in sentence["negatives"]:
        places = [found.span() for found in re.finditer(re.escape(negative), text)]
        assert any(all(end <= first or last <= start for first, last in spans) for start, end in places), negative


@every_sentence
def test_figures_are_whole(sentence: dict[str, Any]) -> None:
    for figure in sentence["figures"]:
        assert set(figure) - {"id"} == FIELDS
        assert figure["kind"] in KINDS and figure["bound"] in BOUNDS and figure["unit"], figure
        assert (figure["direction"] in ("up", "down")) == (figure["kind"] == "change"), figure
        for words in (figure["place"], figure["source"]):
            assert words is None or words in sentence["text"], words
        if figure["period"] is not None:
            assert len(figure["period"]) == 2 and all(_PERIOD.fullmatch(end) for end in figure["period"]), figure


@every_sentence
def test_values_agree_with_their_bounds(sentence: dict[str, Any]) -> None:
    for figure in sentence["figures"]:
        value, low, high = figure["value"], figure["min"], figure["max"]
        match figure["bound"]:
            case "range" | "order_of_magnitude":
                assert value is None and low < high, figure
            case "exact":
                assert value == low == high and value is not None, figure
            case "at_least" | "more_than":
                assert value == low and value is not None and high is None, figure
            case "about":
                assert value is not None and low is None and high is None, figure
            case _:
                assert value == high and value is not None and low is None, figure


@every_sentence
def test_plain_digits_are_worth_what_they_say(sentence: dict[str, Any]) -> None:
    """A check by machine of what was valued by hand, where digits and commas of thousands stand alone."""
    for figure in sentence["figures"]:
        if figure["value"] is not None and re.fullmatch(r"\d{1,3}(,\d{3})+|\d{1,3}|\d+\.\d{1,2}", figure["number"]):
            told = float(figure["number"].replace(",", ""))
            hundredths = re.search(r"\dp\b|\d cents\b", figure["quote"])
            assert figure["value"] == (told / 100 if hundredths else told), figure


def test_no_sentence_is_taken_from_the_articles_of_the_house(shared: Path) -> None:
    articles = [" ".join(path.read_text(encoding="utf-8").split()) for path in (shared / "corpus").glob("*.txt")]
    assert articles
    for each in SENTENCES:
        words = each["text"].split()
        pieces = {" ".join(words[at : at + 8]) for at in range(max(1, len(words) - 7))}
        assert not [piece for piece in pieces if any(piece in article for article in articles)], each["text"]
