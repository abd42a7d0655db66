"""How long reading dates takes: news prose, the densest text, and texts made to blow patterns up, each at two lengths.

Processor time, so that a busy machine changes little. A ratio near 2 says that twice the text takes twice the time.
"""

import time

from archive.extraction import dates
from archive.model.article import Block, BlockKind
from tests.benchmarks import generator
from tests.benchmarks.measure import Table

_PROSE = (
    "The ministry said Friday that 1,047 people arrived in 2019, fewer than a year earlier, and that the figure has fallen in each "
    "of the past seven years. Officials who asked not to be named blamed guards, cameras and the price of the journey.\n"
)
_PIECES = {
    "digits": "7",
    "blanks": " ",
    "line breaks": "\n",
    "a year a year …": "a year ",
    "1990-1990-…": "1990-",
    "the end of the …": "the end of the ",
    "3년3년…": "3년",
    "지난해 3월 5일 …": "지난해 3월 5일 ",
}


def run(size_chars: int = 1_000_000) -> Table:
    """Reads each text at `size_chars` and at twice that."""
    table = Table("Dates", ("Text", "Characters", "Read", "ms/KB", "Time for twice the text"))
    _milliseconds("a year ago")  # compiles the rules
    written = "\n".join("\n".join(made.paragraphs) for made in generator.collection(400))
    texts = {"generated articles": written, "news prose": _PROSE} | _PIECES
    for name, piece in texts.items():
        text = (piece * (2 * size_chars // len(piece) + 1))[: 2 * size_chars]
        (single, found), (double, _) = _milliseconds(text[:size_chars]), _milliseconds(text)
        table.add(name, size_chars, found, single / (size_chars / 1000), double / max(single, 0.001))
    return table


def _milliseconds(text: str) -> tuple[float, int]:
    blocks, place = [], 0
    for line in text.split("\n") if "\n\n" not in text else [text]:
        blocks.append(Block(BlockKind.PARAGRAPH, place, place + len(line), (place, place + len(line))))
        place += len(line) + 1
    began = time.process_time()
    found = dates.read(text, blocks, published="2020-02-19", language=None)
    return (time.process_time() - began) * 1000, len(found)
