"""A start imports what the first list needs, and no more: the rest comes when it is asked for, or once the window stands."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Whole libraries, and what reads, writes, searches or draws: each takes longer to import than the first list to read.
_LATER = (
    *(
        "whoosh",
        "lxml",
        "trafilatura",
        "htmldate",
        "charset_normalizer",
        "Stemmer",
        "pyqtgraph",
        "scipy",
        "docx",
        "odf",
    ),
    *("citeproc", "typst", "PIL", "sqlite_utils", "cryptography", "pyrage", "argon2", "keyring", "rich", "tests"),
    *("PySide6.QtPrintSupport", "PySide6.QtNetwork", "PySide6.QtTest", "PySide6.QtOpenGL", "PySide6.QtPdf"),
    *("archive.index.index", "archive.index.codec", "archive.operations.find", "archive.operations.ingest"),
    *(
        "archive.operations.clipping",
        "archive.operations.tables",
        "archive.operations.publish",
        "archive.importers.tables",
    ),
    *(
        "archive.operations.maintain",
        "archive.operations.coding",
        "archive.operations.duplicates",
        "archive.operations.indexing",
    ),
    *("archive.annotation.anchors", "archive.annotation.pages", "archive.annotation.wording", "rapidfuzz"),
    *(
        "archive.operations.recognising",
        "archive.operations.saving",
        "archive.operations.bringing",
        "archive.importers.detect",
    ),
    *("archive.operations.statistics", "archive.extraction.dates", "archive.extraction.figures", "archive.cli"),
    *(
        "numpy",
        "regex",
        "archive.model.excerpt",
        "archive.model.interchange",
        "archive.confinement.pool",
        "archive.store.mentions",
    ),
    *(
        "archive.operations.events",
        "archive.operations.extracting",
        "archive.operations.lexicon",
        "desktop.models.events",
    ),
    *("desktop.views.passages", "desktop.views.codebook", "desktop.views.timeline", "desktop.views.statistics"),
    *("desktop.views.exports", "desktop.views.review", "desktop.capture", "desktop.widgets.charts"),
)


def test_a_start_imports_nothing_that_the_first_list_does_not_need(small_archive: Path) -> None:
    command = [sys.executable, "-P", str(Path(__file__).with_name("start_child.py")), str(small_archive)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["rows"] == 2
    assert "desktop.views.library.library" in told["modules"], "what was imported is what is looked at"
    early = [each for each in told["modules"] if any(each == name or each.startswith(f"{name}.") for name in _LATER)]
    assert not early, f"imported before the first list stood: {early}"
