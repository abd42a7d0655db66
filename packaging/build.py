"""Builds what people install: a wheel, and a frozen folder that runs where no Python is. Writes to `dist/`, fetches nothing.

python packaging/build.py            both
python packaging/build.py wheel      only the wheel
python packaging/build.py frozen     only the folder `dist/waystation/`
"""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST, WORK = ROOT / "dist", ROOT / "build" / "frozen"

# Packages whose data files (models, fonts, word lists) are opened by name at run time.
WITH_DATA = (
    "resources",
    "qtawesome",
    "font_source_sans_pro",
    "font_source_serif_pro",
    "py3langid",
    "trafilatura",
    "justext",
    "courlan",
    "tld",
    "sqlite_utils",
)
# Imported by name only (worker entries, lazily loaded commands), so that no static analysis sees them.
HIDDEN_PACKAGES = ("archive", "desktop", "whoosh")
# Looked up by name for the files that they carry.
CARRIERS = ("qtawesome", "font_source_sans_pro", "font_source_serif_pro")
# Large, and reached only from code paths that we never use.
LEFT_OUT = ("tkinter", "matplotlib", "IPython", "pytest", "hypothesis", "mypy", "setuptools", "pip")


def wheel() -> Path:
    """Builds the wheel without an isolated environment, so that nothing is downloaded; gives its path."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(DIST), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return max(DIST.glob("waystation-*.whl"), key=lambda path: path.stat().st_mtime)


def frozen(out: Path = DIST) -> Path:
    """Freezes the program into `out/waystation/` with PyInstaller; gives the executable's path."""
    entry = WORK / "waystation_main.py"
    WORK.mkdir(parents=True, exist_ok=True)
    entry.write_text(
        "import multiprocessing, sys\n"
        "multiprocessing.freeze_support()\n"
        "from desktop.__main__ import main\n"
        "sys.exit(main())\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", "--name=waystation"]
    command += [f"--distpath={out}", f"--workpath={WORK / 'work'}", f"--specpath={WORK}", f"--paths={ROOT}"]
    command += [f"--collect-data={name}" for name in WITH_DATA if importlib.util.find_spec(name)]
    command += [f"--collect-submodules={name}" for name in HIDDEN_PACKAGES]
    command += [f"--hidden-import={name}" for name in CARRIERS]
    command += [f"--exclude-module={name}" for name in LEFT_OUT]
    if sys.platform != "linux":
        command.append("--windowed")
    subprocess.run([*command, str(entry)], check=True, cwd=ROOT)
    folder = out / "waystation"
    for name in ("LICENSE", "NOTICE.md", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)
    return folder / ("waystation.exe" if sys.platform == "win32" else "waystation")


def main(arguments: list[str]) -> int:
    """Builds what the arguments name, both by default."""
    wanted = arguments or ["wheel", "frozen"]
    if unknown := set(wanted) - {"wheel", "frozen"}:
        print(f"Not known: {', '.join(sorted(unknown))}. Say wheel, frozen, or nothing for both.", file=sys.stderr)
        return 2
    if "wheel" in wanted:
        print(wheel().relative_to(ROOT))
    if "frozen" in wanted:
        print(frozen().relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
