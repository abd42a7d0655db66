"""`make bench`: how time and memory grow, and other search engines beside ours, as tables on standard output (and in `build/bench/`).

make bench                                  growth at 1,000 and 10,000 articles, and beside
make bench SIZES="1000 10000 100000"        other sizes; BIG=1 adds 1,000,000; a run goes on with what an earlier one has measured
make bench ARGS=growth ONLY="build search"  parts of it: build search start window writing export, or formats of export (csv docx)
make bench ARGS="growth --document"         and writes the tables and plots into docs/PERFORMANCE.md
make bench ARGS="search --count 20000"      one part of: growth beside import search change window
also: marking suggest anchoring dates figures events claims panel timeline timeline-view export exchange duplicates keeping protection news pdfs news-window library start views
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Table

PARTS = ("growth", "beside")
SINGLE = ("import", "search", "change", "window")
_ROOT = Path(__file__).parents[2]
_KEPT = _ROOT / "build" / "bench"


def main() -> None:
    """Runs the parts that were asked for and writes the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=f"any of: {' '.join(PARTS + SINGLE)}, and others")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument(
        "--folder", type=Path, help="keep files and the report here, nothing in a temporary folder or build/"
    )
    parser.add_argument(
        "--document", action="store_true", help="write what `growth` and `beside` found into docs/PERFORMANCE.md"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="waystation-bench-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["WAYSTATION_HOME"] = str(folder / "home")
        report = [f"# Benchmarks\n\nPython {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores.\n"]
        kept = given.folder or _KEPT
        for table in [*_kept_tables(given.parts, kept), *_tables(given.parts, given.count, folder)]:
            # Figures from a busy machine are worth less; this says how busy it was.
            load = (
                f"\nLoad average over the last minute: {os.getloadavg()[0]:.1f}.\n" if hasattr(os, "getloadavg") else ""
            )
            report.append(table.markdown() + load)
    if given.document:
        from tests.benchmarks.growth import document

        document.write(kept, _ROOT / "docs" / "PERFORMANCE.md")
    text = "\n".join(report)
    out = given.folder or _KEPT
    out.mkdir(parents=True, exist_ok=True)
    (out / f"bench-{given.count}.md").write_text(text, encoding="utf-8")
    print(text)


def _kept_tables(parts: list[str], folder: Path) -> Iterator[Table]:
    """What goes on with what an earlier run measured."""
    if "growth" in parts:
        from tests.benchmarks import bench_growth

        yield from bench_growth.run(folder / "growth", bench_growth.asked_sizes(), only=bench_growth.asked_parts())
    if "beside" in parts:
        from tests.benchmarks import bench_beside

        yield from bench_beside.run(folder / "beside")


def _tables(parts: list[str], count: int, folder: Path) -> Iterator[Table]:
    archive: Path | None = None
    if "import" in parts:
        from tests.benchmarks import bench_import

        table, archive = bench_import.run(folder, count)
        yield table
    if "search" in parts:
        from tests.benchmarks import bench_search

        indexing, searching, archive = bench_search.run(folder, count)
        yield indexing
        yield searching
    if "library" in parts:
        from tests.benchmarks import bench_library

        yield from bench_library.run(folder, count)
    if "change" in parts:
        from tests.benchmarks import bench_changes

        yield bench_changes.run(folder, count, archive)
    if "keeping" in parts:
        from tests.benchmarks import bench_keeping

        yield bench_keeping.run(folder, count, archive)
    if "window" in parts:
        from tests.benchmarks import bench_window

        yield bench_window.run(folder, count, archive)
    if {"start", "views"} & set(parts):
        from tests.benchmarks import bench_start

        if "start" in parts:
            yield bench_start.run(folder, count)
        if "views" in parts:
            yield bench_start.views(folder, count)
    if "marking" in parts:
        from tests.benchmarks import bench_marking

        yield bench_marking.run(folder, count)
    if "anchoring" in parts:
        from tests.benchmarks import bench_anchoring

        yield bench_anchoring.run()
    if "timeline" in parts:
        from tests.benchmarks import bench_timeline_frames

        yield bench_timeline_frames.run()
    if "figures" in parts:
        from tests.benchmarks import bench_figures

        yield bench_figures.run()
    if "dates" in parts:
        from tests.benchmarks import bench_dates

        yield bench_dates.run()
    if "events" in parts:
        from tests.benchmarks import bench_timeline

        yield bench_timeline.run(folder, count)
    if "claims" in parts:
        from tests.benchmarks import bench_claims

        yield bench_claims.run(folder, count)
    if "panel" in parts:
        from tests.benchmarks import bench_panel

        yield bench_panel.run(folder, count)
    if "timeline-view" in parts:
        from tests.benchmarks import bench_timeline_window

        yield bench_timeline_window.run(folder, count)
    if {"news", "pdfs", "news-window"} & set(parts):
        from tests.benchmarks import bench_intake

        bulk = {"news": bench_intake.news, "pdfs": bench_intake.pdfs, "news-window": bench_intake.window}
        for name in set(parts) & bulk.keys():
            yield bulk[name](folder)
    if "export" in parts:
        from tests.benchmarks import bench_export

        yield bench_export.run(folder)
    if "exchange" in parts:
        from tests.benchmarks import bench_exchange

        yield bench_exchange.run(folder)
    if "duplicates" in parts:
        from tests.benchmarks import bench_duplicates

        yield bench_duplicates.run(folder, count)
    if "protection" in parts:
        from tests.benchmarks import bench_protection

        yield from bench_protection.run(folder, count)
    corpus = Path(os.environ.get("WAYSTATION_SHARED", Path(__file__).parents[3] / "shared")) / "corpus"
    if "suggest" in parts and corpus.is_dir():
        from tests.benchmarks import bench_suggest

        yield bench_suggest.run(corpus)


if __name__ == "__main__":
    main()
