"""Mail and mailboxes, written by Python's own library: text, metadata with evidence, attachments, broken and hostile ones."""

import mailbox
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from archive.importers.containers import Kind, detect
from archive.importers.registry import read
from archive.model.article import BlockKind, Imported, Source, Verdict
from tests.archive.importers.containers.making import PARAGRAPHS, mutants, page, require_verdict, shown

DATE = "Tue, 03 Mar 2020 23:30:00 -0500"


def letter(subject: str = "The weir is broken", text: str = "\n\n".join(PARAGRAPHS)) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "Anna Moor <anna@example.org>", "parish@example.org"
    made["Subject"], made["Date"] = subject, DATE
    made.set_content(text)
    return made


def taken(message: EmailMessage | bytes, name: str = "file") -> Imported:
    imported = read(Source(message if isinstance(message, bytes) else message.as_bytes(), name))
    assert imported.text is not None, imported.error
    return imported


def test_a_mail_is_one_text_below_its_subject_sender_and_day() -> None:
    imported = taken(letter())
    assert (imported.importer, imported.media_type, imported.verdict) == ("mail", "message/rfc822", Verdict.OK)
    metadata = imported.metadata
    assert (metadata.title, metadata.byline) == ("The weir is broken", ("Anna Moor",))
    assert (metadata.published, metadata.language) == ("2020-03-03", "en")
    assert imported.decoded is not None and imported.text is not None
    for name, words in (
        ("title", "The weir is broken"),
        ("byline", "Anna Moor <anna@example.org>"),
        ("published", DATE),
    ):
        proof = metadata.evidence[name]
        assert imported.decoded[proof.start : proof.end] == words
    assert imported.text.text.split("\n")[-4:] == list(PARAGRAPHS)
    assert imported.text.blocks[0].kind is BlockKind.HEADING
    assert all(
        " ".join(imported.decoded[slice(*block.source)].split()) == imported.text.text[block.start : block.end]
        for block in imported.text.blocks
    )


def test_wrapped_lines_lists_and_quotes_keep_their_kind() -> None:
    text = (
        "Dear all,\n\nthe water runs over the lower meadow since this morning, which the miller\n"
        "saw first when he came down to the sluice.\n\n- boards\n- nails\n\n> What happened at the weir?\n> Tell us.\n>> An older line.\n\nYours\n"
    )
    imported = taken(letter(text=text))
    assert imported.text is not None
    found = [
        (block.kind, imported.text.text[block.start : block.end], block.level) for block in imported.text.blocks[4:]
    ]
    assert found == [
        (BlockKind.PARAGRAPH, "Dear all,", 0),
        (BlockKind.PARAGRAPH, "the water runs over the lower meadow since this morning, which the miller saw first when he came down to the sluice.", 0),
        (BlockKind.ITEM, "boards", 1),
        (BlockKind.ITEM, "nails", 1),
        (BlockKind.QUOTE, "What happened at the weir? Tell us.", 1),
        (BlockKind.QUOTE, "An older line.", 2),
        (BlockKind.PARAGRAPH, "Yours", 0),
    ]  # fmt: skip


def test_encoded_words_and_charsets_are_read() -> None:
    message = letter("Überschwemmung am Wehr")
    message.replace_header("From", "Jürgen Müller <j@example.org>")
    message.set_content("Das Wasser steht über der Wiese, und die Mühle läuft nicht mehr.", charset="iso-8859-15")
    imported = taken(message.as_bytes(policy=SMTP))
    assert (imported.metadata.title, imported.metadata.byline) == ("Überschwemmung am Wehr", ("Jürgen Müller",))
    assert imported.text is not None and "läuft nicht mehr" in imported.text.text


def test_a_header_in_bare_korean_is_read() -> None:
    head = "From: 홍길동 <hong@example.org>\nSubject: 물레방아 소식\nDate: Tue, 03 Mar 2020 10:00:00 +0900\nMessage-ID: <1@example.org>\n\n"
    for charset in ("utf-8", "cp949"):
        imported = taken((head + "강물이 넘쳤습니다. 방앗간은 쉽니다.\n").encode(charset))
        assert imported.metadata.title == "물레방아 소식"
        assert imported.text is not None and "강물이 넘쳤습니다" in imported.text.text


def test_of_two_forms_the_page_is_read_in_its_charset() -> None:
    message = letter(text="See the page.")
    message.add_alternative(page("Das Wehr über der Mühle", charset=None), subtype="html", charset="iso-8859-1")
    imported = taken(message)
    assert imported.text is not None and imported.decoded is not None
    assert "Das Wehr über der Mühle" in imported.text.text and "See the page" not in imported.text.text
    assert all(each in imported.text.text for each in PARAGRAPHS)
    for block in imported.text.blocks[-4:]:
        assert imported.text.text[block.start : block.end] in imported.decoded[slice(*block.source)]


def test_a_page_that_lacks_what_the_plain_text_says_is_partial() -> None:
    made = letter()
    made.add_alternative(f"<html><body><h1>The weir</h1><p>{PARAGRAPHS[0]}</p></body></html>", subtype="html")
    whole = letter()
    whole.add_alternative(page(), subtype="html")
    short, sound = taken(made), taken(whole)
    assert short.verdict is Verdict.PARTIAL
    assert any("plain text" in warning for warning in short.warnings)
    assert sound.verdict is Verdict.OK and sound.warnings == ()


def test_a_sender_without_a_name_is_told_by_the_address_and_a_missing_date_is_null() -> None:
    message = letter()
    message.replace_header("From", "anna@example.org")
    del message["Date"]
    message["Message-ID"] = "<1@example.org>"
    metadata = taken(message).metadata
    assert (metadata.byline, metadata.published) == (("anna@example.org",), None)
    assert "published" not in metadata.evidence


def test_attachments_that_are_read_are_members_and_the_rest_is_counted() -> None:
    message = letter()
    message.add_attachment("A note on the meadow.", filename="note.txt")
    message.add_attachment(page("Attached").encode(), maintype="text", subtype="html", filename="page.html")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="weir.png")
    message.add_attachment(letter("An older letter"))
    imported = taken(message)
    assert [member.name for member in imported.members] == ["note.txt", "page.html", "attachment 4.eml"]
    assert "older letter" in shown(imported.members[2].data)
    assert imported.warnings == ("1 attachment was left out, being neither texts, documents nor saved pages (1 .png).",)
    assert imported.text is not None and "A note on the meadow" not in imported.text.text


def test_an_article_that_begins_like_a_mail_is_none() -> None:
    for text in (
        f"Title: The weir\nDate: 3 March 2020\nFrom: the parish\n\n{PARAGRAPHS[0]}",
        f"From the hill one sees the weir.\nNote: it is old.\n\n{PARAGRAPHS[0]}",
        f"Subject: The weir\n\n{PARAGRAPHS[0]}",
    ):
        assert detect(Source(text.encode(), "story.txt")) is None


def test_a_mail_that_breaks_off_is_partial() -> None:
    message = letter()
    message.add_attachment("A note. " * 200, filename="note.txt")
    imported = taken(message.as_bytes()[:-400])
    assert imported.verdict is Verdict.PARTIAL
    assert "breaks off" in " ".join(imported.warnings)


def test_a_mail_of_nested_parts_beyond_measure_has_a_verdict() -> None:
    head = b"From: a@example.org\nMessage-ID: <1@x>\nMIME-Version: 1.0\n"
    body = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(300))
    imported = read(Source(head + body + b"Content-Type: text/plain\n\nThe innermost words.\n", "x.eml"))
    require_verdict(imported)
    assert imported.text is not None and "The innermost words." in imported.text.text
    assert imported.verdict is Verdict.PARTIAL


@pytest.mark.parametrize("field", ["Subject", "From", "Date", "Content-Type", "To"])
@pytest.mark.parametrize(
    "value", ["=?utf-8?q?=?=", "=?nonsense?b?####?=", "x" * 100_000, ';;;=;charset="', "<<<>>>@@,,(", "\t"]
)
def test_a_mangled_field_never_costs_the_text(field: str, value: str) -> None:
    fields = {
        "From": "Anna <a@x.org>",
        "Subject": "S",
        "Date": DATE,
        "To": "b@x.org",
        "Message-ID": "<1@x>",
        field: value,
    }
    head = "".join(f"{name}: {each}\n" for name, each in fields.items())
    imported = taken(f"{head}\n{PARAGRAPHS[0]}\n".encode())
    assert imported.text is not None and PARAGRAPHS[0] in imported.text.text


def box(tmp_path: Path, many: int = 3) -> bytes:
    path = tmp_path / "box"
    made = mailbox.mbox(path)
    for number in range(many):
        made.add(
            letter(
                f"Letter {number}", f"Number {number}.\n\nFrom the hill one sees the weir.\n\n{PARAGRAPHS[number % 4]}"
            )
        )
    made.close()
    return path.read_bytes()


def test_every_mail_of_a_mailbox_is_a_member(tmp_path: Path) -> None:
    data = box(tmp_path)
    imported = read(Source(data, "Inbox"))
    assert detect(Source(data, "Inbox")) is Kind.MBOX
    assert [member.name for member in imported.members] == ["mail 1.eml", "mail 2.eml", "mail 3.eml"]
    for number, member in enumerate(imported.members):
        text = shown(member.data)
        assert text.startswith(f"Letter {number}\n") and PARAGRAPHS[number] in text
        assert "\nFrom the hill one sees the weir.\n" in text


def test_a_mailbox_with_dos_line_ends_is_cut_at_the_same_places(tmp_path: Path) -> None:
    data = box(tmp_path).replace(b"\n", b"\r\n")
    assert len(read(Source(data, "Inbox")).members) == 3


def test_more_mails_than_are_taken_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.importers.containers import mbox

    monkeypatch.setattr(mbox, "MOST_MEMBERS", 2)
    imported = read(Source(box(tmp_path), "Inbox"))
    assert len(imported.members) == 2
    assert imported.verdict is Verdict.PARTIAL and imported.warnings[0].startswith("The last 1 mails were left out")


def _mutate(many: int, tmp_path: Path) -> int:
    """How many mutants were judged."""
    judged = 0
    message = letter()
    message.add_alternative(page(), subtype="html")
    message.add_attachment("A note on the meadow.", filename="note.txt")
    for data in (message.as_bytes(), box(tmp_path)):
        for mutant in mutants(data, 1924, many):
            require_verdict(read(Source(mutant, "file")))
            judged += 1
    return judged


def test_mutants_always_have_a_verdict(tmp_path: Path) -> None:
    assert _mutate(10, tmp_path) == 2 * 10


@pytest.mark.soak
def test_many_mutants_always_have_a_verdict(tmp_path: Path) -> None:
    assert _mutate(400, tmp_path) == 2 * 400


def test_a_long_list_of_readers_is_kept_and_an_endless_line_is_told() -> None:
    message = letter()
    message.replace_header("To", ", ".join(f"person{n}@example.org" for n in range(500)))
    imported = taken(message)
    assert imported.text is not None and "person499@example.org" in imported.text.text
    assert imported.verdict is Verdict.OK
    endless = f"From: a@example.org\nMessage-ID: <1@x>\nSubject: {'x' * 3_000_000}\n\n{PARAGRAPHS[0]}\n"
    imported = taken(endless.encode())
    assert imported.verdict is Verdict.PARTIAL and "“Subject” is longer than any mail needs" in imported.warnings[0]
    assert imported.text is not None and PARAGRAPHS[0] in imported.text.text
