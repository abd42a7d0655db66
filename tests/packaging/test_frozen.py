"""The frozen folder starts from an empty environment, with no Python and no project beside it, and does the main job."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARTICLE = "The ferry and the fog\n\nBy Ada Quist\n\nPublished: 4 May 2021\n\n" + (
    "The ferry waited an hour for the fog to lift, and the passengers drank all the coffee on board. " * 4
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen executable, built once."""
    out = tmp_path_factory.mktemp("frozen")
    build = f"import sys; sys.path.insert(0, 'packaging'); import build, pathlib; print(build.frozen(pathlib.Path({str(out)!r})))"
    done = subprocess.run([sys.executable, "-c", build], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return Path(done.stdout.strip().splitlines()[-1])


def _run(program: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # An empty environment but for where its data goes and that there is no screen.
    environment = {"WAYSTATION_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [str(program), *arguments], env=environment, cwd=home, capture_output=True, text=True, timeout=240, check=False
    )


@pytest.mark.long
@pytest.mark.timeout(600)
def test_frozen_folder_imports_finds_and_shows_from_an_empty_environment(program: Path, tmp_path: Path) -> None:
    home = tmp_path / "data"
    home.mkdir()
    (home / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    (home / "page.html").write_text("<html><body><h1>Page</h1><p>A lighthouse keeper counts ships.</p></body></html>")
    made = _run(program, home, "init", "--starter", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["articles"] >= 6
    brought = _run(program, home, "import", "ferry.txt", "page.html", "--json")
    assert brought.returncode == 0, brought.stderr + brought.stdout
    assert [item["status"] for item in json.loads(brought.stdout)["files"]] == ["added", "added"]
    found = _run(program, home, "search", "ferry fog", "--json")
    assert json.loads(found.stdout)["hits"][0]["title"] == "The ferry and the fog"
    shown = _run(program, home, "capture", "library", "library.png", "--size", "1024x640")
    assert shown.returncode == 0, shown.stderr
    assert (home / "library.png").read_bytes().startswith(b"\x89PNG")
