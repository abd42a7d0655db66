"""The benchmarks measure the same collection everywhere, of the shape they promise, and run. No time is asserted."""

import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_generator", ROOT / "tests" / "benchmarks" / "generator.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_a_generated_article_depends_on_its_number_alone(generator: ModuleType) -> None:
    alone = generator.article(17)
    assert alone == generator.article(17) == list(generator.collection(20))[17]
    assert alone != generator.article(18)


def test_generated_words_follow_zipf(generator: ModuleType) -> None:
    words = Counter(
        word
        for made in generator.collection(200)
        if made.language == "en"
        for paragraph in made.paragraphs
        for word in paragraph.lower().replace(".", "").split()
    )
    total = words.total()
    ranks = [words[generator.WORDS[rank]] / total for rank in (0, 9, 99)]
    # A tenth of the first word's share at rank 10, a hundredth at rank 100.
    assert 0.06 < ranks[0] < 0.12
    assert 7 < ranks[0] / ranks[1] < 14
    assert 60 < ranks[0] / ranks[2] < 160


def test_generated_collections_are_as_large_and_mixed_as_told(generator: ModuleType, tmp_path: Path) -> None:
    made = list(generator.collection(60, start=40))
    assert [each.number for each in made] == list(range(40, 100))
    assert sum(each.language == "ko" for each in made) == 3
    assert sum(each.published is None for each in made) == 4
    lengths = sorted(len(" ".join(each.paragraphs).split()) for each in made)
    assert 250 < lengths[30] < 650
    generator.write_files(tmp_path, 12)
    assert len(list(tmp_path.rglob("*.txt"))) == 12


def test_the_search_benchmark_runs_and_prints_its_tables(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "search", "--count", "40", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for row in ("| stock Whoosh, files |", "| SQLite FTS5 |", "| fuzzy |", "| Korean |", "| all kinds |"):
        assert row in done.stdout
    assert (tmp_path / "bench-40.md").is_file()


def test_the_timeline_benchmark_runs_on_an_archive_of_the_size_that_was_asked_for(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "events", "--count", "400", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "A timeline of 400 mentions in 4 articles" in done.stdout
    for row in ("columns, first, ms", "filter by a tag, ms", "disagreements, ms", "confirming one, ms"):
        assert f"| {row} |" in done.stdout


@pytest.mark.long
def test_the_benchmark_of_the_timelines_view_runs_and_prints_every_question(tmp_path: Path) -> None:
    program = (
        "import pathlib;from tests.benchmarks import bench_timeline_window as bench;bench.OPENINGS = 1;"
        f"print(bench.run(pathlib.Path({str(tmp_path)!r}), 200).markdown())"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "The timeline's view over 200 mentions in 2 articles" in done.stdout
    for row in ("opening the view until it is painted", "a word", "a tag", "days", "lanes by tag", "everything again"):
        assert f"| {row}, ms |" in done.stdout


def test_the_benchmark_of_the_timelines_frames_runs_and_prints_its_table() -> None:
    program = (
        "from tests.benchmarks import bench_timeline_frames as bench;"
        "bench.COUNTS, bench.LANES, bench.STEPS = (50,), (1, 3), 2;"
        "print(bench.run().markdown())"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "The timeline at 1370×720" in done.stdout
    rows = [line for line in done.stdout.splitlines() if line.startswith("| 50 |")]
    assert [row.split("|")[2].strip() for row in rows] == ["1", "3"]


def test_the_benchmark_of_marking_codes_its_archive_as_the_present_schema_has_it(tmp_path: Path) -> None:
    program = (
        "import pathlib;from archive.archive import Archive;from archive.operations import annotate;"
        "from tests.benchmarks import coded;"
        f"path = coded.archive_of(pathlib.Path({str(tmp_path)!r}), coded.Size(8, 40));"
        "archive = Archive.open(path);print(annotate.count(archive), archive.store.integrity());archive.close()"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, faults = done.stdout.strip().split(" ", 1)
    assert int(count) >= 30 and faults == "[]"


def test_the_claims_benchmark_runs_on_an_archive_of_the_size_that_was_asked_for(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "claims", "--count", "300", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "300 figures in 60 articles" in done.stdout
    for row in ("columns, first, ms", "statistics by tag, ms", "series, a page of 100, ms", "confirming one, ms"):
        assert f"| {row} |" in done.stdout


@pytest.mark.long
def test_the_panel_benchmark_opens_every_tab_and_narrows_it(tmp_path: Path) -> None:
    # The window once; how the times of several are put together does not depend on what they are of.
    program = "from tests.benchmarks import __main__ as program, bench_panel as bench;bench.OPENINGS = 1;program.main()"
    command = [sys.executable, "-c", program, "panel", "--count", "300", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for row in (
        "opening language",
        "figures, a tag: busiest turn",
        "collection, 200 articles",
        "figures, days: longest turn",
    ):
        assert f"| {row}, ms |" in done.stdout
