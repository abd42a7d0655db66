"""Reads documents back by programs that are not ours."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PANDOC, CHROMIUM = shutil.which("pandoc"), shutil.which("chromium") or shutil.which("google-chrome")


def pandoc(path: Path, format: str, *options: str) -> list[Any]:
    """The blocks that pandoc reads."""
    done = subprocess.run(
        [str(PANDOC), "-f", format, "-t", "json", *options, str(path)], capture_output=True, text=True, check=True
    )
    blocks: list[Any] = json.loads(done.stdout)["blocks"]
    return blocks


def words(node: Any, *, notes: bool = False) -> str:
    """The text of what pandoc read; footnotes in brackets or left out."""
    if isinstance(node, list):
        return "".join(words(each, notes=notes) for each in node)
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c")
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Note":
        return f"[{words(content)}]" if notes else ""
    if kind == "Quoted":
        # Curled marks; straight ones that were taken for marks would come back curled, and be found out.
        return "{1}{0}{2}".format(words(content[1], notes=notes), *("“”" if content[0]["t"] == "DoubleQuote" else "‘’"))
    if kind in ("Link", "Span", "Cite", "Header"):
        return words(content[-1] if kind == "Header" else content[1], notes=notes)
    assert kind not in ("RawInline", "RawBlock", "Math", "Code", "CodeBlock"), node
    return words(content, notes=notes)


def dom(path: Path, folder: Path) -> str:
    """The page as Chromium has it after loading, scripts given their time to run."""
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}"]
    command += ["--virtual-time-budget=2000", "--dump-dom", path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


SOFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")
FILTERS = {"docx": "docx:MS Word 2007 XML", "txt": "txt:Text (encoded):UTF8"}
needs_pandoc = pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def saved_again(path: Path, ending: str, folder: Path) -> Path:
    """The file as LibreOffice opened it and saved it in another or the same format."""
    command = [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    command += [FILTERS.get(ending, ending), "--outdir", str(folder / "saved"), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=200)
    return folder / "saved" / f"{path.stem}.{ending}"


def found(node: Any, kind: str) -> list[Any]:
    """Everything of a kind in what pandoc read."""
    here = [node] if isinstance(node, dict) and node.get("t") == kind else []
    below = node if isinstance(node, list) else list(node.values()) if isinstance(node, dict) else []
    return here + [each for one in below for each in found(one, kind)]
