"""Drop a folder of twelve formats and five broken files, watch it, review it, mend two dates, accept, and find a sentence of each."""

import email.message
import io
from collections.abc import Callable
from pathlib import Path

import docx
from odf.opendocument import OpenDocumentText
from odf.text import H, P
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from archive.model.review import Which
from archive.operations import find
from desktop.models.review import DATE
from desktop.program import Program
from desktop.views.review import ReviewPage
from tests.archive.importers.containers.making import warc, zipped
from tests.archive.importers.pdf.raw import paged, shown

Make = Callable[..., Program]

# One word of each file's sentence stands in no other: it is what the search asks for.
WORDS = {
    "txt": "abalone",
    "md": "basilisk",
    "html": "cormorant",
    "mhtml": "dotterel",
    "eml": "egret",
    "docx": "firecrest",
    "odt": "godwit",
    "rtf": "hobby",
    "epub": "ibis",
    "pdf": "jackdaw",
    "rss": "knot",
    "warc": "lapwing",
}
FILLER = (
    "The keeper wrote it down in the book of the lock, as every keeper had done before, and closed the gates for the night.",
    "By the morning the water had risen again, the barges lay two abreast, and nobody could say who had come in first.",
    "It was told in the town for a week, and then the market days came and there were other things to speak of.",
)


def sentence(kind: str) -> str:
    return f"On that evening a {WORDS[kind]} stood on the upper gate."


def paragraphs(kind: str) -> list[str]:
    """A text that nothing else resembles: its own sentence first, and its own word in every paragraph."""
    return [
        sentence(kind),
        *(f"{each} The {WORDS[kind]} was counted as number {at}." for at, each in enumerate(FILLER)),
    ]


def title(kind: str) -> str:
    return f"What the {WORDS[kind]} saw at the lock"


def page(kind: str) -> str:
    body = "".join(f"<p>{each}</p>" for each in paragraphs(kind))
    head = (
        f'<meta charset="utf-8"><title>{title(kind)}</title><link rel="canonical" href="https://lock.example/{kind}">'
    )
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>{title(kind)}</h1>{body}</article></body></html>"
    )


def plain(kind: str, date: str = "") -> str:
    return "\n\n".join([title(kind), *([f"By Ada Quist\n{date}"] if date else []), *paragraphs(kind)]) + "\n"


def mail() -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"] = "Ada Quist <ada@lock.example>", "desk@lock.example"
    message["Subject"], message["Date"] = title("eml"), "Tue, 04 May 2021 10:00:00 +0000"
    message["Message-ID"] = "<1@lock.example>"
    message.set_content("\n\n".join(paragraphs("eml")))
    return message.as_bytes()


def saved_page() -> bytes:
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://lock.example/mhtml\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="edge"\r\n\r\n--edge\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: https://lock.example/mhtml\r\n\r\n"
    )
    return f"{head}{page('mhtml')}\r\n--edge--\r\n".encode()


def word() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_heading(title("docx"), 1)
    for each in paragraphs("docx"):
        made.add_paragraph(each)
    made.save(out)
    return out.getvalue()


def opendocument() -> bytes:
    made, out = OpenDocumentText(), io.BytesIO()
    made.text.addElement(H(outlinelevel=1, text=title("odt")))
    for each in paragraphs("odt"):
        made.text.addElement(P(text=each))
    made.save(out)
    return out.getvalue()


def rich() -> bytes:
    body = "".join(rf"{each}\par" "\n" for each in [rf"\b {title('rtf')}\b0", *paragraphs("rtf")])
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}}\n" + body + "}").encode("ascii")


def book() -> bytes:
    chapter = "".join(f"<p>{each}</p>" for each in paragraphs("epub"))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
            "b.opf": '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier>'
            f"<dc:title>{title('epub')}</dc:title><dc:language>en</dc:language></metadata>"
            '<manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="c"/></spine></package>',
            "c.xhtml": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>c</title></head>'
            f"<body><h1>{title('epub')}</h1>{chapter}</body></html>",
        }
    )


def lines(text: str, width: int = 80) -> list[str]:
    found = [""]
    for each in text.split():
        if len(found[-1]) + len(each) > width:
            found.append("")
        found[-1] = f"{found[-1]} {each}".strip()
    return found


def printed() -> bytes:
    drawn, top = [shown(title("pdf"), size=20, top=720)], 680
    for each in paragraphs("pdf"):
        told = lines(each)
        drawn.append(shown("\n".join(told), top=top))
        top -= 14 * len(told) + 16
    return paged([b"".join(drawn)])


def feed() -> bytes:
    body = "".join(f"&lt;p&gt;{each}&lt;/p&gt;" for each in paragraphs("rss"))
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Lock letters</title><link>https://lock.example/</link>'
        f"<item><title>{title('rss')}</title><link>https://lock.example/rss</link><description>{body}</description></item>"
        "</channel></rss>"
    ).encode()


def folder(place: Path) -> Path:
    """The folder that is dropped: twelve formats, five broken files."""
    place.mkdir()
    good = {
        "txt": plain("txt", "5 May 2021").encode(),
        "md": ("# " + plain("md")).encode(),
        "html": page("html").encode(),
        "mhtml": saved_page(),
        "eml": mail(),
        "docx": word(),
        "odt": opendocument(),
        "rtf": rich(),
        "epub": book(),
        "pdf": printed(),
        "rss": feed(),
        "warc": warc({"https://lock.example/warc": page("warc").encode()}, packed=False),
    }
    assert set(good) == set(WORDS)
    for ending, data in good.items():
        (place / f"good.{ending}").write_bytes(data)
    broken = {
        "empty.txt": b"",
        "cut.pdf": good["pdf"][:60],
        "cut.docx": good["docx"][: len(good["docx"]) // 2],
        "program.html": b"\x7fELF" + bytes(4_000),
        "cut.zip": zipped({"a.txt": b"words" * 4_000})[:80],
    }
    for name, data in broken.items():
        (place / name).write_bytes(data)
    return place


def drop(window: QWidget, path: Path) -> None:
    """Drops a folder on the window as a file manager would."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    spot, none, copy = QPointF(600, 400), Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(spot.toPoint(), copy, data, Qt.MouseButton.LeftButton, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(spot, copy, data, Qt.MouseButton.LeftButton, none))


def mend(program: Program, page: ReviewPage, qtbot: QtBot, name: str, said: str) -> None:
    """Types a date into a file's row, by keyboard."""
    held = [page.model.row(row) for row in range(page.model.rowCount())]
    row = next(at for at, each in enumerate(held) if each is not None and name in each.name)
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(row, DATE))
    program.settle()
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    field = page.table.findChild(QLineEdit, "review_cell")
    assert field is not None
    qtbot.keyClicks(field, said)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    program.settle()


def review(program: Program) -> ReviewPage:
    page = program.window.page()
    assert isinstance(page, ReviewPage)
    return page


def test_drop_watch_review_mend_accept_and_find(
    program: Make, empty_archive: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    first = program(empty_archive)
    first.window.resize(1440, 900)
    first.window.show()
    panel = first.desk().library.imports.panel
    seen: list[tuple[str, bool]] = []
    drop(first.window, folder(tmp_path / "drop"))
    imports = first.desk().library.imports
    imports._context.jobs.progressed.connect(lambda _job: seen.append((panel.headline.text(), panel.bar.isVisible())))
    first.settle()
    assert any(said.startswith("Importing") and shown for said, shown in seen), "progress was to be seen"
    assert "12 articles added" in panel.headline.text() and "5 files refused" in panel.headline.text()

    button = panel.findChild(QPushButton, "import-review")
    assert button is not None and button.isVisible()
    button.click()
    first.settle()
    page = review(first)
    assert page.model.rowCount() == 17
    page.show_which(Which.REFUSED)
    first.settle()
    refused = [page.model.row(row) for row in range(page.model.rowCount())]
    assert {each.name for each in refused if each} == {"empty.txt", "cut.pdf", "cut.docx", "program.html", "cut.zip"}
    assert all(each is not None and each.error for each in refused)

    page.show_which(Which.OPEN)
    first.settle()
    mend(first, page, qtbot, "good.txt", "2021-05-06")
    mend(first, page, qtbot, "good.odt", "1998~")
    first.close()

    again = program(empty_archive)
    again.window.show()
    again.actions.trigger("import.review")
    again.settle()
    page = review(again)
    assert page.model.rowCount() == 17, "a review begun in one sitting is finished in the next"
    page.accept_all.click()
    again.settle()
    assert page.model.rowCount() == 0 and page.empty.isVisible()
    page.closed.emit()
    again.settle()

    archive = again.desk().context.archive
    found = {}
    for kind in WORDS:
        hits = find.search(archive, f'"{sentence(kind).rstrip(".")}"').hits
        assert len(hits) == 1, kind
        found[kind] = hits[0].article
    assert (found["txt"].published, found["odt"].published) == ("2021-05-06", "1998~")
    evidence = archive.store.articles.evidence(found["txt"].id)["published"]
    assert evidence.rule == "entered"
