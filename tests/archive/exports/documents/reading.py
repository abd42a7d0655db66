"""Reads documents back by programs that are not ours."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

PANDOC, CHROMIUM = shutil.which("pandoc"), shutil.which("chromium") or shutil.which("google-chrome")


def pandoc(path: Path, format: str) -> list[Any]:
    """The blocks that pandoc reads."""
    done = subprocess.run(
        [str(PANDOC), "-f", format, "-t", "json", str(path)], capture_output=True, text=True, check=True
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
