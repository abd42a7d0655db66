"""Damaged PDFs: bytes changed, cut out, doubled at random; always a verdict, never a shorter text that passes for whole."""

import random
from collections.abc import Iterator

import pytest

from archive.model.article import Source, Verdict
from archive.operations.reading import readers
from tests.archive.importers.pdf.programs import DATA

KEPT = ("odt.pdf", "chromium.pdf", "columns.pdf", "hebrew.pdf", "korean.pdf")
_FEW, _MANY = 12, 500


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(what was damaged, the bytes), the same for one seed."""
    chance = random.Random(seed)
    for _ in range(count):
        name = chance.choice(KEPT)
        data = bytearray((DATA / name).read_bytes())
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(data))
            length = chance.randint(1, 400)
            match chance.randrange(5):
                case 0:
                    data[place] = chance.randrange(256)
                case 1:
                    data[place : place + length] = chance.randbytes(length)
                case 2:
                    del data[place : place + length]
                case 3:
                    data[place:place] = data[place : place + length]
                case _:
                    number = str(chance.choice((0, -1, 2**31, 10**15))).encode()
                    found = data.find(b"/Length", place)
                    if found >= 0:
                        data[found + 8 : found + 9] = number
        yield name, bytes(data)


def judged(count: int, seed: int) -> list[str]:
    """What went wrong. A file whose damage cost text says so, unless what was cut out were letters themselves."""
    made = list(mutants(count, seed))
    wrong = []
    with readers() as pool:
        answers = pool.read(Source(data, f"{name}.pdf") for name, data in made)
        for number, ((name, _), (_, answer)) in enumerate(zip(made, answers, strict=True)):
            if answer.verdict is Verdict.REFUSED:
                if not answer.error or answer.text is not None:
                    wrong.append(f"{number} ({name}): refused without a sentence")
                if "took longer" in (answer.error or ""):
                    wrong.append(f"{number} ({name}): {answer.error}")
            elif answer.text is None or not answer.text.text.strip():
                wrong.append(f"{number} ({name}): {answer.verdict} without a text")
            elif answer.verdict is Verdict.PARTIAL and not answer.warnings:
                wrong.append(f"{number} ({name}): partial without saying why")
    return wrong


def test_a_sample_of_damaged_files_ends_in_verdicts() -> None:
    assert judged(_FEW, 7) == []


@pytest.mark.soak
def test_five_hundred_damaged_files_end_in_verdicts() -> None:
    assert judged(_MANY, 38) == []
