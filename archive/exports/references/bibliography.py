"""A formatted bibliography of the articles in a citation style: a web page, Markdown, RTF or plain text, by the file's ending."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO

from archive.base.progress import Progress
from archive.exports.citations import Run, Runs, make, plain
from archive.exports.citations.citing import StyleCiter
from archive.exports.documents import html, markdown, parts
from archive.exports.shared import cells
from archive.model.excerpt import Packet


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One UTF-8 file (RTF: ASCII)."""
    citer = make(packet.choice.style, packet.works, "en")
    entries = citer.bibliography()
    warnings: tuple[str, ...] = ()
    if not entries and isinstance(citer, StyleCiter):
        entries = [citer.cite_work(work) for work in packet.works]
        warnings = (f"The style “{citer.title}” has no bibliography: full citations were written.",)
    laid_out = _WAYS.get(path.suffix.lower(), _html)
    with path.open("x", encoding="utf-8", newline="\n") as out:
        laid_out(packet, progress.over(entries, "Writing works", len(packet.works)), out)
    return warnings


def _html(packet: Packet, entries: Iterable[Runs], out: IO[str]) -> None:
    out.write(html.opening(packet.title, _about(packet)))
    out.write('<section class="ends works">\n')
    out.writelines(f'<p dir="auto">{html.inline(entry)}</p>\n' for entry in entries)
    out.write("</section>\n</main>\n</body>\n</html>\n")


def _markdown(packet: Packet, entries: Iterable[Runs], out: IO[str]) -> None:
    out.write(f"# {markdown.line(packet.title)}\n")
    out.writelines(f"\n{markdown.inline(entry)}\n" for entry in entries)


def _text(packet: Packet, entries: Iterable[Runs], out: IO[str]) -> None:
    out.write(f"{' '.join(cells.plain(packet.title).split())}\n")
    out.writelines(f"\n{cells.plain(plain(entry))}\n" for entry in entries)


def _rtf(packet: Packet, entries: Iterable[Runs], out: IO[str]) -> None:
    out.write("{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1{\\fonttbl{\\f0\\froman Times New Roman;}}\\f0\\fs24\n")
    out.write(f"{{\\pard\\b\\fs32\\sa240 {_rtf_text(packet.title)}\\par}}\n")
    for entry in entries:
        out.write(f"{{\\pard\\li720\\fi-720\\sa120 {''.join(map(_rtf_run, entry))}\\par}}\n")
    out.write("}\n")


def _rtf_run(run: Run) -> str:
    kinds = ((run.italic, "\\i"), (run.bold, "\\b"), (run.small_caps, "\\scaps"), (run.superscript, "\\super"))
    words = "".join(word for wanted, word in kinds if wanted)
    return f"{{{words} {_rtf_text(run.text)}}}" if words else _rtf_text(run.text)


def _rtf_text(text: str) -> str:
    """ASCII as it is; anything else as UTF-16 units (`\\uN`, RTF 1.9: signed 16 bits), a question mark for the old."""
    made = []
    for sign in cells.plain(text).replace("\n", " "):
        if sign in "\\{}":
            made.append(f"\\{sign}")
        elif sign < "\x7f":
            made.append(sign)
        else:
            units = memoryview(sign.encode("utf-16-le")).cast("h")
            made += [f"\\u{unit}\\'3f" for unit in units]
    return "".join(made)


def _about(packet: Packet) -> str:
    return parts.counted(len(packet.works), "work")


_WAYS: dict[str, Callable[[Packet, Iterable[Runs], IO[str]], None]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _text,
    ".rtf": _rtf,
}
