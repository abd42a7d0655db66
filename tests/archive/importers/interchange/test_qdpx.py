"""Projects of other programs come in at the right words, and whatever does not is told in a sentence."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive.model.interchange import Incoming
from tests.archive.importers.interchange.conftest import (
    CODE,
    SOURCE,
    TEXT,
    USER,
    guid,
    project,
    qdpx,
    selection,
    take,
    text_source,
    zipped,
)


def read(data: bytes, name: str = "canal.qdpx") -> Incoming:
    incoming = take(data, name).incoming
    assert incoming is not None
    return incoming


def at(words: str, number: int = 1, **said: str) -> str:
    return selection(TEXT.index(words), TEXT.index(words) + len(words), number, **said)


def test_a_selection_stands_at_its_words_with_code_person_and_time() -> None:
    incoming = read(qdpx(at("여섯 시에. 🛶🏽")))
    (passage,) = incoming.passages
    assert (passage.exact, passage.author, passage.created) == ("여섯 시에. 🛶🏽", "Ann", "2024-01-02T01:04:05.000Z")
    assert passage.uid == guid(1).replace("-", "") and passage.source == SOURCE.replace("-", "")
    assert [tag.tag for tag in passage.tags] == [CODE.replace("-", "")]
    assert [(tag.names, tag.definition) for tag in incoming.tags] == [
        (("gates",), "What shuts"),
        (("gates", "locks/weirs"), ""),
    ]
    assert incoming.tags[0].colour == "rose" and "1 colour was brought to the nearest" in incoming.notes[0]
    assert incoming.lost == ()


@pytest.mark.parametrize("folder", ["Sources", "SOURCES", "sources"])
def test_any_case_of_the_folder_and_any_name_of_the_project_are_found(folder: str) -> None:
    data = zipped({"My Project.qde": project(text_source(at("six"))), f"{folder}/A.TXT": TEXT})
    assert [each.exact for each in read(data).passages] == ["six"]


def test_a_bare_project_file_with_its_text_inside_comes_in_too() -> None:
    inside = (
        f'<TextSource guid="{SOURCE}" name="Gate"><PlainTextContent>{TEXT}</PlainTextContent>{at("six")}</TextSource>'
    )
    incoming = read(project(inside).encode(), "canal.qde")
    assert [each.exact for each in incoming.passages] == ["six"]
    assert incoming.sources[0].data == TEXT.encode()


def test_blank_lines_go_and_positions_follow() -> None:
    text = "\n\nOne.\n \n\nTwo three.\n"
    incoming = read(qdpx(selection(text.index("three"), text.index("three") + 5), text=text.encode()))
    assert incoming.sources[0].text is not None and incoming.sources[0].text.text == "One.\nTwo three."
    assert [each.exact for each in incoming.passages] == ["three"]


# Line ends and byte order marks


def windows(words: str, *, once: bool, mark: bool = False) -> str:
    text = TEXT if once else TEXT.replace("\n", "\r\n")
    start = text.index(words) + mark
    return selection(start, start + len(words), name=words)


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize("mark", [True, False])
def test_windows_line_ends_and_marks_are_counted_as_the_program_did(once: bool, mark: bool) -> None:
    data = TEXT.replace("\n", "\r\n").encode("utf-8-sig" if mark else "utf-8")
    incoming = read(qdpx(windows("Nobody saw", once=once, mark=mark), text=data))
    assert [each.exact for each in incoming.passages] == ["Nobody saw"]
    assert any("positions shifted (“Gate”): " in each for each in incoming.notes)
    assert "\r" not in (incoming.sources[0].text.text if incoming.sources[0].text else "\r")


def test_without_names_the_edges_of_words_tell_how_line_ends_were_counted() -> None:
    marks = "".join(
        selection(TEXT.index(words), TEXT.index(words) + len(words), number)
        for number, words in enumerate(("opened", "Nobody", "saw", "came"), 1)
    )
    incoming = read(qdpx(marks, text=TEXT.replace("\n", "\r\n").encode()))
    assert [each.exact for each in incoming.passages] == ["opened", "Nobody", "saw", "came"]


def test_a_single_selection_without_a_name_counts_the_characters_of_the_file() -> None:
    text = TEXT.replace("\n", "\r\n")
    incoming = read(qdpx(selection(text.index("saw"), text.index("saw") + 3), text=text.encode()))
    assert [each.exact for each in incoming.passages] == ["saw"]


def test_utf_16_is_read_as_what_it_is() -> None:
    assert [each.exact for each in read(qdpx(at("six"), text=TEXT.encode("utf-16"))).passages] == ["six"]


# Positions that lie


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (5, 9_999, "outside of the text"),
        (-5, 3, "outside of the text"),
        (9, 2, "from a later place"),
        (3, 3, "on no words"),
        (TEXT.index("🛶") + 1, TEXT.index("🛶") + 4, "inside of a character"),
        ("many", 3, "outside of the text"),
        ("9" * 40, "9" * 41, "outside of the text"),
    ],
)
def test_positions_that_lie_are_told_and_not_guessed(start: int | str, end: int | str, told: str) -> None:
    incoming = read(qdpx(selection(start, end) + at("six", 2)))
    assert [each.exact for each in incoming.passages] == ["six"]
    (lost,) = incoming.lost
    assert told in lost and "1 passage was left out" in lost and "Gate" in lost


def test_a_hundred_thousand_codings_outside_of_the_text_are_one_sentence() -> None:
    marks = "".join(selection(1_000_000 + number, 1_000_005 + number, number) for number in range(1, 100_001))
    incoming = read(qdpx(marks + at("six", 100_002)))
    assert [each.exact for each in incoming.passages] == ["six"]
    assert len(incoming.lost) == 1 and incoming.lost[0].startswith("100,000 passages were left out")


def test_a_coding_of_no_code_is_told_and_the_passage_stays() -> None:
    data = qdpx(at("six").replace(f'targetGUID="{CODE}"', f'targetGUID="{guid(9)}"'))
    incoming = read(data)
    assert incoming.passages[0].tags == () and "naming a code that is not in the codebook" in incoming.lost[0]


def test_two_selections_with_one_guid_stay_two_and_are_the_same_two_the_next_time() -> None:
    data = qdpx(at("six") + at("Nobody"))
    one, other = read(data).passages
    assert one.uid != other.uid and [each.uid for each in read(data).passages] == [one.uid, other.uid]


# Notes, links and what the archive has no place for


def notes(*pairs: tuple[int, str]) -> str:
    made = "".join(
        f'<Note guid="{guid(number)}" name="Note {number}" creatingUser="22222222-2222-4222-8222-222222222222">'
        f"<PlainTextContent>{text}</PlainTextContent></Note>"
        for number, text in pairs
    )
    return f"<Notes>{made}</Notes>"


def test_notes_of_a_selection_are_the_note_of_the_passage_and_others_are_memos() -> None:
    mark = at("six", inside=f'<Description>Said aloud.</Description><NoteRef targetGUID="{guid(70)}"/>')
    rest = f'<NoteRef targetGUID="{guid(71)}"/>'
    incoming = read(qdpx(mark, rest=rest, after=notes((70, "A &lt;note&gt;"), (71, "On the text"), (72, "Free"))))
    assert incoming.passages[0].note == "Said aloud.\n\nA <note>"
    assert [(memo.title, memo.text, memo.about, memo.author) for memo in incoming.memos] == [
        ("Note 71", "On the text", ("article", SOURCE.replace("-", "")), "Ann"),
        ("Note 72", "Free", None, "Ann"),
    ]


def test_what_the_archive_has_no_place_for_is_named() -> None:
    rest = (
        f'<Sets><Set guid="{guid(1)}" name="Set one"><MemberCode targetGUID="{CODE}"/></Set></Sets>'
        f'<Graphs><Graph guid="{guid(2)}" name="Map"/></Graphs>'
    )
    media = f'<PictureSource guid="{guid(3)}" name="Photo"/><VideoSource guid="{guid(4)}" name="Film"/>'
    pdf = f'<PDFSource guid="{guid(5)}" name="Scan"/>'
    value = f'<VariableValue><VariableRef targetGUID="{guid(6)}"/><IntegerValue>44</IntegerValue></VariableValue>'
    variables = f'<Variables><Variable guid="{guid(6)}" name="Age" typeOfVariable="Integer"/></Variables>'
    whole = project(text_source(at("six"), rest=value) + media + pdf, rest=rest).replace(
        "<Sources>", f"{variables}<Sources>"
    )
    incoming = read(zipped({"project.qde": whole, "sources/a.txt": TEXT}))
    told = "\n".join(incoming.lost)
    for name in ("Set one", "Map", "Photo", "Film", "Scan", "Age"):
        assert name in told, name
    assert take(zipped({"project.qde": whole, "sources/a.txt": TEXT})).verdict == "partial"


def test_a_set_of_texts_comes_in() -> None:
    rest = f'<Sets><Set guid="{guid(1)}" name="North"><MemberSource targetGUID="{SOURCE}"/></Set></Sets>'
    incoming = read(qdpx(at("six"), after=rest))
    assert [(each.name, each.sources) for each in incoming.sets] == [("North", (SOURCE.replace("-", ""),))]
    assert incoming.lost == ()


def test_the_text_of_a_pdf_comes_in_with_what_was_selected_in_it() -> None:
    pdf = (
        f'<PDFSource guid="{SOURCE}" name="Scan"><PDFSelection guid="{guid(7)}" page="1" firstX="1" firstY="1" secondX="2"'
        f' secondY="2"/><Representation guid="{guid(8)}" plainTextPath="internal://a.txt">{at("six")}</Representation></PDFSource>'
    )
    incoming = read(zipped({"project.qde": project(pdf), "sources/a.txt": TEXT}))
    assert [each.exact for each in incoming.passages] == [
        "six"
    ] and "selection on a page was left out (“Scan”)" in incoming.lost[0]


def test_a_text_that_is_not_in_the_file_is_told() -> None:
    for path in ("internal://b.txt", "relative:///a.txt", "absolute:///etc/passwd", "internal://../../etc/passwd"):
        incoming = read(zipped({"project.qde": project(text_source(at("six"), path=path)), "sources/a.txt": TEXT}))
        assert incoming.sources == () and any("holds no plain text of it" in each for each in incoming.lost)


def test_a_code_keeps_the_guid_that_only_differs_in_case_or_braces() -> None:
    codes = f'<Code guid="{{{CODE.upper()}}}" name="gates" isCodable="true"/>'
    whole = project(text_source(at("six")), codes=codes)
    incoming = read(zipped({"project.qde": whole, "sources/a.txt": TEXT}))
    assert [each.tag for each in incoming.passages[0].tags] == [incoming.tags[0].key] == [CODE.replace("-", "")]


def test_the_project_of_another_program_comes_in(shared: Path) -> None:
    path = shared / "schemas" / "nvivo_project.qdpx"
    if not path.is_file():
        pytest.skip("../shared/schemas is not here: no project of another program to read")
    incoming = read(path.read_bytes(), path.name)
    assert incoming.origin.startswith("NVivo") and len(incoming.sources) == 2 and len(incoming.tags) == 262
    # What it holds besides, and nothing else of what it says: the formatting of its two texts.
    (formatted,) = incoming.lost
    assert formatted.startswith("2 files in the project were left out (“d097e6fd-") and "formatting" in formatted
    paths = {"/".join(tag.names) for tag in incoming.tags}
    assert "rq1_definition/competencies/programming" in paths
    # Its two texts are a line end each: they come in, and that they are empty is told.
    assert any(each.startswith("2 articles came in empty") for each in incoming.notes)


def test_the_project_of_another_program_has_its_codes_where_that_program_had_them(shared: Path) -> None:
    path = shared / "schemas" / "nvivo_project.qdpx"
    if not path.is_file():
        pytest.skip("../shared/schemas is not here: no project of another program to read")
    with zipfile.ZipFile(path) as file:
        root = ElementTree.fromstring(file.read("project.qde"))
    space = "{urn:QDA-XML:project:1.0}"
    wanted: list[tuple[str, tuple[str, ...]]] = []

    def walk(each: ElementTree.Element, above: tuple[str, ...]) -> None:
        for code in each.findall(f"{space}Code"):
            names = (*above, code.get("name") or "")
            wanted.append(((code.get("guid") or "").replace("-", "").lower(), names))
            walk(code, names)

    codes = root.find(f"{space}CodeBook/{space}Codes")
    assert codes is not None
    walk(codes, ())
    incoming = read(path.read_bytes(), path.name)
    assert [(tag.uid, tag.names) for tag in incoming.tags] == wanted
    sources = [source.get("guid", "").replace("-", "") for source in root.iter(f"{space}TextSource")]
    assert [source.uid for source in incoming.sources] == sources


def test_selections_put_into_the_project_of_another_program_stand_at_their_words(shared: Path) -> None:
    """Its two texts are empty: with our words in them, counted as that program counts, all else as it wrote it."""
    path = shared / "schemas" / "nvivo_project.qdpx"
    if not path.is_file():
        pytest.skip("../shared/schemas is not here: no project of another program to read")
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist() if not name.endswith("/")}
    code = re.findall(rb'<Code guid="([^"]+)"', members["project.qde"])[2].decode()
    whole = members["project.qde"].decode()
    words = ("opened at six", "여섯 시에. 🛶🏽", "Nobody saw it.")
    marks = "".join(
        selection(TEXT.index(each), TEXT.index(each) + len(each), number)
        .replace(CODE, code)
        .replace(f' creatingUser="{USER}"', "")
        for number, each in enumerate(words, 1)
    )
    texts = [name for name in members if name.endswith(".txt")]
    for name in texts:
        members[name] = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    end = re.compile(r"(<TextSource [^>]*)/>")
    first = end.sub(lambda found: f"{found[1]}>{marks}</TextSource>", whole, count=1)
    members["project.qde"] = first.encode()
    incoming = read(zipped(members), path.name)
    assert [each.exact for each in incoming.passages] == list(words)
    assert {use.tag for each in incoming.passages for use in each.tags} == {code.replace("-", "")}
    assert any("line ends of two characters were counted as one" in each for each in incoming.notes)


# Habits of programs


@pytest.mark.parametrize("origin", ["ATLAS.ti 23", "MAXQDA 2022"])
def test_programs_that_join_line_ends_are_known_where_nothing_else_tells(origin: str) -> None:
    mark = selection(TEXT.index("saw"), TEXT.index("saw") + 3)
    made = project(text_source(mark), origin=origin)
    incoming = read(zipped({"project.qde": made, "sources/a.txt": TEXT.replace("\n", "\r\n")}))
    assert [each.exact for each in incoming.passages] == ["saw"]


def test_line_ends_that_were_counted_as_two_in_a_text_with_short_ones() -> None:
    long = TEXT.replace("\n", "\r\n")
    mark = selection(long.index("Nobody"), long.index("Nobody") + 10, name="Nobody saw")
    incoming = read(qdpx(mark))
    assert [each.exact for each in incoming.passages] == ["Nobody saw"]
    assert any("line ends of one character were counted as two" in each for each in incoming.notes)


def test_a_byte_order_mark_that_was_not_counted_is_told_too() -> None:
    incoming = read(qdpx(at("six"), text=TEXT.encode("utf-8-sig")))
    assert [each.exact for each in incoming.passages] == ["six"]
    assert incoming.notes[0] == (
        "1 text kept its positions (“Gate”): the byte order mark that it begins with was not counted."
    )


def test_ids_that_are_no_guids_hold_together_and_a_code_right_below_a_selection_counts() -> None:
    codes = '<Code guid="c-joy" name="joy" isCodable="true"/>'
    marks = (
        '<PlainTextSelection guid="s-1" startPosition="0" endPosition="3" creatingUser="u-1">'
        '<CodeRef targetGUID="c-joy"/><NoteRef targetGUID="n-1"/></PlainTextSelection>'
    )
    made = project(
        text_source(marks),
        codes=codes,
        rest='<Notes><Note guid="n-1"><Description>Said so</Description></Note></Notes>',
    )
    made = made.replace(f'<User guid="{USER}" name="Ann"/>', '<User guid="u-1" name="Bo"/>')
    incoming = read(zipped({"project.qde": made, "sources/a.txt": TEXT}))
    (passage,) = incoming.passages
    assert (passage.author, passage.note, len(passage.tags)) == ("Bo", "Said so", 1)
    assert read(zipped({"project.qde": made, "sources/a.txt": TEXT})).passages[0].uid == passage.uid


def test_a_note_that_says_what_words_it_is_about_is_the_note_of_a_passage() -> None:
    start = TEXT.index("Nobody")
    note = (
        f'<Notes><Note guid="{guid(70)}" creatingUser="{USER}" creationDateTime="2024-05-06T07:08:09Z">'
        f'<PlainTextContent>Who?</PlainTextContent><PlainTextSelection guid="{guid(71)}" startPosition="{start}"'
        f' endPosition="{start + 6}"/></Note></Notes>'
    )
    incoming = read(qdpx(at("six"), rest=f'<NoteRef targetGUID="{guid(70)}"/>', after=note))
    six, nobody = incoming.passages
    assert (nobody.exact, nobody.note, nobody.author, nobody.created) == (
        "Nobody",
        "Who?",
        "Ann",
        "2024-05-06T07:08:09.000Z",
    )
    assert incoming.memos == () and incoming.lost == () and six.exact == "six"


def test_transcripts_and_descriptions_are_texts_with_what_was_marked_in_them() -> None:
    start = TEXT.index("Nobody")
    talk = (
        f'<AudioSource guid="{guid(4)}" name="Talk" path="internal://t.m4a">'
        f'<Transcript guid="{guid(5)}" plainTextPath="internal://a.txt"><SyncPoint guid="{guid(6)}" timeStamp="1" position="{start}"/>'
        f'<SyncPoint guid="{guid(7)}" timeStamp="2" position="{start + 6}"/>'
        f'<TranscriptSelection guid="{guid(8)}" fromSyncPoint="{guid(6)}" toSyncPoint="{guid(7)}" creatingUser="{USER}">'
        f'<Coding guid="{guid(9)}"><CodeRef targetGUID="{CODE}"/></Coding></TranscriptSelection>'
        f'<TranscriptSelection guid="{guid(10)}" fromSyncPoint="{guid(6)}"/></Transcript></AudioSource>'
    )
    picture = (
        f'<PictureSource guid="{guid(11)}" name="Photo"><TextDescription guid="{guid(12)}">'
        f"<PlainTextContent>A gate in the rain</PlainTextContent></TextDescription></PictureSource>"
    )
    incoming = read(zipped({"project.qde": project(talk + picture), "sources/a.txt": TEXT}))
    titles = [each.metadata.title for each in incoming.sources]
    assert sorted(filter(None, titles)) == ["Photo", "Talk"]
    (nobody,) = incoming.passages
    assert (nobody.exact, nobody.author, len(nobody.tags)) == ("Nobody", "Ann", 1)
    told = " ".join(incoming.lost)
    assert "1 passage was left out because it stands outside of the text" in told
    assert "1 recording was left out (“Talk”)" in told and "1 picture was left out (“Photo”)" in told


def test_nested_collections_of_ours_are_nested_again() -> None:
    rest = f'<Sets><Set guid="{guid(1)}" name="Outer › Inner"><MemberSource targetGUID="{SOURCE}"/></Set></Sets>'
    whole = project(text_source(at("six")), rest=rest)
    for origin, wanted in (("Waystation 1", (("Outer",), "Inner")), ("Other 1", ((), "Outer › Inner"))):
        made = whole.replace("Other 1.0", origin)
        (shelf,) = read(zipped({"project.qde": made, "sources/a.txt": TEXT})).sets
        assert (shelf.above, shelf.name) == wanted
