"""Excerpts as a PDF through typst: outline, numbered pages, footnotes, tags for screen readers (PDF/UA-1 where every sign can be shown).

A long packet is set in parts, which are then sewn together, so that memory does not grow with it. What is set goes in as data: no sign in an article or a note means anything to typst. No file is read but typefaces, none is fetched.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

import resources
from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.model.excerpt import Packet

from . import pdf_data
from .layout import Layout
from .pdf_sewing import Sewing, pages_of

# The house's own, then one that typst carries (Latin, Greek, Cyrillic, Hebrew), then those for Hangul that systems have.
_SERIF = (
    "Source Serif Pro",
    "Libertinus Serif",
    "Noto Serif CJK KR",
    "Noto Serif KR",
    "Batang",
    "AppleMyungjo",
    "NanumMyeongjo",
)
_SANS = (
    "Source Sans Pro",
    "DejaVu Sans Mono",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "NanumGothic",
)
_PACKAGES = ("font_source_serif_pro", "font_source_sans_pro")
# Passages that are set at once: 0.2 MB and 2 ms of processor time each, and footnotes take longer and longer by the thousand.
_MOST_AT_ONCE = 1_000
_MOST_ENDNOTES = 2_000  # that lead there and back
_PART = 500
_REST = 12  # how many documents typst's memory of earlier ones lasts, and two more
_MOST_NAMED = 12
_UNSHOWN = re.compile("the text `(.+?)` could not be displayed", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_STANDARD = "ua-1"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One file. Warns of signs that no typeface here can show, and of endnotes to which nothing leads."""
    layout = Layout(packet, progress)
    made = datetime.fromisoformat(packet.made).replace(microsecond=0)
    setter = _Setter()
    whole = packet.passages <= (_MOST_ENDNOTES if layout.footnoted and layout.endnotes else _MOST_AT_ONCE)
    if whole:
        path.write_bytes(setter.set(pdf_data.whole(layout), made, progress)[0])
    else:
        with path.open("xb") as out:
            sewing = Sewing(out)
            for data, accessible in _set_ahead(setter, pdf_data.parts(layout, _PART), made, progress):
                # Once a part has a sign that cannot be shown, the file says no more that it is PDF/UA.
                sewing.add(data, described=not accessible)
            sewing.finish()
    progress.check()
    warnings = [_told(setter.lacking)] if setter.lacking else []
    if not whole and layout.footnoted and layout.endnotes:
        warnings.append(f"Nothing leads to the notes at the end and back: there are more than {_MOST_ENDNOTES:,}.")
    return warnings


def _set_ahead(
    setter: "_Setter", parts: Iterable[pdf_data.Data], made: datetime, progress: Progress
) -> Iterator[tuple[bytes, bool]]:
    """Each part as it was set; typst sets the next one meanwhile, in a thread of its own: it leaves Python free."""
    pages = 0
    with ThreadPoolExecutor(1, thread_name_prefix="typst") as thread:
        under_way: Future[tuple[bytes, bool]] | None = None
        for part in parts:
            done = under_way.result() if under_way is not None else None
            pages += pages_of(done[0]) if done is not None else 0
            under_way = thread.submit(setter.set_and_rest, {**part, "page": pages + 1}, made, progress)
            if done is not None:
                yield done
        if under_way is not None:
            yield under_way.result()


def _told(missing: Sequence[str]) -> str:
    named = " ".join(missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    return f"No typeface on this machine shows {named}{more}: there are boxes in their places in the PDF."


class _Setter:
    """Sets data with typst. `lacking` are the signs in it, up to now, that no typeface shows."""

    def __init__(self) -> None:
        self.lacking: list[str] = []
        self._shown: set[str] = set()

    def set(self, data: dict[str, Any], made: datetime, progress: Progress) -> tuple[bytes, bool]:
        """The finished file, and whether it is PDF/UA. Raises WaystationError where typst cannot set it."""
        signs = sorted(set(_signs(data)))
        new = [each for each in signs if each not in self._shown]
        missing = self.missing(new, progress)
        self.lacking += (each for each in missing if each not in self.lacking)
        self._shown.update(each for each in new if each not in missing)
        progress.report(data["first"], data["of"], "Setting pages")
        return self.pdf(data, made, standard=None if not self._shown.issuperset(signs) else _STANDARD)

    def pdf(self, data: dict[str, Any], made: datetime, *, standard: str | None) -> tuple[bytes, bool]:
        """The same of data whose signs are known to be shown, or not."""
        data |= {"serif": self._known(_SERIF), "sans": self._known(_SANS)}
        files = {
            "main": resources.text("typst", "excerpts.typ").encode(),
            "data.json": json.dumps(data, ensure_ascii=False).encode(),
        }
        try:
            return self._compiled(files, made, standard), standard is not None
        except typst.TypstError as error:
            if standard is None:
                raise WaystationError(f"The PDF could not be set ({error}).", "Choose another format.") from error
            return self.pdf(data, made, standard=None)

    def set_and_rest(self, data: dict[str, Any], made: datetime, progress: Progress) -> tuple[bytes, bool]:
        """As `set`; holds nothing of it in memory afterwards."""
        try:
            return self.set(data, made, progress)
        finally:
            self.rest()

    def rest(self) -> None:
        """Lets typst forget what it set: it keeps the last ten documents at hand."""
        for _ in range(_REST):
            self._compiled({"main": b"."}, _EPOCH, None)

    def missing(self, signs: Sequence[str], progress: Progress) -> list[str]:
        """Those of the signs that no typeface shows: typst refuses a PDF/UA that has one, and names the first."""
        fonts, left, found = json.dumps(self._known(_SERIF)), list(signs), []
        source = (
            '#set document(title: "x")\n'
            f"#set text(font: json(bytes({json.dumps(fonts)})))\n"
            '#for each in json("data.json") { par(text(each)) }'
        ).encode()
        while left:
            progress.check()
            try:
                self._compiled({"main": source, "data.json": json.dumps(left).encode()}, _EPOCH, _STANDARD)
                break
            except typst.TypstError as error:
                named = _UNSHOWN.search(str(error))
                if named is None:
                    break
                unshown = _unquoted(named[1])
                gone = [each for each in left if each in unshown]
                if not gone:
                    break
                found += gone
                left = left[left.index(gone[-1]) + 1 :]
        return found

    def _known(self, names: Sequence[str]) -> list[str]:
        families = _families()
        return [name for name in names if name.lower() in families]

    def _compiled(self, files: dict[str, bytes], made: datetime, standard: str | None) -> bytes:
        # The types that it declares leave out files that are handed over in memory.
        compile_any: Callable[..., bytes] = typst.compile
        return compile_any(
            files, format="pdf", font_paths=_fonts(), pdf_standards=[standard] if standard else [], timestamp=made
        )


def _unquoted(told: str) -> str:
    """Text that typst tells as Rust writes it for programmers: `\\u{301}` for what cannot stand by itself."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], told.strip('"'))


@cache
def _fonts() -> Any:
    """The typefaces of the house, of typst and of the system; looking for them takes a tenth of a second."""
    folders = [str(Path(str(spec.origin)).parent / "files") for spec in map(find_spec, _PACKAGES) if spec]
    return typst.Fonts(font_paths=folders)


@cache
def _families() -> frozenset[str]:
    return frozenset(name.lower() for name in _fonts().families())


def _signs(data: Any) -> Iterator[str]:
    """Every sign beyond Latin in any text."""
    if isinstance(data, str):
        if not data.isascii():
            yield from (sign for sign in set(data) if sign > "\u024f" and not sign.isspace())
    else:
        for each in data.values() if isinstance(data, dict) else data if isinstance(data, (list, tuple)) else ():
            yield from _signs(each)
