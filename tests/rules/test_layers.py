"""The layer contracts hold, and each of them would notice a violation."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

# One forbidden import for each contract: (contract id, module that gets the line, the line).
VIOLATIONS = [
    ("house", "archive/base/text.py", "import desktop"),
    ("archive-layers", "archive/base/text.py", "import archive.store"),
    ("pure", "archive/importers/registry.py", "import archive.store"),
    ("no-qt", "archive/base/text.py", "import PySide6.QtCore"),
    ("sql", "archive/base/text.py", "import sqlcipher3"),
    ("whoosh", "archive/base/text.py", "import whoosh.index"),
    ("desktop-door", "desktop/theme.py", "import archive.store"),
    ("widgets", "desktop/widgets/__init__.py", "import archive.model.article"),
]


def _lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    only = ["--contract", contract] if contract else []
    script = "from importlinter.cli import lint_imports_command as main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, "--no-cache", *only],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )


def test_every_contract_has_a_violation_to_catch() -> None:
    assert sorted(contract["id"] for contract in CONTRACTS) == sorted(name for name, _, _ in VIOLATIONS)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's modules as they are, which keep every contract."""
    folder = tmp_path_factory.mktemp("sound")
    for package in ("archive", "desktop", "resources"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    told = _lint(folder)
    assert told.returncode == 0, "broken before anything was planted"
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in told.stdout
    return folder


@pytest.mark.parametrize(("contract", "module", "line"), VIOLATIONS, ids=[name for name, _, _ in VIOLATIONS])
def test_a_planted_violation_is_caught(sound: Path, contract: str, module: str, line: str) -> None:
    target = sound / module
    kept = target.read_text(encoding="utf-8")
    target.write_text(f"{kept}\n{line}\n", encoding="utf-8")
    try:
        assert _lint(sound, contract).returncode == 1
    finally:
        target.write_text(kept, encoding="utf-8")
