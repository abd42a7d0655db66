"""Mutants of every format: a verdict always, and no word lost in silence. A sample here; the whole campaign with `make soak`.

The campaign goes through the confined pool, as files of a person do: a reader that hangs or dies is a fault. `WAYSTATION_SOAK_SEED` is the
first of its seeds.
"""

import csv
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import xlsxwriter

from archive.importers.registry import read
from archive.model.article import Imported, Source, Verdict
from archive.operations.reading import readers
from tests.archive.importers.mutants import FORMATS, Tally, campaign, judge, mutant, sound, words_of_sound

SAMPLE, WHOLE = 7, 150  # of each of fourteen formats: about 100, and 2,100
_FIRST = 5_000  # the seeds of the whole campaign; the sample's are others
_READER = ("took longer", "stopped the reader", "cannot be right")

Mutant = tuple[Path, int, bytes]


def in_process(made: Iterable[Mutant]) -> Iterator[Imported]:
    for path, _, data in made:
        yield read(Source(data, path.name))


def in_pool(made: Iterable[Mutant]) -> Iterator[Imported]:
    with readers() as pool:
        for _, imported in pool.read(Source(data, path.name) for path, _, data in made):
            yield imported


def judged(made: list[Mutant], answers: Iterator[Imported], whole: dict[Path, set[str]]) -> Tally:
    tally = Tally()
    for (path, seed, data), imported in zip(made, answers, strict=True):
        if any(each in (imported.error or "") for each in _READER):
            tally.faults.append(f"{path.name} {seed}: {imported.error}")
        judge(path, seed, whole[path], data, imported, tally)
    return tally


def first_seed() -> int:
    return int(os.environ.get("WAYSTATION_SOAK_SEED", _FIRST))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_sample_of_mutants(kind: str) -> None:
    made = list(campaign(kind, SAMPLE, 0))
    tally = judged(made, in_process(made), {path: words_of_sound(path) for path in sound(kind)})
    assert tally.faults == [] and tally.verdicts.total() == SAMPLE


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("kind", FORMATS)
def test_all_mutants(kind: str) -> None:
    made = list(campaign(kind, WHOLE, first_seed()))
    tally = judged(made, in_pool(made), {path: words_of_sound(path) for path in sound(kind)})
    assert tally.faults == [] and tally.verdicts.total() == WHOLE


def sound_tables(folder: Path) -> list[Path]:
    """Tables with one article a row, of each kind that is read, each row in words of its own."""
    rows = [
        ["Headline", "Body", "Date", "Author"],
        *(
            [f"Water at gauge {word}", f"The {word} gauge stood higher at noon than the keeper of it remembered. " * 9, f"2021-04-{day:02}", "Ada Brook"]
            for day, word in enumerate("upper lower middle eastern western".split(), 1)
        ),
    ]  # fmt: skip
    objects = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    for name, delimiter in (("table.csv", ","), ("table.tsv", "\t")):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
    (folder / "table.json").write_text(json.dumps(objects), "utf-8")
    (folder / "table.ndjson").write_text("\n".join(map(json.dumps, objects)), "utf-8")
    with xlsxwriter.Workbook(str(folder / "table.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return sorted(folder.glob("table.*"))


def test_a_sample_of_mutated_tables(tmp_path: Path) -> None:
    paths = sound_tables(tmp_path)
    made = [(path, seed, mutant(path, seed)) for path in paths for seed in range(4)]
    assert judged(made, in_process(made), {path: words_of_sound(path) for path in paths}).faults == []


@pytest.mark.soak
@pytest.mark.timeout(3_600)
def test_all_mutated_tables(tmp_path: Path) -> None:
    paths, first = sound_tables(tmp_path), first_seed()
    made = [(path, seed, mutant(path, seed)) for path in paths for seed in range(first, first + 60)]
    assert judged(made, in_pool(made), {path: words_of_sound(path) for path in paths}).faults == []


def test_every_format_has_sound_files_and_the_judge_sees_what_is_lost() -> None:
    assert all(sound(kind) for kind in FORMATS)
    path = sound("text")[0]
    whole = words_of_sound(path)
    data = path.read_bytes()
    short = read(Source(data[: len(data) // 3], path.name))
    assert short.verdict is Verdict.OK
    tally = Tally()
    judge(path, 0, whole, data, short, tally)  # an answer that holds a third of the file, called whole
    assert len(tally.faults) == 1 and "lost in silence" in tally.faults[0]
    judge(path, 1, whole, data, read(Source(data, path.name)), tally)
    assert len(tally.faults) == 1
