"""Passages under two tags leave as a Word file with footnotes; LibreOffice saves it; every quote stands until a digit is changed."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from archive.cli import main
from tests.archive.exports.documents.reading import found, needs_pandoc, needs_soffice, pandoc, saved_again, words

MARKET = """Rice in the valley

By Ann Weir

Published: 3 May 2021

A sack of rice cost 4,100 in spring, the traders said, and nobody in the valley had seen it dearer.

By autumn it cost 5,300, and 217 families had left by the northern road before the first snow fell.
"""


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive with three passages, two of them under one of the two tags that are asked for."""
    monkeypatch.setenv("WAYSTATION_ARCHIVE", str(tmp_path / "Test.waystation"))
    monkeypatch.setenv("WAYSTATION_AUTHOR", "Tester")
    (tmp_path / "market.txt").write_text(MARKET, "utf-8")
    assert main(["init", "--empty"]) == 0
    assert main(["import", str(tmp_path / "market.txt")]) == 0
    for quote, tags in (
        ("it cost 5,300, and 217 families had left", ("price", "leaving/north")),
        ("A sack of rice cost 4,100 in spring", ("price",)),
        ("nobody in the valley had seen it dearer", ("hearsay",)),
    ):
        assert main(["mark", "1", "--quote", quote, *(word for tag in tags for word in ("--tag", tag))]) == 0


@needs_soffice
@needs_pandoc
def test_a_packet_is_made_opened_verified_and_caught(
    marked: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    packet = tmp_path / "packet.docx"
    chosen = ["--tag", "price", "--tag", "leaving", "--style", "chicago-notes", "--with", "locator"]
    assert main(["export", "docx", str(packet), *chosen]) == 0
    notes = [words(each["c"]) for each in found(pandoc(packet, "docx"), "Note")]
    assert len(notes) == 2 and all("para. " in each and "Rice in the Valley" in each for each in notes)
    again = saved_again(packet, "docx", tmp_path)
    capfd.readouterr()
    assert main(["verify", str(again)]) == 0
    assert capfd.readouterr().out == "2 quotes: 2 stand.\n"
    document: Any = Document(str(again))
    run = next(run for each in document.paragraphs for run in each.runs if "217 families" in run.text)
    run.text = run.text.replace("217", "271")
    document.save(str(again))
    assert main(["verify", str(again), "--json"]) == 3
    told = json.loads(capfd.readouterr().out)
    (bad,) = [each for each in told["quotes"] if each["standing"] != "stands"]
    assert bad["standing"] == "changed" and bad["differences"] == [{"was": "217", "now": "271"}]
    assert bad["title"] == "Rice in the valley" and zipfile.is_zipfile(again)
