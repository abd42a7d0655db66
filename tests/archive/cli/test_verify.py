"""`verify` from the terminal: what it prints, its JSON and its exit codes."""

from pathlib import Path
from typing import Any


def test_quotes_that_stand_and_one_that_does_not(ferry: Any, tmp_path: Path) -> None:
    ferry("mark", "1", "--quote", "The ferry waited an hour")
    ferry("mark", "1", "--quote", "1,047 people")
    page = tmp_path / "packet.html"
    assert ferry("export", "html", str(page)).code == 0
    ran = ferry("verify", str(page))
    assert (ran.code, ran.out) == (0, "2 quotes: 2 stand.\n")
    page.write_text(page.read_text("utf-8").replace("1,047 people", "1,048 people"), "utf-8")
    ran = ferry("verify", str(page))
    assert ran.code == 3
    assert "2. changed: “1,048 people” (The ferry and the fog)" in ran.out and "“1,047” became “1,048”." in ran.out
    assert ran.out.endswith("2 quotes: 1 stand, 1 changed.\n")
    told = ferry("verify", str(page), "--json")
    assert told.code == 3 and told.json["ok"] is False
    assert told.json["counts"] == {"stands": 1, "moved": 0, "changed": 1, "missing": 0, "redacted": 0}
    assert told.json["quotes"][1]["differences"] == [{"was": "1,047", "now": "1,048"}]


def test_a_file_that_is_no_packet(ferry: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Only words.", "utf-8")
    ran = ferry("verify", str(tmp_path / "notes.txt"))
    assert ran.code == 1 and "no packet" in ran.err and not ran.out
