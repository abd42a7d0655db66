"""Precision of suggestions on coded articles beside plain BM25: `make bench ARGS="suggest"`.

Two protocols, the same for both methods. *Leave one article out*: learn a tag from the other articles, rank all sentences of
the one left out; precision@5 is the share of tagged ones among the first five (its ceiling is below 1 where an article has
fewer than five). *Leave one passage out*: learn from all other passages of the tag, rank the one left out among every sentence
that is not so tagged; hit@5 is how often it is among the first five.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np

from archive.annotation import suggest
from archive.base.sentences import sentences, words
from tests.benchmarks.measure import Table

CODED = Path(__file__).parents[1] / "data" / "coding" / "coded.json"
K1, B = 1.2, 0.75
FIRST = 5


class Item(NamedTuple):
    """A sentence of an article with the tags that a reader gave it."""

    article: str
    text: str
    tags: frozenset[str]


Ranker = Callable[[Sequence[str], Mapping[str, Sequence[str]], str, Sequence[str]], "np.ndarray"]


def items(corpus: Path, min_chars: int = 20) -> list[Item]:
    """Every sentence of the coded articles; a sentence has a tag when a coded passage of it overlaps."""
    passages = json.loads(CODED.read_text(encoding="utf-8"))["passages"]
    found = []
    for name in sorted({passage["article"] for passage in passages}):
        text = (corpus / name).read_bytes().decode("utf-8")
        own = [passage for passage in passages if passage["article"] == name]
        for span in sentences(text):
            if span.end - span.start >= min_chars:
                tags = {one["tag"] for one in own if one["start"] < span.end and one["end"] > span.start}
                found.append(Item(name, text[span.start : span.end], frozenset(tags)))
    return found


def ours(texts: Sequence[str], coded: Mapping[str, Sequence[str]], tag: str, background: Sequence[str]) -> "np.ndarray":
    return suggest.score(texts, coded, background)[:, list(coded).index(tag)]


def bm25(texts: Sequence[str], coded: Mapping[str, Sequence[str]], tag: str, background: Sequence[str]) -> "np.ndarray":
    """Plain BM25 (Robertson and Zaragoza 2009): lower-case words, the tag's sentences together as the query."""
    documents = [_words(text) for text in texts]
    query = {word for text in coded[tag] for word in _words(text)}
    average = sum(map(len, documents)) / len(documents)
    scores = np.zeros(len(documents))
    for word in query:
        holding = sum(word in document for document in documents)
        idf = log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
        for row, document in enumerate(documents):
            times = document.count(word)
            scores[row] += idf * times * (K1 + 1) / (times + K1 * (1 - B + B * len(document) / average))
    return scores


def _words(text: str) -> list[str]:
    return [text[span.start : span.end].casefold() for span in words(text)]


def by_article(all_items: Sequence[Item], rank: Ranker) -> float:
    """Precision@5 with each article left out in turn, averaged over (article, tag) pairs in which the tag occurs."""
    results = []
    for name in sorted({item.article for item in all_items}):
        known = [item for item in all_items if item.article != name]
        unseen = [item for item in all_items if item.article == name]
        coded = _coded(known)
        for tag in coded:
            if any(tag in item.tags for item in unseen):
                scores = rank([item.text for item in unseen], coded, tag, [item.text for item in known])
                best = np.argsort(-scores, kind="stable")[:FIRST]
                results.append(sum(tag in unseen[row].tags for row in best) / FIRST)
    return sum(results) / len(results)


def by_passage(all_items: Sequence[Item], rank: Ranker) -> float:
    """Hit@5 with each passage left out in turn, averaged over all (passage, tag) pairs."""
    hits = []
    for index, left in enumerate(all_items):
        for tag in sorted(left.tags):
            known = [item for place, item in enumerate(all_items) if place != index]
            coded = _coded(known)
            if tag in coded:
                others = [left, *(item for item in known if tag not in item.tags)]
                scores = rank([item.text for item in others], coded, tag, [])
                hits.append(float((scores[1:] >= scores[0]).sum() < FIRST))
    return sum(hits) / len(hits)


def _coded(known: Sequence[Item]) -> dict[str, list[str]]:
    tags = sorted({tag for item in known for tag in item.tags})
    coded = {tag: [item.text for item in known if tag in item.tags] for tag in tags}
    return {tag: texts for tag, texts in coded.items() if len(texts) >= suggest.MIN_EXAMPLES}


def run(corpus: Path) -> Table:
    """Both protocols for both methods."""
    all_items = items(corpus)
    table = Table(
        f"Suggestions on {sum(len(item.tags) for item in all_items)} coded passages",
        ("method", "precision@5, an article left out", "hit@5, a passage left out"),
    )
    for name, rank in (("ours", ours), ("plain BM25", bm25)):
        table.add(name, by_article(all_items, rank), by_passage(all_items, rank))
    return table
