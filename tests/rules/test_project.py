"""Promises of the project's own files: locked dependencies are justified, no host or machine path slips in."""

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0].lower()


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_every_dependency_is_justified_and_locked_with_hashes() -> None:
    project = PYPROJECT["project"]
    wanted = {_name(line) for line in [*project["dependencies"], *project["optional-dependencies"]["desktop"]]}
    told = (ROOT / "docs" / "DEPENDENCIES.md").read_text(encoding="utf-8").lower()
    lock = (ROOT / "requirements" / "app.lock").read_text(encoding="utf-8")
    locked = {_name(line) for line in lock.splitlines() if re.match(r"[A-Za-z]", line)}
    assert {name for name in wanted if name not in told} == set()
    assert wanted - locked == set()
    assert lock.count("--hash=sha256:") > len(locked)


def test_no_registry_host_is_written_down() -> None:
    hosts = re.compile(r"(pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|--index-url|--extra-index)")
    told = [
        str(path)
        for path in _tracked()
        if path.suffix in {".lock", ".toml", ".sh", ".in", ".cfg", ""}
        and path.name != Path(__file__).name
        and hosts.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert told == []


def test_import_packages_are_the_three_of_the_house() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {"archive", "desktop", "resources"}


def test_every_dependency_is_used() -> None:
    modules = {
        "pyside6-essentials": "PySide6",
        "pystemmer": "Stemmer",
        "whoosh3": "whoosh",
        "markdown-it-py": "markdown_it",
        "python-docx": "docx",
        "odfpy": "odf",
        "citeproc-py": "citeproc",
        "argon2-cffi": "argon2",
    }
    project = PYPROJECT["project"]
    wanted = [_name(line) for line in [*project["dependencies"], *project["optional-dependencies"]["desktop"]]]
    code = "\n".join(
        path.read_text(encoding="utf-8") for top in ("archive", "desktop") for path in (ROOT / top).rglob("*.py")
    )
    named = {name: modules.get(name, name.replace("-", "_")) for name in wanted}
    unused = [
        name for name, module in named.items() if not re.search(rf"(?:import|from) {module}\b|[\"']{module}[\"']", code)
    ]
    assert unused == []
