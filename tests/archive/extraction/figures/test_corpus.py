"""The five articles that the careful reader has read: the figures found are the reader's, with value and unit, and no others."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.figures import found_in

SHARED = Path(__file__).parents[5] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared articles are not here")


def test_figures_of_the_five_articles(tmp_path) -> None:
    told = tmp_path / "found.json"
    told.write_text(json.dumps({file.name: found_in(file) for file in sorted((SHARED / "corpus").glob("*.txt"))}))
    done = subprocess.run(
        [sys.executable, SHARED / "gold" / "score_figures.py", told, "--errors"],
        capture_output=True,
        text=True,
        check=True,
    )
    line = done.stdout.splitlines()[-1]
    for name, least in ((r"found \d+ \(R ([\d.]+)", 97), (r"value\+unit ok \d+ \(([\d.]+)", 92), (r"\(P ([\d.]+)", 95)):
        match = re.search(name, line)
        assert match is not None and float(match[1]) >= least, done.stdout
    assert "on a negative 0" in line, done.stdout
