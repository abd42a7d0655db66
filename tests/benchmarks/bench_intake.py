"""What people bring in bulk: 19,000 short news files, 100 PDFs of 20 pages; and how the window answers while the former come in.

Processor seconds are those of all processes, readers and helpers too. On two cores half of them is the least that the clock can show.
"""

import json
import os
from pathlib import Path

import typst

from tests.benchmarks.generator import article
from tests.benchmarks.measure import Table, in_child
from tests.benchmarks.newswire import telling, write_stories

STORIES, PDFS, PAGES = 19_000, 100, 20
_PAGE_WORDS = 420
_FRAME = """
#set page(paper: "a4", margin: 2.5cm, header: [Reports of the harbour, no. NUMBER], numbering: "1")
#set par(justify: true)
#set text(lang: "en", size: 10pt)
#set document(title: "Report NUMBER")
"""
_IMPORT = """
import json, resource, sys, time
from pathlib import Path
from archive.archive import Archive
from archive.operations import extracting, indexing, ingest, mates
archive = Archive.create(Path(sys.argv[2]))
began = time.perf_counter()
with mates.Beside(archive) as mate:
    report = ingest.run(archive, [sys.argv[1]], mate=mate)
    saved = time.perf_counter() - began
    archive.index.catch_up()
    extracting.settle(archive)
whole = time.perf_counter() - began
count = archive.store.connections.value
own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({
    "files added": sum(item.status == "added" for item in report.files),
    "read whole (verdict ok)": sum(item.verdict == "ok" for item in report.files),
    "read, cleaned, stored: s": saved,
    "and indexed, dated, figured: s": whole,
    "processor seconds of all processes": own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime,
    "dates": count("SELECT count(*) FROM mentions"),
    "figures": count("SELECT count(*) FROM figures"),
    "waiting to be indexed or read": archive.index.pending() + extracting.pending(archive),
}))
archive.close()
"""

_WINDOW = "import runpy; runpy.run_module('tests.benchmarks.intake_child', run_name='__main__', alter_sys=True)"


def news(folder: Path) -> Table:
    """19,000 short news files in, until all of them are indexed and read."""
    files = write_stories(folder / f"stories-{STORIES}", STORIES)
    size = sum(path.stat().st_size for path in files.rglob("*.txt"))
    return _measured(f"{STORIES:,} short news files ({size / 1e6:.0f} MB)", files, folder / "stories.waystation")


def pdfs(folder: Path) -> Table:
    """100 PDFs of 20 pages."""
    files = folder / f"pdfs-{PDFS}"
    files.mkdir(parents=True, exist_ok=True)
    for number in range(PDFS):
        path = files / f"report-{number:03}.pdf"
        if not path.exists():
            path.write_bytes(_report(number))
    return _measured(f"{PDFS} PDFs of {PAGES} pages", files, folder / "pdfs.waystation")


def _report(number: int) -> bytes:
    """A report as offices print them: running lines, page numbers, headings, justified text."""
    told: list[str] = []
    at, words = number * 1_000, 0
    while words < PAGES * _PAGE_WORDS:
        made = article(at)
        at += 1
        if made.language == "en":
            # The generator's words tell of no day.
            paragraphs = [f"{paragraph} {telling(at * 100 + place)}" for place, paragraph in enumerate(made.paragraphs)]
            told.append(f"= {made.title}\n\n" + "\n\n".join(paragraphs))
            words += sum(len(paragraph.split()) for paragraph in made.paragraphs)
    frame = _FRAME.replace("NUMBER", str(number))
    return bytes(typst.compile("\n\n".join([frame, *told]).encode(), format="pdf"))


def _measured(title: str, files: Path, archive: Path) -> Table:
    for stale in archive.parent.glob(f"{archive.name}*"):
        stale.unlink()
    child = in_child(_IMPORT, str(files), str(archive))
    table = Table(title, ("step", "value"))
    for name, value in json.loads(child.output.splitlines()[-1]).items():
        table.add(name, value)
    table.add("peak memory of all processes, MB", child.peak_mb)
    return table


def window(folder: Path) -> Table:
    """The news files dropped on the window: its longest turns until all of them are indexed and read."""
    files = write_stories(folder / f"stories-{STORIES}", STORIES)
    archive = folder / "dropped.waystation"
    for stale in archive.parent.glob(f"{archive.name}*"):
        stale.unlink()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "WAYSTATION_ARCHIVE": str(archive)}
    child = in_child(_WINDOW, str(files), environment=environment)
    table = Table(f"The window while {STORIES:,} short news files come in, offscreen", ("what", "value"))
    for name, value in json.loads(child.output.splitlines()[-1]).items():
        table.add(name, value)
    table.add("peak memory of all processes, MB", child.peak_mb)
    return table
