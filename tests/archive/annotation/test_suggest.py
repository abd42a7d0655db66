"""Suggestions resemble what was tagged, and beat plain BM25 on coded articles."""

import json
from pathlib import Path

from archive.annotation.suggest import Sentence, suggestions
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


def test_coded_passages_are_where_their_hashes_say(shared: Path) -> None:
    passages = json.loads(CODED.read_text(encoding="utf-8"))["passages"]
    texts = {name: (shared / "corpus" / name).read_bytes().decode() for name in {one["article"] for one in passages}}
    assert len(passages) >= 30 and len(texts) == 5
    for one in passages:
        assert sha512(texts[one["article"]][one["start"] : one["end"]].encode()).startswith(one["sha512"])
