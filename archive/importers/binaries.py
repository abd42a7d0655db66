"""Says what a file really is when it is no text, by its first bytes; opens and runs nothing."""

from pathlib import PurePath

from . import zipped
from .wide import utf16_without_bom

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the main stream of an old document is called ([MS-XLS], [MS-DOC], [MS-PPT]), and what to do about each.
_OLD = {
    "Workbook": "This is an old Excel workbook (.xls), which is not read. Open it in a spreadsheet, save it as .xlsx or .ods and import that.",
    "Book": "This is an old Excel workbook (.xls), which is not read. Open it in a spreadsheet, save it as .xlsx or .ods and import that.",
    "WordDocument": "This is an old Word document (.doc), which is not read. Open it in a word processor, save it as .docx or .odt and import that.",
    "PowerPoint Document": "This is an old presentation (.ppt), which is not read. Save its text as a document or as PDF and import that.",
}
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "a PDF"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"GIF87a", "a GIF picture"),
    (0, b"GIF89a", "a GIF picture"),
    (8, b"WEBP", "a WebP picture"),
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
    (4, b"ftyp", "a video or picture (MP4, HEIC)"),
    (0, b"SQLite format 3\0", "a SQLite database"),
    (0, b"\x7fELF", "a program (ELF)"),
    (0, b"\xfe\xed\xfa\xce", "a program (Mach-O)"),
    (0, b"\xcf\xfa\xed\xfe", "a program (Mach-O)"),
    (0, b"\xca\xfe\xba\xbe", "a program (Java or Mach-O)"),
    (0, _OLE, "an old Microsoft Office document"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\0", "an xz archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"ID3", "an MP3 recording"),
    (0, b"OggS", "an Ogg recording"),
    (0, b"RIFF", "a sound or video file (RIFF)"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"\0\x01\0\0\0", "a font"),
    (0, b"bplist00", "a Safari web archive or property list"),
)
_READ = frozenset({zipped.Kind.WORD, zipped.Kind.TEXT, zipped.Kind.BOOK})
_UNREAD = {
    zipped.Kind.WORKBOOK: "This is a workbook that is larger than, or of another kind than, those that are read (.xlsx, .ods). Save the sheet as CSV and import that.",
    zipped.Kind.SLIDES: "This is a presentation, which is not read. Save its text as a document or as PDF and import that.",
    zipped.Kind.DRAWING: "This is an OpenDocument drawing, formula or database, which is not read. Save its text as a document and import that.",
}
_SAMPLE = 8192  # bytes
# C0 controls that no text file uses: all but tab, line feed, vertical tab, form feed, carriage return, substitute, escape.
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})


def binary_reason(data: bytes, name: str = "") -> str | None:
    """A sentence that says what the bytes seem to be when they are no text, else None.

    "This is a PDF named .txt, not text." when the name's ending claims text, without a name "This is a PDF, not text."
    """
    unread = _UNREAD.get(zipped.kind(data) or zipped.Kind.WORD)
    if unread is not None:
        return unread
    if data.startswith(_OLE) and (old := _old(data)) is not None:
        return old
    kind = _kind(data)
    if kind is None:
        return None
    ending = PurePath(name).suffix.lower()
    named = f" named {ending}" if ending in {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"} else ""
    return f"This is {kind}{named}, not text."


def _old(data: bytes) -> str | None:
    """What to do with an old document, by the name of its main stream in the compound file's directory ([MS-CFB], 2.6.1)."""
    found = {name for name in _OLD if name.encode("utf-16-le") + b"\0\0" in data}
    return _OLD[max(found, key=len)] if found else None


def _kind(data: bytes) -> str | None:
    for offset, signature, kind in _SIGNATURES:
        if data.startswith(signature, offset) and not _reads_as_text(data, signature):
            return kind
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return None if zipped.kind(data) in _READ else "a ZIP archive"
    if data[:2] == b"MZ" and b"PE\0\0" in data[:1024]:
        return "a Windows program"
    return "a binary file" if _is_noise(data[:_SAMPLE]) else None


def _reads_as_text(data: bytes, signature: bytes) -> bool:
    """True when a signature made of letters only begins what is plain text all the same ("RIFF raff", "BZh")."""
    if not signature.isalnum() or signature in {b"GIF87a", b"GIF89a", b"bplist00"}:
        return False
    return not _is_noise(data[:_SAMPLE])


def _is_noise(sample: bytes) -> bool:
    """More than one byte in fifty is a control that no text uses, and it is not UTF-16 or UTF-32, which are full of zeros."""
    if not sample or sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > len(sample) / 50 and utf16_without_bom(sample) is None
