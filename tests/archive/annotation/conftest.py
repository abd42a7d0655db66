"""An article of our own to edit, and the small means to speak of places in it."""

from collections.abc import Sequence

import pytest

from archive.model.article import Block, BlockKind

ARTICLE = """The Ferry Keeper of Samho
By Ada Rowan
Published 3 March 2019
For eleven winters Pak Sung-min kept the ferry at Samho, a village of ninety houses on the north bank of the river. He says he never asked his passengers where they were going.
In 2019, some 33,000 people had registered with the resettlement office, according to its yearly report. The office did not count children born on the way.
“I carried salt, batteries and once a piano,” he said. “Nobody weighs a promise.”
The crossing takes nine minutes when the water is low — and close to an hour after the August rains. Most of those who cross are women between twenty and forty.
What the ferry carried
The office counts arrivals by month. In January it counted 212 arrivals, and the ferry ran on twenty days.
The office counts arrivals by month. In July it counted 87 arrivals, and the ferry ran on four days.
북한에서 온 사람들은 강을 건넌 뒤 마을 회관에서 사흘 동안 머물렀다. 그들은 이름을 바꾸지 않았다.
박성민 씨는 2019년 3월에 마지막 배를 띄웠고, 그 뒤로는 다리를 놓는 일을 도왔다. 강가에는 빈 배 한 척이 남아 있다.
The bridge opened on 14 May 2021. Officials in Daeson say it will carry six hundred vehicles a day; the villagers expect fewer.
A teacher, Mrs. Han, keeps the passenger lists in a biscuit tin. She has read them aloud twice, both times to empty rooms.
He is not sorry that the ferry is gone. He would like the bell back.
Read more
The bell hung from a pole at the landing and was rung in fog.
Read more"""


def lines_as_blocks(text: str) -> tuple[Block, ...]:
    """A paragraph for each line."""
    blocks: list[Block] = []
    place = 0
    for line in text.split("\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, place, place + len(line), (place, place + len(line))))
        place += len(line) + 1
    return tuple(blocks)


def nth(text: str, words: str, number: int = 1) -> tuple[int, int]:
    """Where words stand for the nth time."""
    place = -1
    for _ in range(number):
        place = text.index(words, place + 1)
    return place, place + len(words)


class Desk:
    """What the tests of this folder share."""

    article = ARTICLE
    blocks = staticmethod(lines_as_blocks)
    nth = staticmethod(nth)

    @staticmethod
    def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
        return [text[start:end] for start, end in spans]


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk()
