"""Suggestions resemble what was tagged, and beat plain BM25 on coded articles."""

import json
import random
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from archive.annotation import suggest
from archive.annotation.suggest import Sentence, score, suggestions
from archive.base.errors import Cancelled
from archive.base.text import sha512

CODED = Path(__file__).parents[2] / "data" / "coding" / "coded.json"
TAGGED = {
    "price": ["The boat cost 300 dollars a head.", "He paid the broker 1,200 dollars for the crossing."],
    "weather": ["Snow lay on the pass until May.", "The storm and the snow closed the pass again."],
}
READ = [
    "Each crossing costs 900 dollars now, brokers say.",
    "New snow fell on the pass.",
    "She teaches music to children.",
]


def _sentences(texts: list[str]) -> list[Sentence]:
    return [Sentence(number * 100, number * 100 + len(text), text) for number, text in enumerate(texts)]


def test_sentences_that_resemble_are_suggested_and_others_are_not() -> None:
    found = suggestions(_sentences(READ), TAGGED)
    assert {(one.tag, one.start) for one in found} == {("price", 0), ("weather", 100)}
    assert all(0 < one.score <= 1 for one in found)


def test_korean_sentences_resemble_by_their_syllables() -> None:
    coded = {
        "강": ["그들은 두만강을 건넜다.", "밤에 압록강을 건너 중국으로 갔다."],
        "돈": ["중개인에게 돈을 냈다.", "돈을 빌려 중개인을 구했다."],
    }
    found = suggestions(_sentences(["두만강을 건너는 사람이 줄었다."]), coded)
    assert [one.tag for one in found] == ["강"]


def test_one_example_or_none_suggests_nothing() -> None:
    assert suggestions(_sentences(READ), {"price": TAGGED["price"][:1]}) == []
    assert suggestions([], TAGGED) == []
    assert suggestions(_sentences(["", "  "]), TAGGED) == []


def _plainly(texts: list[str], coded: dict[str, list[str]], background: list[str]) -> np.ndarray:
    """The same scores, with a table of every word of everything."""
    weights = suggest._Weights([*texts, *(text for held in coded.values() for text in held)], background)
    rows = [weights.of(text) for text in texts]
    numbers = {name: number for number, name in enumerate({name: None for row in rows for name in row})}

    def table(of: list[dict[str, float]]) -> np.ndarray:
        return np.array([[row.get(name, 0.0) for name in numbers] for row in of])

    wanted, columns = table(rows), []
    for held in coded.values():
        own = [weights.of(text) for text in held]
        middle = {name: sum(row.get(name, 0.0) for row in own) for row in own for name in row}
        length = sum(each**2 for each in middle.values()) ** 0.5 / len(own)
        centre = wanted @ table(own).mean(axis=0) / length if length else np.zeros(len(texts))
        columns.append(0.6 * centre + 0.4 * (wanted @ table(own).T).max(axis=1))
    scores = np.array(columns).T
    rivals = [[max(np.delete(row, column)) for column in range(len(row))] for row in scores]
    return np.clip(scores - 0.3 * np.array(rivals), 0, 1)


def test_scores_are_those_of_a_table_of_all_words(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    words = [f"word{number}" for number in range(120)]

    def invented() -> str:
        return " ".join(chance.choices(words, [1 / each for each in range(1, 121)], k=chance.randint(0, 12)))

    texts, background = [invented() for _ in range(230)], [invented() for _ in range(20)]
    coded = {f"tag {number}": [invented() for _ in range(chance.randint(2, 6))] for number in range(9)}
    coded["nothing in it"] = ["", ""]
    monkeypatch.setattr(suggest, "_AT_ONCE", 50)
    monkeypatch.setattr(suggest, "_PAIRS_AT_ONCE", 700)
    found = score(texts, coded, background)
    assert found.shape == (230, 10) and found.max() > 0.2
    np.testing.assert_allclose(found, _plainly(texts, coded, background), atol=1e-12)


def test_a_long_text_is_left_once_nobody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest, "_AT_ONCE", 2)
    asked = count(1)

    def check() -> None:
        if next(asked) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        suggestions(_sentences(READ * 4), TAGGED, check=check)
    assert next(asked) == 3


def test_coded_passages_are_where_their_hashes_say(shared: Path) -> None:
    passages = json.loads(CODED.read_text(encoding="utf-8"))["passages"]
    texts = {name: (shared / "corpus" / name).read_bytes().decode() for name in {one["article"] for one in passages}}
    assert len(passages) >= 30 and len(texts) == 5
    for one in passages:
        assert sha512(texts[one["article"]][one["start"] : one["end"]].encode()).startswith(one["sha512"])
