"""The pieces of the growth benchmark: slopes, Heaps' law, the collection, what is kept of a run, tables, plots, the document."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.benchmarks import bench_beside, bench_growth
from tests.benchmarks.growth import children, document, drawing, telling, texts
from tests.benchmarks.growth.fitting import slope
from tests.benchmarks.growth.readings import Readings, of_times

TIME: dict[str, Any] = {"unit": "s", "wall": 2.0, "processor": 3.0, "peak_mb": 90.0}


@pytest.mark.parametrize("exponent", [0.0, 0.5, 1.0, 2.0])
def test_the_slope_of_a_power_is_its_exponent(exponent: float) -> None:
    assert slope((size, 7 * size**exponent) for size in (100, 1_000, 30_000)) == pytest.approx(exponent)


def test_points_that_say_nothing_of_growth_have_no_slope() -> None:
    assert slope([]) is None
    assert slope([(1_000, 5.0), (1_000, 6.0)]) is None
    assert slope([(1_000, 0.0), (10_000, 5.0)]) is None
    assert slope([(10, 1.0), (100, 0.0), (1_000, 100.0)]) == pytest.approx(1.0)


def test_heaps_exponent_is_that_of_the_words() -> None:
    # After n words there are √n different ones: each word whose number is a square is a new one.
    said = ["".join(chr(97 + int(digit)) for digit in str(math.isqrt(n))) for n in range(1, 60_000)]
    found = texts.heaps(" ".join(said[at : at + 100]) for at in range(0, len(said), 100))
    assert (found.words, found.different) == (59_999, math.isqrt(59_999))
    assert found.exponent == pytest.approx(0.5, abs=0.01)
    assert texts.heaps(["one two three"] * 2_000).exponent == pytest.approx(0.0)


def test_the_words_of_the_collection_never_end() -> None:
    found = texts.heaps(made.text for made in texts.collection(450, start=501))
    assert 0.55 < found.exponent < 0.85
    assert found.different > 10_000


def test_an_article_depends_on_its_number_alone_and_some_are_long() -> None:
    assert texts.article(17) == list(texts.collection(20))[17]
    assert texts.article(19).language == "ko"
    lengths = {number: len(texts.article(number).text) for number in (17, 50, 500)}
    assert lengths[17] < 5_000
    assert texts.CHAPTER < lengths[50] < 2 * texts.CHAPTER
    assert texts.BOOK < lengths[500] < 1.1 * texts.BOOK


def test_files_are_written_once(tmp_path: Path) -> None:
    texts.write_files(tmp_path, 3)
    (tmp_path / "0000" / "0000001.txt").write_text("kept", "utf-8")
    texts.write_files(tmp_path, 4)
    assert [path.name for path in sorted(tmp_path.rglob("*.txt"))][-1] == "0000003.txt"
    assert (tmp_path / "0000" / "0000001.txt").read_text("utf-8") == "kept"


def test_sizes_come_from_the_environment() -> None:
    assert bench_growth.asked_sizes({}) == (1_000, 10_000)
    assert bench_growth.asked_sizes({"SIZES": "10_000, 500", "BIG": "1"}) == (500, 10_000, 1_000_000)
    with pytest.raises(ValueError, match="SIZES"):
        bench_growth.asked_sizes({"SIZES": "0"})


def test_parts_come_from_the_environment() -> None:
    assert bench_growth.asked_parts({}) == frozenset(bench_growth.PARTS)
    assert bench_growth.asked_parts({"ONLY": "build, csv"}) == {"build", "csv"}
    with pytest.raises(ValueError, match="“everything”"):
        bench_growth.asked_parts({"ONLY": "everything"})


def test_only_what_was_asked_for_is_measured_and_exports_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    size = bench_growth._Size(tmp_path, 5, Readings(tmp_path / "growth.json"), 9.0)
    monkeypatch.setattr(size, "_step", lambda step, *_, **__: done.append(step))
    monkeypatch.setattr(size, "_starts", lambda: done.append("start"))
    monkeypatch.setattr(size, "_changing", lambda: done.append("writing"))
    monkeypatch.setattr(size, "_build", lambda: done.append("build"))
    size.measure(frozenset({"search"}))
    assert not done, "there is no archive"
    size._archive.touch()
    size.measure(frozenset({"csv", "start"}))
    assert done == ["start", "export: csv"]
    done.clear()
    size.measure()
    windows = ["window: use", "window: panels"]
    exports = [f"export: {name}" for name in bench_growth.FORMATS]
    assert done == ["build", "search", "start", *windows, "writing", *exports]
    done.clear()
    size._broken.touch()
    size.measure()
    assert done == ["build"], "an archive that is not whole says nothing"


def _kept(path: Path) -> Readings:
    readings = Readings(path)
    heaps = {"unit": "exponent", "wall": 0.7, "more": {"words": 1_000, "different": 300}}
    for size, factor in ((1_000, 1), (10_000, 10)):
        readings.keep(
            size,
            {
                "Heaps": heaps,
                "index": {**TIME, "more": {"articles": 900, "index_bytes": 50, "text_bytes": 100}},
                "query: all kinds": of_times([4.0, 5.0, 6.0], []),
                "import": {**TIME, "wall": 2.0 * factor, "processor": 3.0 * factor},
                "query: rare word": of_times([1.0, 2.0, 9.0], [1.0, 2.0, 3.0]),
                "panel: memos": {"unit": "ms", "wall": 40.0, "processor": 30.0 * factor**2},
                "export: pdf": TIME if factor == 1 else {"unit": "", "wall": 0.0, "note": "over 900 s"},
                "text, MB": {"unit": "MB", "wall": 4.0 * factor},
                "index, MB": {"unit": "MB", "wall": 2.0 * factor},
            },
        )
    return readings


def test_what_was_read_is_there_again_and_can_be_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "growth.json"
    _kept(path)
    again = Readings(path)
    assert again.sizes == [1_000, 10_000]
    found = again.get(10_000, "import")
    assert found is not None and (found.wall, found.processor, found.value) == (20.0, 30.0, 30.0)
    assert found.day and replace(found, processor=None).value == 20.0
    again.forget(1_000)
    assert Readings(path).sizes == [10_000]


def test_two_runs_may_keep_what_they_read_in_one_file(tmp_path: Path) -> None:
    one, other = (Readings(tmp_path / "growth.json") for _ in range(2))
    one.keep(1_000, {"import": TIME})
    other.keep(10_000, {"import": TIME})
    one.keep(1_000, {"index": TIME})
    assert Readings(tmp_path / "growth.json").sizes == [1_000, 10_000]
    assert Readings(tmp_path / "growth.json").names() == ["import", "index"]


def test_tables_say_each_size_and_the_slope(tmp_path: Path) -> None:
    tables = {table.title: table.markdown() for table in telling.tables(_kept(tmp_path / "growth.json"))}
    assert "| import | 2 s (3) | 20 s (30) | 1.00 |" in tables["Bringing in"]
    assert "| memos | 40 ms (30) | 40 ms (3,000) | 2.00 |" in tables["Panels, the first time"]
    assert "| pdf | 2 s (3) | over 900 s | – |" in tables["Taking out everything"]
    assert "| peak of all processes: import | 90 | 90 | 0.00 |" in tables["Memory and size, MB"]
    assert "| 1,000 | 1,000 | 300 | 0.70 | 50 |" in tables["Collections"]
    assert "| articles indexed in a processor second | 8,000 | 300 | 10,000 |" in tables["Aims"]
    assert "| index, % of the text's size | 70 | 50 | 10,000 |" in tables["Aims"]
    assert "| ten kinds of query, 95th percentile, ms | 10 | 6 | 10,000 |" in tables["Aims"]
    (search,) = (text for title, text in tables.items() if title.startswith("Searching"))
    assert "| rare word | 2 / 9 ms (2) |" in search


def test_plots_are_well_formed_and_rise_as_the_figures_do(tmp_path: Path) -> None:
    pictures = drawing.pictures(_kept(tmp_path / "growth.json"))
    assert pictures.keys() == drawing.PICTURES.keys()
    root = ElementTree.fromstring(pictures["growth-time"])
    space = "{http://www.w3.org/2000/svg}"
    plots = {group.findtext(f"{space}text"): group for group in root.iter(f"{space}g")}
    assert list(plots) == ["import", "index", "all kinds", "rare word", "memos", "pdf"]

    def rise(name: str) -> float:
        line = plots[name].find(f"{space}polyline")
        assert line is not None
        places = [tuple(map(float, each.split(","))) for each in line.attrib["points"].split()]
        return places[0][1] - places[-1][1]

    assert rise("import") > 0
    assert rise("rare word") == 0
    assert len(plots["pdf"].findall(f"{space}circle")) == 1


def test_the_document_gets_the_part_once_and_keeps_the_rest(tmp_path: Path) -> None:
    _kept(tmp_path / "growth" / "growth.json")
    page = tmp_path / "docs" / "PERFORMANCE.md"
    page.parent.mkdir()
    page.write_text("# Performance\n\nIntroduction.\n\n## By hand\nkept\n", "utf-8")
    document.write(tmp_path, page)
    first = page.read_text("utf-8")
    assert first.index("Introduction.") < first.index("## Growth") < first.index("## By hand\nkept\n")
    assert (page.parent / "pictures" / "growth-memory.svg").is_file()
    document.write(tmp_path, page)
    assert page.read_text("utf-8") == first


def test_engines_stand_side_by_side(tmp_path: Path) -> None:
    readings = Readings(tmp_path / "beside.json")
    for name, hits in (("Waystation", 2.0), ("SQLite FTS5", 4.0)):
        readings.keep(
            500,
            {
                f"{name}: indexing": TIME,
                f"{name}: size": {"unit": "MB", "wall": 5.0},
                f"{name}: memory of indexing": {"unit": "MB", "wall": 60.0},
                f"{name}: rare word": of_times([hits], [hits]),
            },
        )
    readings.keep(70, {f"Recoll: {what}": TIME for what in ("files until found", "on the disk")})
    readings.keep(70, {f"Waystation: {what}": TIME for what in ("files until found", "on the disk")})
    indexing, searching, files = bench_beside.tables(readings)
    assert "| Waystation | 2.00 | 3.00 | 166 | 60 | 5.00 | index |" in indexing.markdown()
    assert "| rare word | 2 / 2 (2) | 4 / 4 (4) |" in searching.markdown()
    assert "| fuzzy | – | – |" in searching.markdown()
    assert "| Recoll | 2.00 | 3.00 | 90 | 2.00 |" in files.markdown()


def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(children.TooLong):
        children.measured(("timeit", "-n1", "-r1", "__import__('time').sleep(60)"), limit_s=0.0)


def test_a_process_that_fails_tells_why() -> None:
    with pytest.raises(RuntimeError, match="no such"):
        children.measured(("timeit", "-n1", "raise ValueError('no such')"), limit_s=60.0)
