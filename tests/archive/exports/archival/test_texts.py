"""Whole articles as Markdown and plain text: the very words again, by a CommonMark reader, with every passage shown."""

import re
import zipfile
from pathlib import Path

from markdown_it import MarkdownIt

from archive.base.progress import Progress
from archive.exports.archival import plaintexts, texts
from archive.exports.shared.cells import plain
from tests.archive.exports.conftest import MakePacket

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NOTES = re.compile(r"\n\[\^\d+\]: .*", re.DOTALL)


def read(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as zipped:
        return [zipped.read(name).decode() for name in sorted(zipped.namelist())]


def shown(markdown: str) -> list[str]:
    """The text of each block as CommonMark has it, without highlights and marks of footnotes."""
    tokens = MarkdownIt().parse(_NOTES.sub("", _FRONT.sub("", markdown)))
    words = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    return [re.sub(r"\[\^\d+\]", "", each).replace("==", "") for each in words]


def test_the_very_words_of_every_block_stand_in_the_markdown(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    (warning,) = texts.write(packet, tmp_path / "out.zip", Progress())
    assert warning.startswith("1 memo was left out")
    for told, whole in zip(read(tmp_path / "out.zip"), packet.wholes(), strict=True):
        blocks = [
            " ".join(whole.text[block.start : block.end].split()) for block in whole.blocks if block.end > block.start
        ]
        assert [" ".join(each.split()) for each in shown(told)] == blocks
        assert len(re.findall(r"^\[\^\d+\]: ", told, re.MULTILINE)) == len(whole.excerpts)
        for each in whole.excerpts:
            assert all(part in told for part in each.note.split() if part.isalnum())


def test_highlights_cover_the_union_of_the_passages(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    texts.write(packet, tmp_path / "out", Progress())
    (ferry,) = (tmp_path / "out").glob("*ferry*")
    marked = re.findall(r"==(.*?)==", ferry.read_text("utf-8"))
    words = " ".join(" ".join(marked).replace("\\=", "=").split())
    for each in next(iter(packet.wholes())).excerpts:
        assert len(each.exact.split()[0]) < 2 or each.exact.split()[0].strip("“=") in words


def test_plain_files_hold_the_text_as_it_is_and_the_places_of_passages(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    plaintexts.write(packet, tmp_path / "out.zip", Progress())
    for told, whole in zip(read(tmp_path / "out.zip"), packet.wholes(), strict=True):
        assert told.startswith(plain(whole.text))
        for each in whole.excerpts:
            assert f"[{each.anchor.start}–{each.anchor.end}] “{plain(each.exact)}”" in told


def test_the_same_packet_gives_the_same_bytes(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    for module in (texts, plaintexts):
        for name in ("one.zip", "two.zip"):
            module.write(packet, tmp_path / f"{module.__name__}-{name}", Progress())
        one, two = (tmp_path / f"{module.__name__}-{name}" for name in ("one.zip", "two.zip"))
        assert one.read_bytes() == two.read_bytes()
