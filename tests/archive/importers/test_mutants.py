"""Mutants of every format: a verdict always, and no word lost in silence. A sample here; the whole campaign with `make soak`."""

import pytest

from archive.importers.registry import read
from archive.model.article import Source, Verdict
from tests.archive.importers.mutants import FORMATS, Tally, campaign, judge, sound, words_of_sound

SAMPLE, WHOLE = 7, 150  # of each of fourteen formats: about 100, and 2,100
_FIRST = 5_000  # the seeds of the whole campaign; the sample's are others


def run(kind: str, count: int, first: int) -> Tally:
    tally = Tally()
    whole = {path: words_of_sound(path) for path in sound(kind)}
    for path, seed, data in campaign(kind, count, first):
        judge(path, seed, whole[path], data, read(Source(data, path.name)), tally)
    return tally


@pytest.mark.parametrize("kind", FORMATS)
def test_a_sample_of_mutants(kind: str) -> None:
    tally = run(kind, SAMPLE, 0)
    assert tally.faults == [] and tally.verdicts.total() == SAMPLE


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("kind", FORMATS)
def test_all_mutants(kind: str) -> None:
    tally = run(kind, WHOLE, _FIRST)
    assert tally.faults == [] and tally.verdicts.total() == WHOLE


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
