"""Articles as references, read back by parsers of the field and by pandoc."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy

from archive.base.progress import Progress
from archive.exports.citations import plain
from archive.exports.citations.citing import StyleCiter
from archive.exports.references import bibliography, bibtex, csljson, ris
from archive.exports.references.marks import keys
from archive.model.excerpt import Packet, Work
from archive.model.ids import ArticleId, Uid
from tests.archive.exports.citations.pandoc import works
from tests.archive.exports.conftest import DEEP, MakePacket

PANDOC = shutil.which("pandoc")
AWKWARD = Work(
    ArticleId(90),
    Uid("odd"),
    r"100% of {braces} & $5 #1 under_score ~ ^ \back NATO's “quote”",
    ("Ludwig van der Meer", "Tom Becker Jr.", "Ministry of {Boats}", "김하늘"),
    publisher="Fish & Chips Weekly",
    republisher="Reading_Room",
    published="2003-11/2005-02",
    accessed="2020-01-02",
    language="en",
    url="https://example.org/a_b?x={1}&y=%20#top",
    note="First line\nTY  - BOOK\n}, evil = {x",
)


@pytest.fixture
def packet(make_packet: MakePacket) -> Packet:
    """The coded archive's packet, with works of every kind and one that is all signs beside."""
    made = make_packet()
    more = {ArticleId(100 + work.id): replace(work, id=ArticleId(100 + work.id)) for work in works().values()}
    return replace(made, works={**made.works, **more, AWKWARD.id: AWKWARD})


def unbraced(tex: str) -> str:
    """What a field says, by the commands that we write."""
    commands = {
        "textbackslash{}": "\\",
        "textbraceleft{}": "{",
        "textbraceright{}": "}",
        "textasciitilde{}": "~",
        "textasciicircum{}": "^",
    }
    found = re.compile(r"\\(text\w+\{\}|[%#$&_{}])|[{}]")
    return found.sub(lambda match: commands.get(match[1], match[1]) if match[1] else "", tex)


def test_bibtex_is_read_back_by_its_parser(packet: Packet, out: Path) -> None:
    assert bibtex.write(packet, out, Progress()) == ()
    parser = bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    read = {entry["ID"]: entry for entry in parser.parse(out.read_text("utf-8")).entries}
    keyed = keys(packet.works.values())
    assert set(read) == set(keyed.values()) and len(read) == len(packet.works)
    for work in packet.works.values():
        entry = read[keyed[work.id]]
        assert unbraced(entry["title"]) == (" ".join(work.title.split()) or "Untitled")
        assert entry.get("date", "") == (work.published or "")
    odd = read[keyed[AWKWARD.id]]
    assert (
        odd["author"].startswith("van der Meer, Ludwig and Becker, Jr., Tom and {Ministry of")
        and "{김하늘}" in odd["author"]
    )
    assert unbraced(odd["journal"]) == "Fish & Chips Weekly" and odd["year"] == "2003" and odd["month"] == "November"
    assert odd["url"] == "https://example.org/a_b?x=%7B1%7D&y=%20#top"
    assert unbraced(odd["annote"]) == "First line TY - BOOK }, evil = {x" and "evil" not in odd
    ferry = next(
        entry for entry in read.values() if unbraced(entry["title"]) == "A ferry at dawn" and "keywords" in entry
    )
    assert unbraced(ferry["keywords"]).split(", ") == ["travel/by boat", "travel", "가격", DEEP]


@pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
def test_pandoc_reads_the_same_works_from_bibtex_and_csl_json(packet: Packet, tmp_path: Path) -> None:
    said: dict[str, list[dict[str, Any]]] = {}
    for name, format in (("bib", "bibtex"), ("json", "csljson")):
        path = tmp_path / f"all.{name}"
        (bibtex if format == "bibtex" else csljson).write(packet, path, Progress())
        command = [str(PANDOC), "-f", format, "-t", "csljson", str(path)]
        said[format] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    titles = {format: sorted(_words(each["title"]) for each in items) for format, items in said.items()}
    wanted = sorted(_words(work.title or "Untitled") for work in packet.works.values())
    assert titles["csljson"] == wanted
    # pandoc writes the word after a colon of an English BibTeX title with a capital.
    assert [title.casefold() for title in titles["bibtex"]] == [title.casefold() for title in wanted]
    ours = {each["title"]: each for each in json.loads((tmp_path / "all.json").read_text("utf-8"))}
    for each in said["csljson"]:
        mine = next(item for title, item in ours.items() if _words(title) == _words(each["title"]))
        assert each.get("issued", {}).get("date-parts") == mine.get("issued", {}).get("date-parts")
        assert each["type"] == mine["type"]


def _words(title: str) -> str:
    """Without markup, and with one kind of quotation marks: pandoc curls them."""
    bare = re.sub(r"</?span[^>]*>", "", title)
    return re.sub("[“”‘’\"']", "'", " ".join(bare.split()))


def test_ris_is_read_back_by_its_parser(packet: Packet, out: Path) -> None:
    assert ris.write(packet, out, Progress()) == ()
    read = rispy.loads(out.read_bytes().decode())
    assert len(read) == len(packet.works)
    found = {entry["id"]: entry for entry in read}
    keyed = keys(packet.works.values())
    for work in packet.works.values():
        assert found[keyed[work.id]]["title"] == (" ".join(work.title.split()) or "Untitled")
    odd = found[keyed[AWKWARD.id]]
    assert odd["type_of_reference"] == "NEWS"
    assert odd["authors"] == ["van der Meer, Ludwig", "Becker, Tom, Jr.", "Ministry of {Boats}", "김하늘"]
    assert odd["notes"] == ["First line TY - BOOK }, evil = {x"]
    assert (odd["year"], odd["date"]) == ("2003", "2003/11//November 2003 – February 2005")
    assert (odd["urls"], odd["access_date"], odd["name_of_database"]) == ([AWKWARD.url], "2020/01/02/", "Reading_Room")
    ferry = next(entry for entry in read if entry["title"] == "A ferry at dawn" and "keywords" in entry)
    assert ferry["keywords"] == ["travel/by boat", "travel", "가격", DEEP]
    assert ferry["notes"][0] == "Paragraph 1: First sight of it. Two lines; “quoted”."


def test_csl_json_is_valid_and_keeps_notes_away_from_what_programs_obey(packet: Packet, out: Path) -> None:
    csljson.write(packet, out, Progress())
    items = json.loads(out.read_text("utf-8"))
    assert [each["id"] for each in items] == [work.uid for work in packet.works.values()]
    odd = next(each for each in items if each["id"] == "odd")
    assert "note" not in odd and odd["annote"] == AWKWARD.note and odd["title"] == AWKWARD.title


def test_tags_and_notes_that_were_not_chosen_stay_behind(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(tags=False, note=False)
    for name, module in (("a", bibtex), ("b", ris), ("c", csljson)):
        module.write(packet, tmp_path / name, Progress())
        text = (tmp_path / name).read_text("utf-8")
        assert "travel" not in text and "First sight" not in text


def test_keys_are_unique_and_do_not_depend_on_other_articles() -> None:
    listed = list(works().values())
    twins = [replace(listed[0], id=ArticleId(1000 + number), uid=Uid(f"twin{number}")) for number in range(500)]
    all_keys = keys([*listed, *twins])
    assert len(set(all_keys.values())) == len(all_keys)
    assert all(key.isascii() and re.fullmatch(r"[a-z0-9]+-[0-9a-f]{4,}", key) for key in all_keys.values())
    assert keys(listed[3:5]) == {work.id: all_keys[work.id] for work in listed[3:5]}
    assert all_keys[listed[0].id].startswith("weir2021ferry-")


@pytest.mark.parametrize("ending", [".html", ".md", ".txt", ".rtf", ".odd"])
def test_a_bibliography_goes_by_the_files_ending(packet: Packet, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"list{ending}"
    chosen = replace(packet, choice=replace(packet.choice, style="apa"))
    assert bibliography.write(chosen, path, Progress()) == ()
    entries = [plain(entry) for entry in StyleCiter("apa", packet.works, "en").bibliography()]
    assert len(entries) == len(packet.works)
    text = path.read_text("utf-8")
    if ending == ".txt":
        assert text.split("\n\n")[1:] == [*entries[:-1], f"{entries[-1]}\n"]
    elif ending in (".html", ".odd"):
        assert text.startswith("<!DOCTYPE html>") and text.count('<p dir="auto">') == len(entries)


@pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
@pytest.mark.parametrize(("ending", "format"), [(".html", "html"), (".md", "markdown-smart"), (".rtf", "rtf")])
def test_pandoc_reads_a_bibliography_back(packet: Packet, tmp_path: Path, ending: str, format: str) -> None:
    path = tmp_path / f"list{ending}"
    bibliography.write(packet, path, Progress())
    command = [str(PANDOC), "-f", format, "-t", "plain", "--wrap=none", str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    read = " ".join(re.sub(r"[_*]", "", said).split())
    for entry in StyleCiter("chicago-notes", packet.works, "en").bibliography():
        assert " ".join(re.sub(r"[_*]", "", plain(entry)).split()) in read


def test_a_style_without_a_list_gives_full_citations_and_says_so(packet: Packet, tmp_path: Path) -> None:
    csl = tmp_path / "bare.csl"
    csl.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>Bare</title></info>'
        '<citation><layout><text variable="title"/></layout></citation></style>',
        "utf-8",
    )
    path = tmp_path / "list.html"
    chosen = replace(packet, choice=replace(packet.choice, style=str(csl)))
    assert bibliography.write(chosen, path, Progress()) == (
        "The style “Bare” has no bibliography: full citations were written.",
    )
    assert "A ferry at dawn" in path.read_text("utf-8")
