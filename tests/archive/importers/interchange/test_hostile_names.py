"""Hostile cases 5–10, 33, 43, 44, 46 and 47 on the way in: names of members, markup, formulas and characters that no text has."""

import html
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.importers import registry
from archive.model.article import Source
from archive.model.excerpt import Choice
from archive.model.interchange import Incoming
from archive.operations import annotate, bringing, publish
from tests.archive.importers.interchange.conftest import (
    SOURCE,
    TEXT,
    guid,
    project,
    qdpx,
    selection,
    take,
    text_source,
    zipped,
)

SIX = selection(TEXT.index("six"), TEXT.index("six") + 3)


def read(data: bytes | str | Any, name: str = "canal.qdpx") -> Incoming:
    raw = data if isinstance(data, bytes) else (data if isinstance(data, str) else json.dumps(data)).encode()
    incoming = registry.read(Source(raw, name)).incoming
    assert incoming is not None
    return incoming


# Names of members: cases 5 to 10


@pytest.mark.parametrize(
    ("one", "other"),
    [("A.txt", "a.txt"), ("caf\u00e9.txt", "cafe\u0301.txt"), ("stra\u00dfe.txt", "strasse.txt")],
    ids=["case", "form", "folded"],
)
def test_names_equal_but_for_case_or_form_are_two_texts(one: str, other: str) -> None:
    sources = text_source(SIX, path=f"internal://{one}", name="One")
    sources += text_source(path=f"internal://{other}", name="Other").replace(SOURCE, guid(77))
    data = zipped({"project.qde": project(sources), f"sources/{one}": TEXT, f"sources/{other}": "Something else."})
    first, second = read(data).sources
    assert first.text is not None and first.text.text == TEXT
    assert second.text is not None and second.text.text == "Something else."


def test_a_name_that_comes_twice_is_told_and_the_later_one_read() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        import io
        import zipfile

        out = io.BytesIO(qdpx(SIX, text=b"The first, that six of them saw, and more of it."))
        with zipfile.ZipFile(out, "a") as file:
            file.writestr("sources/a.txt", TEXT)
    incoming = read(out.getvalue())
    assert [each.exact for each in incoming.passages] == ["six"]
    assert incoming.lost == ("1 member was left out (“sources/a.txt”): a later one has its name.",)


@pytest.mark.parametrize(
    "path", ["internal://CON", "internal://aux.", "internal://a.txt:b", f"internal://{'n' * 300}.txt"]
)
def test_names_that_no_windows_takes_are_read_as_any(path: str) -> None:
    name = path.removeprefix("internal://")
    incoming = read(zipped({"project.qde": project(text_source(SIX, path=path)), f"sources/{name}": TEXT}))
    assert [each.exact for each in incoming.passages] == ["six"] and incoming.sources[0].name == name


def test_a_folder_in_the_path_and_a_folder_around_the_project_are_found() -> None:
    for path, where in (
        ("internal://sources/a.txt", "sources/a.txt"),
        ("internal://Sources/deep/a.txt", "Sources/deep/a.txt"),
        ("INTERNAL://a.txt", "My project/Sources/a.txt"),
    ):
        project_name = "My project/project.qde" if where.startswith("My") else "project.qde"
        incoming = read(zipped({project_name: project(text_source(SIX, path=path)), where: TEXT}))
        assert [each.exact for each in incoming.passages] == ["six"], path


@pytest.mark.parametrize(
    "path", ["internal://../a.txt", "internal:///etc/passwd", "internal://C:/a.txt", "internal://..\\a.txt"]
)
def test_a_path_of_a_text_never_leads_out_of_the_file(path: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("outside")
    incoming = read(zipped({"project.qde": project(text_source(SIX, path=path)), "sources/b.txt": TEXT}))
    assert incoming.sources == () and "holds no plain text of it" in " ".join(incoming.lost)


def test_bidi_controls_in_names_are_shown_escaped() -> None:
    whole = project(text_source(SIX, path="internal://gone\u202e.txt", name="Ga\u202ete"))
    told = " ".join(read(zipped({"project.qde": whole, "sources/\u2067x.docx": "d"})).lost)
    lying = project(text_source(selection(900, 950), name="Ga\u202ete"))
    told += " ".join(read(zipped({"project.qde": lying, "sources/a.txt": TEXT})).lost)
    assert "Ga\\u202ete" in told and "\\u2067x.docx" in told and not {"\u202e", "\u2067"} & set(told)


def test_a_zip_of_a_bag_is_no_project_and_nothing_that_its_list_names_outside_is_read() -> None:
    bag = {"bagit.txt": "BagIt-Version: 1.0\n", "manifest-sha512.txt": "00  ../../etc/passwd\n", "data/a.txt": TEXT}
    imported = take(zipped(bag), "bag.zip")
    assert (imported.importer, imported.incoming, imported.members) == ("zips", None, ())
    assert "names a place outside of it (../../etc/passwd)" in (imported.error or "")


# Markup: case 33

RUN = "alert(1)"
MUTATIONS = [
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<svg></p><style><a id='</style><img src=1 onerror={RUN}>'>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={RUN}&gt;'>",
    f"<script>{RUN}</script><style>@import 'http://127.0.0.1:9/x'</style>",
    f"<a href='javascript:{RUN}'>x</a><svg/onload={RUN}><body onload={RUN}>",
    f"<!--><img src=x onerror={RUN}>--><textarea><title></textarea><img src=x onerror={RUN}>",
]


class _Alive(HTMLParser):
    """Whether anything in a page could run or be fetched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "svg", "iframe", "object", "embed", "form", "math"):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith(
                ("javascript:", "data:", "http://127")
            ):
                self.found.append(f"{tag} {name}")


@pytest.mark.parametrize("markup", MUTATIONS)
def test_markup_of_other_programs_is_words_in_every_place_and_runs_in_no_export(
    markup: str, archive: Archive, tmp_path: Path
) -> None:
    entry = {
        "id": 1,
        "is_archived": 0,
        "domain_name": markup,
        "title": markup,
        "url": "https://example.org/a",
        "tags": [markup],
    }
    entry |= {"content": f"<p>The lamp room closed at ten.</p>{markup}<p>Nobody saw it.</p>"}
    entry |= {"annotations": [{"id": 1, "quote": "closed at ten", "text": markup, "user": markup}]}
    bringing.bring(archive, read([entry], "wallabag.json"))
    (mark,) = annotate.passages(archive)
    assert mark.note == markup and mark.anchor.exact == "closed at ten"
    out = tmp_path / "out.html"
    publish.export(archive, "html", Choice(author=True, definitions=True), out)
    page = out.read_text("utf-8")
    assert (_Alive(page).found == [] and html.escape("onerror", quote=False) in page) or "onerror" not in markup


# Formulas: case 46

FORMULAS = ["=1+1", "+1", "-1", "@cmd", "\t=1", "=HYPERLINK(1)", "＝1", "'=1", "''+2"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_that_our_table_shields_is_read_back_as_it_was(cell: str, archive: Archive, tmp_path: Path) -> None:
    entry = {"id": 1, "is_archived": 0, "domain_name": "d", "title": "T", "url": "https://example.org/a"}
    entry |= {"content": f"<p>Before {cell.strip()} and after.</p>", "annotations": []}
    entry["annotations"] = [{"id": 1, "quote": cell.strip(), "text": cell}]
    bringing.bring(archive, read([entry], "wallabag.json"))
    (mark,) = annotate.passages(archive)
    out = tmp_path / "out.csv"
    publish.export(archive, "csv", Choice(author=True, date=True), out)
    (back,) = read(out.read_bytes(), "out.csv").passages
    assert (back.exact, back.note.strip()) == (mark.anchor.exact, mark.note.strip())


# Characters: cases 43, 44 and 47


def test_characters_that_xml_forbids_are_told_and_leave_every_place_where_it_was() -> None:
    inside = f'<TextSource guid="{SOURCE}" name="Ga\x01te"><PlainTextContent>{TEXT[:9]}\x02{TEXT[10:]}</PlainTextContent>{SIX}</TextSource>'
    data = project(inside).replace("What shuts", "What &#x1;&#31; shuts").encode()
    incoming = read(zipped({"project.qde": data}))
    assert [each.exact for each in incoming.passages] == ["six"]
    assert (
        incoming.sources[0].metadata.title == "Ga\ufffdte" and incoming.tags[0].definition == "What \ufffd\ufffd shuts"
    )
    assert incoming.notes[0] == "4 characters that XML forbids became �."


@pytest.mark.parametrize("raw", [b"\0", b"\x0b", b"\xed\xa0\x80"], ids=["nul", "tab", "surrogate"])
def test_characters_that_no_text_has_keep_their_places_in_texts(raw: bytes) -> None:
    text = TEXT.encode().replace(b"gate.", b"gat" + raw + b".")
    width = len(raw.decode("utf-8", "replace"))
    start = TEXT.index("six") + width - 1
    incoming = read(qdpx(selection(start, start + 3), text=text))
    assert [each.exact for each in incoming.passages] == ["six"]


def test_control_characters_in_json_and_tables_come_through_and_into_every_export(
    archive: Archive, tmp_path: Path
) -> None:
    entry = {"id": 1, "is_archived": 0, "domain_name": "d", "title": "T\u0001\u0007", "url": "https://example.org/a"}
    entry |= {"content": "<p>The lamp\u0002 room closed at ten.</p>", "tags": ["a\u0003b"]}
    entry |= {"annotations": [{"id": 1, "quote": "lamp\u0002 room", "text": "n\u0000\ud800\u0004"}]}
    bringing.bring(archive, read([entry], "wallabag.json"))
    assert len(annotate.passages(archive)) == 1
    for format in ("qdpx", "jsonld", "csv", "json"):
        out = tmp_path / f"out.{format}"
        publish.export(archive, format, Choice(), out)
        assert len(read(out.read_bytes(), out.name).passages) == 1, format
