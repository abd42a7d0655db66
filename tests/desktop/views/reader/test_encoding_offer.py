"""The details offer another encoding where there is one to choose, and nowhere else."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from archive.archive import Archive
from archive.operations import ingest
from desktop.program import Program

BODY = "The ferry left the quay at nine and came back before noon, as the keeper had told us. " * 4


def test_a_text_has_another_encoding_and_a_mail_has_none(
    program: Callable[..., Program], empty_archive: Path, tmp_path: Path
) -> None:
    mail, story = EmailMessage(), tmp_path / "story.txt"
    mail["From"], mail["To"], mail["Subject"] = "Anna Moor <anna@example.org>", "parish@example.org", "The weir"
    mail["Date"], mail["Message-ID"] = "Thu, 04 Mar 2021 10:00:00 +0000", "<a@example.org>"
    mail.set_content(BODY)
    (tmp_path / "letter.eml").write_bytes(mail.as_bytes())
    story.write_text(f"The mill\n\n{BODY}\n\n{BODY}")
    with Archive.open(empty_archive) as archive:
        files = ingest.run(archive, [tmp_path / "letter.eml", story]).files
    window = program(empty_archive)
    desk = window.desk()
    for file, offered in zip(files, (False, True), strict=True):
        assert file.id is not None
        desk.main.open(file.id)
        window.settle()
        assert desk.library.inspector.provenance.encoding.isHidden() is not offered
        window.actions.refresh("article.encoding")
        assert window.actions.action("article.encoding").isEnabled() is offered
