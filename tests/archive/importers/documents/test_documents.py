"""What documents hold besides paragraphs: changes, comments, notes, links, numbers, tables, boxes, running heads, properties."""

import pytest

from archive.importers.binaries import binary_reason
from archive.importers.detect import Format, detect
from archive.model.article import BlockKind, Imported, RunKind, Source, Verdict
from tests.archive.importers.documents.conftest import (
    W,
    blocks_of,
    docx,
    epub,
    odt,
    page,
    require_sound,
    taken,
    zipped,
)

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def shown(imported: Imported) -> list[str]:
    assert imported.text is not None, imported.error
    require_sound(imported)
    return imported.text.text.split("\n")


def aside(imported: Imported) -> list[tuple[str, str]]:
    assert imported.text is not None
    return [(each.why, each.text) for each in imported.text.set_aside]


def p(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def related(*parts: tuple[str, str, str]) -> str:
    """The relations of the document: (id, kind, target)."""
    listed = "".join(
        f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if "://" in target else ""}/>'
        for id, kind, target in parts
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def part(root: str, inside: str) -> str:
    return f'<w:{root} xmlns:w="{W}">{inside}</w:{root}>'


def test_tracked_insertions_are_kept_and_deletions_left_out_and_told() -> None:
    changed = "<w:p><w:r><w:t xml:space='preserve'>The tide </w:t></w:r><w:del><w:r><w:delText>fell</w:delText></w:r></w:del><w:ins><w:r><w:t>rose</w:t></w:r></w:ins></w:p>"
    imported = taken(docx(changed))
    assert shown(imported) == ["The tide rose"]
    assert set(imported.warnings) == {"1 tracked insertion was kept.", "1 tracked deletion was left out."}
    tracked = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>fell</text:p></text:deletion></text:changed-region>"
        "<text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>"
    )
    imported = taken(
        odt(f"{tracked}<text:p>The tide <text:change/><text:change-start/>rose<text:change-end/></text:p>")
    )
    assert shown(imported) == ["The tide rose"]
    assert set(imported.warnings) == {"1 tracked insertion was kept.", "1 tracked deletion was left out."}
    imported = taken(rb"{\rtf1 The tide {\deleted fell}{\revised rose}\par}")
    assert shown(imported) == ["The tide rose"]
    assert imported.warnings == ("1 tracked deletion was left out.",)


def test_notes_comments_links_and_running_heads_of_a_word_file() -> None:
    body = (
        '<w:p><w:r><w:t>Gulls nest here</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
        f'<w:hyperlink xmlns:r="{R}" r:id="r1"><w:r><w:t> on the web</w:t></w:r></w:hyperlink></w:p>'
    )
    notes = part(
        "footnotes",
        f'<w:footnote w:id="0" w:type="separator">{p("line")}</w:footnote><w:footnote w:id="7">{p("Counted in May.")}</w:footnote>',
    )
    imported = taken(
        docx(
            body,
            **{
                "word/_rels/document.xml.rels": related(
                    ("r1", "hyperlink", "https://example.org/gulls"), ("r2", "footnotes", "footnotes.xml"),
                    ("r3", "endnotes", "endnotes.xml"), ("r4", "comments", "comments.xml"), ("r5", "header", "header1.xml"),
                ),
                "word/footnotes.xml": notes,
                "word/endnotes.xml": part("endnotes", f'<w:endnote w:id="2">{p("By two wardens.")}</w:endnote>'),
                "word/comments.xml": part("comments", f'<w:comment w:id="1" w:author="Ada">{p("Is that so?")}</w:comment>'),
                "word/header1.xml": part("hdr", p("Bird report")),
            },
        )
    )  # fmt: skip
    assert shown(imported) == ["Gulls nest here[1][2] on the web", "[1] Counted in May.", "[2] By two wardens."]
    assert [words for _, words in blocks_of(imported, BlockKind.CAPTION)] == [
        "[1] Counted in May.",
        "[2] By two wardens.",
    ]
    assert imported.text is not None
    run = imported.text.blocks[0].runs[0]
    assert (run.kind, run.target, imported.text.text[run.start : run.end]) == (
        RunKind.LINK,
        "https://example.org/gulls",
        "on the web",
    )
    assert aside(imported) == [("comment", "Ada: Is that so?"), ("header or footer", "Bird report")]
    assert imported.warnings == ("1 comment was set aside.",)


def test_notes_comments_links_and_hidden_words_of_rtf() -> None:
    imported = taken(
        rb"{\rtf1{\header Bird report\par}Gulls nest{\footnote\pard {\chftn} Counted in May.} "
        rb'{\field{\*\fldinst{HYPERLINK "https://example.org/gulls"}}{\fldrslt here}}{\*\atnauthor Ada}{\*\annotation Is that so?}'
        rb"{\v not for print}.\par {\pict 0102}{\*\unknown words of a program}}"
    )
    assert shown(imported) == ["Gulls nest[1] here.", "[1] Counted in May."]
    assert imported.text is not None
    assert [(run.kind, run.target) for run in imported.text.blocks[0].runs] == [
        (RunKind.LINK, "https://example.org/gulls")
    ]
    assert aside(imported) == [
        ("hidden text", "not for print"),
        ("header or footer", "Bird report"),
        ("comment", "Ada: Is that so?"),
    ]
    assert len(imported.warnings) == 3


def test_numbers_of_lists_are_counted_as_the_program_shows_them() -> None:
    def level(depth: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="5">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%1.%2)")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>',
    )
    items = [(1, 0), (1, 0), (1, 1), (1, 1), (1, 0), (2, 0)]
    body = "".join(
        p("tide", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>') for number, depth in items
    )
    parts = {
        "word/_rels/document.xml.rels": related(("r1", "numbering", "numbering.xml")),
        "word/numbering.xml": numbering,
    }
    imported = taken(docx(body, **parts))
    assert shown(imported) == ["1. tide", "2. tide", "2.a) tide", "2.b) tide", "3. tide", "4. tide"]
    assert [level for level, _ in blocks_of(imported, BlockKind.ITEM)] == [1, 1, 2, 2, 1, 1]


def test_tables_go_row_by_row_and_layout_tables_by_paragraph() -> None:
    def cell(words: str) -> str:
        return f"<w:tc>{p(words)}</w:tc>"

    long = "Words that lay out a page. " * 40
    table = f"<w:tbl><w:tr>{cell('Year')}{cell('Boats')}</w:tr><w:tr>{cell('2020')}{cell('14')}</w:tr></w:tbl>"
    layout = f"<w:tbl><w:tr>{cell(long)}{cell(long)}</w:tr></w:tbl>"
    assert shown(taken(docx(table + layout))) == ["Year | Boats", "2020 | 14", long.strip(), long.strip()]
    rows = (
        "<table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell><table:table-cell><text:p>Boats</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    assert shown(taken(odt(rows))) == ["Year | Boats"]
    assert shown(taken(rb"{\rtf1 \trowd\intbl Year\cell Boats\cell\row\pard After.\par}")) == ["Year | Boats", "After."]


def test_text_boxes_pictures_and_macros_of_a_word_file() -> None:
    box = (
        '<w:p><w:r><w:t>Host.</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing><wp:docPr xmlns:wp="d" descr="A pier"/>'
        f"<w:txbxContent>{p('In the box.')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{p('In the box.')}"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    picture = '<w:p><w:r><w:drawing><pic:pic xmlns:pic="p"/></w:drawing></w:r></w:p>'
    imported = taken(docx(box + picture, **{"word/vbaProject.bin": b"\1"}))
    assert shown(imported) == ["Host.", "In the box."]
    assert aside(imported) == [("description of a picture", "A pier")]
    assert "The document has macros; none was run." in imported.warnings
    assert any(told.startswith("1 picture was left out") for told in imported.warnings)


def test_rtf_in_korean_and_with_halves_of_characters() -> None:
    data = rb"{\rtf1\ansi\ansicpg949{\fonttbl{\f0\fcharset129 Batang;}{\f1\fcharset204 Arial;}}\f0 "
    data += b"".join(b"\\'%02x" % byte for byte in "나루터".encode("cp949")) + rb"\par \f1 \'cc\'ee\'f0\'e5\par}"
    assert shown(taken(data)) == ["나루터", "Море"]


def test_headings_of_rtf_come_from_the_style_sheet_and_the_outline() -> None:
    data = rb"{\rtf1{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s5\sbasedon1 My head;}}\pard\s5 One\par\pard\outlinelevel1 Two\par\pard Text.\par}"
    assert blocks_of(taken(data), BlockKind.HEADING) == [(1, "One"), (2, "Two")]


def test_a_property_names_the_author_only_where_the_text_does_not() -> None:
    core = (
        '<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><dc:creator>Mara Field</dc:creator>'
        "<t:created>2019-02-03T10:00:00Z</t:created></c:coreProperties>"
    )
    body = (
        p("The lamp on the pier", '<w:pStyle w:val="Title"/>')
        + p("It has been lit every night since the storm, and nobody remembers who began with it.") * 3
    )
    imported = taken(docx(body, **{"docProps/core.xml": core}))
    proof = imported.metadata.evidence["byline"]
    assert imported.metadata.byline == ("Mara Field",)
    assert (proof.rule, imported.decoded and imported.decoded[proof.start : proof.end]) == (
        "document-property",
        "Mara Field",
    )
    assert imported.metadata.published is None  # when a program wrote the file is no publication
    imported = taken(docx(p("The lamp on the pier") + p("By Ada Brook") + body, **{"docProps/core.xml": core}))
    assert imported.metadata.byline == ("Ada Brook",)


def test_a_book_tells_its_authors_publisher_date_and_address_and_not_its_editors() -> None:
    metadata = (
        '<dc:title>Lamps</dc:title><dc:creator>Ada Brook</dc:creator><dc:creator id="e">Otto Lens</dc:creator>'
        '<meta refines="#e" property="role">edt</meta><dc:publisher>Sound Press</dc:publisher><dc:date>2021-05</dc:date>'
        "<dc:language>ko</dc:language><dc:source>https://example.org/lamps</dc:source>"
    )
    imported = taken(epub({"a.xhtml": page("<p>First.</p>"), "b.xhtml": page("<h2>Second</h2>")}, metadata=metadata))
    told = imported.metadata
    assert (told.title, told.byline, told.publisher, told.published) == (
        "Lamps",
        ("Ada Brook",),
        "Sound Press",
        "2021-05",
    )
    assert (told.url, told.language) == ("https://example.org/lamps", "ko")
    assert shown(imported) == ["First.", "Second"]


def test_the_spine_gives_the_order_and_notes_of_a_book_stand_apart() -> None:
    chapters = {
        "a.xhtml": page("<p>Last words.</p>"),
        "b.xhtml": page(
            '<p>First<a epub:type="noteref" href="#n">1</a> words.</p><aside epub:type="footnote" id="n"><p>A note.</p></aside>'
        ),
    }
    imported = taken(epub(chapters, spine='<itemref idref="c1"/><itemref idref="c0"/>'))
    assert shown(imported) == ["First[1] words.", "A note.", "Last words."]
    assert blocks_of(imported, BlockKind.CAPTION) == [(0, "A note.")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (docx(p("x")), Format.DOCX),
        (odt("<text:p>x</text:p>"), Format.ODT),
        (epub({"a.xhtml": page("x")}), Format.EPUB),
        (b"{\\rtf1 x}", Format.RTF),
        (docx(p("x"))[:300], Format.DOCX),
        (zipped({"a.txt": b"x"}), Format.PLAIN),
    ],
)
def test_a_document_is_known_by_what_is_inside_whatever_it_is_called(data: bytes, expected: Format) -> None:
    names = ("a", "a.docx", "a.txt", "a.html", "a.md")
    found = {detect(Source(data, name)) for name in names}
    assert found == {expected} or (expected is Format.PLAIN and Format.PLAIN in found)
    assert (binary_reason(data) is None) == (expected is not Format.PLAIN)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"[Content_Types].xml": "presentationml.presentation", "ppt/presentation.xml": "x"}, "This is a presentation"),
        (
            {"mimetype": "application/vnd.oasis.opendocument.graphics", "content.xml": "x"},
            "This is an OpenDocument drawing",
        ),
    ],
)
def test_slides_and_drawings_get_one_sentence_with_advice(members: dict[str, str | bytes], said: str) -> None:
    imported = taken(zipped(members), "words.docx")
    assert imported.verdict is Verdict.REFUSED and imported.error is not None
    assert imported.error.startswith(said) and "import that" in imported.error


def test_a_locked_open_document_and_an_empty_one_are_refused() -> None:
    manifest = "<m><encryption-data/></m>"
    assert "locked with a password" in str(
        taken(odt("<text:p>x</text:p>", **{"META-INF/manifest.xml": manifest})).error
    )
    assert str(taken(odt("")).error).startswith("There is no text in this document.")


def test_numbered_lists_and_the_title_page_of_a_book() -> None:
    body = "<h1>Lamps</h1><p>Ada Brook</p><p>4 May 2021</p><ol start='3'><li><p>Oil</p><p>and wick</p></li><li>Gas<ol type='a'><li>town</li></ol></li></ol>"
    metadata = "<dc:title>Lamps</dc:title><dc:creator>Ada Brook</dc:creator><dc:date>2021-05-04</dc:date>"
    imported = taken(epub({"a.xhtml": page(body)}, metadata=metadata))
    assert shown(imported) == ["Lamps", "Ada Brook", "4 May 2021", "3. Oil", "and wick", "4. Gas", "a. town"]
    assert blocks_of(imported, BlockKind.META) == [(0, "Ada Brook"), (0, "4 May 2021")]
