"""Import end to end (read, clean, store, index) of text files: seconds, articles a second, peak memory of all processes."""

from pathlib import Path

from tests.benchmarks.generator import write_files
from tests.benchmarks.measure import Table, in_child

_IMPORT = """
import sys, time
from pathlib import Path
from archive.archive import Archive
from archive.operations import ingest, indexing
archive = Archive.create(Path(sys.argv[2]))
began = time.perf_counter()
report = ingest.run(archive, [sys.argv[1]])
saved = time.perf_counter() - began
indexing.settle(archive)
print(saved, time.perf_counter() - began, sum(item.status == "added" for item in report.files), archive.index.pending())
archive.close()
"""


def run(folder: Path, count: int) -> tuple[Table, Path]:
    """Imports `count` generated files in a process of its own; gives the table and the archive it made."""
    files = write_files(folder / f"files-{count}", count)
    archive = folder / f"import-{count}.waystation"
    for stale in folder.glob(f"{archive.name}*"):
        stale.unlink()
    child = in_child(_IMPORT, str(files), str(archive))
    saved, whole, added, pending = child.output.split()
    size = sum(path.stat().st_size for path in files.rglob("*.txt"))
    table = Table(f"Import of {count:,} text files", ("step", "value"))
    table.add("files added", int(added))
    table.add("text, MB", size / 1e6)
    table.add("read, cleaned, stored: s", float(saved))
    table.add("and searchable: s", float(whole))
    table.add("articles a second, end to end", int(added) / float(whole))
    table.add("still pending afterwards", int(pending))
    table.add("peak memory of all processes, MB", child.peak_mb)
    table.add("archive, MB", archive.stat().st_size / 1e6)
    return table, archive
