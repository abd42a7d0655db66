"""How long reading figures takes: news prose, the densest text, and texts made to blow patterns up, each at two lengths.

Processor time, dates not counted. A ratio near 2 says that twice the text takes twice the time.
"""

import time

from archive.extraction import dates, figures
from archive.model.article import Block, BlockKind
from tests.benchmarks import generator
from tests.benchmarks.measure import Table

_PROSE = (
    "The ministry said Friday that 1,047 people arrived in 2019, fewer than a year earlier, and that the figure has fallen in each "
    "of the past seven years. Officials who asked not to be named blamed guards, cameras and the price of the journey.\n"
)
PIECES = {
    "digits": "7",
    "numbers": "1,047 ",
    "blanks": " ",
    "line breaks": "\n",
    "in 2019 3 in 2019 3 …": "in 2019 3 ",
    "1-2-3-…": "1-2-",
    "two hundred and two hundred …": "two hundred and ",
    "from 3 to 5 percent of 7 …": "from 3 to 5 percent of 7 ",
    "$ $ $ …": "$ ",
    "acts of acts of …": "7 acts of ",
    "says the says the …": "40, says the ",
    "counts 7 owls counts 7 owls …": "the agency counts 7 owls ",
    "in 7 centres, in 7 centres …": "in 7 centres, ",
    "under 18 are under 18 …": "are under 18 ",
    "from 30, up 4 percent from …": "30, up 4 percent from ",
    "people of people …": "3 people of ",
    "3만 3천 3만 …": "3만 3천 ",
    "2022년 67명 2022년 …": "2022년 67명 ",
    "열 명 중 열 명 …": "열 명 중 ",
    "수십만 수십만 …": "수십만 ",
}


def run(size_chars: int = 300_000) -> Table:
    """Reads each text at `size_chars` and at twice that."""
    table = Table("Figures", ("Text", "Characters", "Figures", "ms/KB", "Time for twice the text"))
    milliseconds("about 40 people; 약 40명")  # reads the lexicons
    written = "\n".join("\n".join(made.paragraphs) for made in generator.collection(200))
    texts = {"generated articles": written, "news prose": _PROSE} | PIECES
    for name, piece in texts.items():
        text = (piece * (2 * size_chars // len(piece) + 1))[: 2 * size_chars]
        (single, found), (double, _) = milliseconds(text[:size_chars]), milliseconds(text)
        table.add(name, size_chars, found, single / (size_chars / 1000), double / max(single, 0.001))
    return table


def milliseconds(text: str) -> tuple[float, int]:
    """Processor time of reading the figures of a text, a line being a block, and how many there are."""
    blocks, place = [], 0
    for line in text.split("\n") if "\n\n" not in text else [text]:
        blocks.append(Block(BlockKind.PARAGRAPH, place, place + len(line), (place, place + len(line))))
        place += len(line) + 1
    times = dates.read(text, blocks, published="2020-02-19", language=None)
    began = time.process_time()
    found = figures.read(text, blocks, times=times, published="2020-02-19", language=None)
    return (time.process_time() - began) * 1000, len(found)
