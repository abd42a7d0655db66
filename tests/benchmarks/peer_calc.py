"""The timeline's table opened by LibreOffice Calc; `make peers` compares every cell where Calc is installed.

Calc is 280 MB, so that it is no dependency (`python -m tests.benchmarks.peer_calc`). It is asked for flat OpenDocument, which
tells a formula from a text.
"""

import csv
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from lxml import etree

from archive.exports.timeline import table
from tests.archive.exports.timeline.tellings import telling

WORDS = (
    *("=1+1", "=HYPERLINK(\"http://127.0.0.1\",\"eels\")", "+1 eel", "-2+3", "@SUM(1)", "\t=1", "\r\n=1", "＝1", "'=1", "''"),
    *("-inf", "-12", "1e5", "2014-05", "TRUE", "a,b;c", 'say "eel"', "one\r\ntwo\n\nthree", "강가의 새 보", "שער הנהר"),
    *("<b>&amp;", "\0\x1b[31m", "a\u2028b", "#REF!", "é" * 3000),
)  # fmt: skip
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SECONDS = 120


def main() -> None:
    """Fails when Calc sees a formula, or reads a cell as another text than the csv module does."""
    calc = shutil.which("soffice") or shutil.which("libreoffice")
    if calc is None:
        print("To open the timeline's table with LibreOffice Calc (280 MB), install it and run this again.")
        return
    data = table.write(
        [telling(label=words, note=words, sentence=words, uid=f"u{n}") for n, words in enumerate(WORDS)]
    ).data
    with tempfile.TemporaryDirectory() as made:
        cells = _opened(calc, data, Path(made))
    wanted = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    if len(cells) != len(wanted):
        raise SystemExit(f"Calc sees {len(cells)} rows, the csv module {len(wanted)}")
    for theirs, ours in zip(cells, wanted, strict=True):
        for column, (one, other) in enumerate(zip(theirs, ours, strict=False)):
            if one != other and not (_number(one) is not None and _number(one) == _number(other)):
                raise SystemExit(f"{table.COLUMNS[column]}: Calc reads {one!r}, the csv module {other!r}")
    print(
        f"LibreOffice Calc reads {len(cells)} rows of {len(table.COLUMNS)} cells as the csv module does, and no formula."
    )


def _opened(calc: str, data: bytes, folder: Path) -> list[list[str]]:
    """The rows that Calc shows, without the empty cells at their ends."""
    (folder / "times.csv").write_bytes(data)
    command = [calc, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "fods"]
    # Comma, double quote, UTF-8, from the first row: what a person confirms when Calc asks.
    command += ["--infilter=CSV:44,34,76,1", "--outdir", str(folder), str(folder / "times.csv")]
    for _ in range(2):  # its first run may only make its profile
        subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)
        if (folder / "times.fods").exists():
            break
    tree = etree.parse(folder / "times.fods", etree.XMLParser(huge_tree=True))
    formulas = [
        cell.get(f"{_TABLE}formula") for cell in tree.iter(f"{_TABLE}table-cell") if cell.get(f"{_TABLE}formula")
    ]
    if formulas:
        raise SystemExit(f"Calc sees a formula: {formulas[0]}")
    rows = [_row(row) for row in tree.iter(f"{_TABLE}table-row")]
    return [row for row in rows if any(row)]


def _row(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_TABLE}table-cell"):
        words = "\n".join(_words(part) for part in cell.iter(f"{_TEXT}p"))
        cells += [words] * min(int(cell.get(f"{_TABLE}number-columns-repeated", 1)), len(table.COLUMNS))
    return cells[: len(table.COLUMNS)]


def _words(part: etree._Element) -> str:
    """OpenDocument writes runs of spaces and tabs as elements."""
    said = part.text or ""
    for each in part:
        if each.tag == f"{_TEXT}s":
            said += " " * int(each.get(f"{_TEXT}c", 1))
        elif each.tag == f"{_TEXT}tab":
            said += "\t"
        else:
            said += _words(each)
        said += each.tail or ""
    return said


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


if __name__ == "__main__":
    main()
