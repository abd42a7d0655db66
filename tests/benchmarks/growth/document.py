"""The part of `docs/PERFORMANCE.md` that is made of the readings: growth, its plots, and other engines beside ours."""

from pathlib import Path

from tests.benchmarks import bench_beside
from tests.benchmarks.growth import drawing, telling
from tests.benchmarks.growth.groups import SIZES, TIMES
from tests.benchmarks.growth.readings import Readings
from tests.benchmarks.measure import Table

BEGIN, END = "<!-- Made by `make bench ARGS=--document`: do not edit. -->", "<!-- The made part ends. -->"
_GROWTH = """\
## Growth
`make bench` imports 1,000 and 10,000 articles (`SIZES="1000 10000 100000"`, `BIG=1` for a million) and measures all of the following at each
size, each in a process of its own. It goes on behind what `build/bench/` holds. The articles are invented: news of 900 bytes in the
median, of a hundred one 30,000 characters long, of a thousand one a million, every twentieth in Korean. New words never end, as
in real collections: the different words grow as a power of all words (Heaps 1978).

A cell says the time by the clock, behind `/` its 95th percentile where it was taken several times, and in brackets the processor time of all
processes, which other work on the machine disturbs less. A slope is the exponent of the processor time (of the clock where there is no
other): 0 does not grow with the collection, 1 grows as it does. In the plots both axes are logarithmic; the dotted line grows as
the collection does.
"""
_BESIDE = """\
## Other engines on the same articles
Each in processes of its own, as its documentation sets it up; clock p50 / p95, in brackets processor p50. "–": it has no such query, or none that
means the same. Passages are cut by all but stock Whoosh, which was not given the text to keep; facets are counted by
ours alone. Recoll indexes text files and asks through its own Python; tantivy uses several threads. Memory is the peak of indexing
and searching less what the process held before. `BESIDE=2000 STORIES=3000` before `make bench` takes fewer.
"""


def section(folder: Path) -> str:
    """The made part, its markers with it, from what `make bench` kept in the folder."""
    growth, beside = kept(folder)
    meanings = {group.title: group.meaning for group in (*TIMES, SIZES)}
    parts = [BEGIN]
    if growth.sizes:
        parts += [_GROWTH, *(f"![{words}](pictures/{name}.svg)\n" for name, words in drawing.PICTURES.items())]
        parts += [_told(table, meanings.get(table.title, "")) for table in telling.tables(growth)]
    if beside.sizes:
        parts += [_BESIDE, *(_told(table, "") for table in bench_beside.tables(beside))]
    return "\n".join([*parts, END])


def _told(table: Table, meaning: str) -> str:
    head, _, rows = table.markdown().partition("\n\n")
    return f"{head}\n{meaning}\n\n{rows}" if meaning else f"{head}\n\n{rows}"


def kept(folder: Path) -> tuple[Readings, Readings]:
    """The readings of the growth and of the engines."""
    return Readings(folder / "growth" / "growth.json"), Readings(folder / "beside" / "beside.json")


def write(folder: Path, document: Path) -> None:
    """Puts the part into the document, in place of the one before or else before its second heading, and the pictures beside it."""
    text, made = document.read_text(encoding="utf-8"), section(folder)
    if BEGIN in text:
        before, _, rest = text.partition(BEGIN)
        text = f"{before}{made}{rest.partition(END)[2]}"
    else:
        head, line, rest = text.partition("\n## ")
        text = f"{head}\n{made}\n{line}{rest}"
    document.write_text(text, encoding="utf-8")
    growth, _ = kept(folder)
    if growth.sizes:
        pictures = document.parent / "pictures"
        pictures.mkdir(exist_ok=True)
        for name, picture in drawing.pictures(growth).items():
            (pictures / f"{name}.svg").write_text(picture, encoding="utf-8")
