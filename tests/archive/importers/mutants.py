"""A campaign of mutants over all formats: sound files, each with an answer that is right, changed at random by a seed; and the judge.

What is judged: always a verdict with its sentence, no error of ours, no word lost in silence. The oracle of the last is the mutated file
itself: words that stand plainly in its bytes (or, in a packed one, in what its members unpack to) and were read of the sound file must be
in the text, set aside, in what was handed over, or the verdict says that something is missing.
"""

import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.importers.encodings import decode
from archive.importers.registry import read
from archive.model.article import Imported, Source, Verdict

DATA = Path(__file__).parents[2] / "data"
_SCRIPT = re.compile(r"<script.*?(?:</script|\Z)", re.I | re.S)
_WORD = re.compile(r"[^\W\d_]{5,}")
# Folders of sound files, by format. What a person saved, and what programs that are not ours wrote.
FORMATS: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf/*.pdf",),
    "docx": ("documents/*.docx",),
    "odt": ("documents/*.odt",),
    "rtf": ("documents/*.rtf",),
    "epub": ("documents/*.epub",),
    "html": ("html/*.html", "html/other_programs/*.html", "layouts/*.html", "containers/*.html"),
    "text": ("layouts/*.txt",),
    "markdown": ("html/other_programs/*.md", "pdf/*.md"),
    "mhtml": ("containers/*.mhtml",),
    "warc": ("containers/*.warc", "containers/*.warc.gz"),
    "mail": ("formats/*.eml", "formats/*.mbox"),
    "feed": ("formats/*.rss", "formats/*.atom"),
    "zip": ("formats/*.zip", "formats/*.wacz"),
    "other": ("interchange/*",),
}


@dataclass
class Tally:
    """What a campaign met."""

    verdicts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        told = " | ".join(str(self.verdicts[verdict]) for verdict in ("ok", "partial", "refused"))
        return f"| {name} | {self.verdicts.total()} | {told} | {len(self.faults)} |"


def sound(kind: str) -> list[Path]:
    """The sound files of a format."""
    return sorted(
        path for pattern in FORMATS[kind] for path in DATA.glob(pattern) if path.suffix != ".json" or kind == "other"
    )


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, cut out, doubled, swapped or cut off."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 9))):
        at, length = chance.randrange(len(made)), chance.randint(1, chance.choice((4, 60, 900)))
        match chance.randrange(6):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length]
            case 3:
                made[at : at + length] = chance.randbytes(length)
            case 4:
                other = chance.randrange(len(made))
                made[at : at + length], made[other : other + length] = (
                    made[other : other + length],
                    made[at : at + length],
                )
            case _:
                if chance.random() < 0.4:
                    del made[at:]
        made = made or bytearray(b"x")
    return bytes(made)


def mutant(path: Path, seed: int) -> bytes:
    """One mutant of a sound file, the same for the same seed; of a ZIP file every second one is sound outside and changed inside."""
    data, chance = path.read_bytes(), random.Random(f"{path.name}-{seed}")
    if data[:2] != b"PK" or seed % 2 == 0:
        return mutate(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {info.filename: file.read(info) for info in file.infolist() if not info.is_dir()}
    name = chance.choice([each for each, held in members.items() if len(held) > 20])
    members[name] = mutate(members[name], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for each, held in members.items():
            file.writestr(each, held, zipfile.ZIP_STORED if each == "mimetype" else None)
    return out.getvalue()


def plain(data: bytes) -> str:
    """What can plainly be read in a file: its text but for scripts; of a ZIP file that of the members that unpack."""
    if data[:2] != b"PK":
        return _SCRIPT.sub(" ", decode(data).text)
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            for info in file.infolist():
                if info.filename.endswith((".xml", ".xhtml", ".html", ".txt", ".md")) and info.file_size < 5_000_000:
                    found.append(decode(file.read(info)).text)
    except Exception:
        pass
    return "\n".join(found)


def held(imported: Imported, source: Source) -> str:
    """All that an answer holds: the text, what was set aside, the metadata, what lies inside."""
    parts = [str(imported.metadata), *imported.warnings]
    if imported.text is not None:
        parts += [imported.text.text, *(aside.text for aside in imported.text.set_aside)]
    for member in imported.members:
        inner = Source(member.data, member.name.rpartition("/")[2], member=member.name, encoding=member.encoding)
        answer = read(inner)
        # What lies inside has a verdict of its own, which tells as well.
        told = () if answer.verdict is Verdict.OK else ("inside: not read",)
        parts += [member.name, str(member.metadata), *told, held(answer, inner)]
    if imported.incoming is not None:
        parts.append(str(imported.incoming))
    return "\n".join(parts)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def judge(path: Path, seed: int, whole: set[str], data: bytes, imported: Imported, tally: Tally) -> None:
    """Notes what is wrong with an answer; `whole` are the words of the sound file's answer."""
    tally.verdicts[imported.verdict.value] += 1
    name = f"{path.name} {seed}"
    if imported.verdict is Verdict.REFUSED:
        if not imported.error or "could not be read (" in imported.error:
            tally.faults.append(f"{name}: {imported.error}")
        return
    if imported.verdict is Verdict.PARTIAL and not imported.warnings and imported.incoming is None:
        tally.faults.append(f"{name}: partial without a word")
    if imported.verdict is not Verdict.OK:
        return
    answer = held(imported, Source(data, path.name))
    if any(each in answer for each in ("left out", "not read", "missing", "damaged")):
        return
    lost = (whole & _words(plain(data))) - _words(answer) if path.suffix != ".pdf" else set()
    # A mutation may make a word part of a tag, an attribute or a comment: a few are no text any more.
    if len(lost) > max(12, len(whole) // 25):
        tally.faults.append(f"{name}: lost in silence: {sorted(lost)[:12]} of {len(whole)}")


def words_of_sound(path: Path) -> set[str]:
    """The words that the sound file is read as."""
    source = Source(path.read_bytes(), path.name)
    imported = read(source)
    return _words("\n".join([imported.text.text] if imported.text else [])) or _words(held(imported, source))


def campaign(kind: str, count: int, first: int = 0) -> Iterator[tuple[Path, int, bytes]]:
    """So many mutants of a format, taking turns over its files."""
    paths = sound(kind)
    for number in range(count):
        path = paths[number % len(paths)]
        yield path, first + number // len(paths), mutant(path, first + number // len(paths))
