"""Taking things out of the archive as files: excerpts and articles in every format, the times that articles tell, pictures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from archive.archive import Archive
from archive.base import clock, collector
from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.exports import clips
from archive.exports.about import ABOUT
from archive.exports.citations import Runs, make
from archive.exports.leaving import fitted
from archive.exports.redaction.leftovers import leftovers
from archive.exports.redaction.rules import Redactor
from archive.exports.registry import FORMATS, Format
from archive.exports.timeline import calendar, jsonfile, table, timelinejs
from archive.exports.timeline.told import Exported as TimelineFile
from archive.exports.timeline.told import Told
from archive.model.event import EventFilter
from archive.model.excerpt import Choice, Scope
from archive.model.ids import Uid
from archive.model.passage import PassageFilter
from archive.model.rights import Rights

from . import choosing, packing
from . import timeline as telling
from .delivering import deliver, spare, write

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What was written where: so many times of so many articles; `warnings` name what could not be carried."""

    path: str
    events: int
    articles: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What left: so many passages and articles, or of a codebook so many tags; `warnings` say what was left out and what the
    format could not carry."""

    path: str
    passages: int
    articles: int
    warnings: tuple[str, ...]
    tags: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """A format as it is offered: what it is, and what it is for in one line."""

    format: Format
    about: str


@dataclass(frozen=True, slots=True)
class Clip:
    """Passages as they are pasted. `restricted` says which of them may not leave unasked; empty where all may."""

    plain: str
    html: str
    markdown: str
    passages: int
    restricted: str = ""


@cache
def formats() -> tuple[Offered, ...]:
    """What can be written, family by family."""
    there = (each for each in FORMATS.values() if _there(each.module))
    return tuple(Offered(each, ABOUT.get(each.name, "")) for each in there)


def _there(module: str) -> bool:
    family = module.rpartition(".")[0]
    return find_spec(f"archive.exports.{family}") is not None and find_spec(f"archive.exports.{module}") is not None


def styles() -> tuple[tuple[str, str], ...]:
    """The citation styles that ship: id and name."""
    from archive.exports.citations import styles as csl  # citeproc takes a while to import

    return tuple((each.id, each.label) for each in csl.SHIPPED.values())


def style_name(style: str) -> str:
    """What a style is called: one that ships by its id, another by its CSL file. Raises Invalid where it cannot be used."""
    from archive.exports.citations import styles as csl

    shipped = csl.SHIPPED.get(style)
    return shipped.label if shipped is not None else csl.load(style, "en").title


def clip(archive: Archive, uids: Sequence[str], style: str = Choice().style) -> Clip:
    """Passages with their citations for the clipboard, in the order of their articles. Raises Invalid (no such style)."""
    choice = Choice(Scope(PassageFilter(uids=tuple(map(Uid, uids)))), style=style, override=True)
    with archive.snapshot():
        chosen = choosing.choose(archive, choice)
        packet = packing.pack(archive, choice, chosen, title="")
        cited, works = [], list[Runs]()
        # Each is cited in full: they may be pasted apart from each other.
        for excerpt in packet.excerpts():
            citer = make(style, {excerpt.work.id: excerpt.work})
            cited.append((excerpt, citer.cite(excerpt)))
            works += [entry for entry in ([] if citer.in_notes else citer.bibliography()) if entry not in works]
    held = sum(_held(chosen.rights.get(row.article)) for row in chosen.rows)
    told = "" if not held else "It may not leave unasked." if len(cited) == 1 else f"{held:,} may not leave unasked."
    return Clip(
        clips.as_plain(cited, works), clips.as_html(cited, works), clips.as_markdown(cited, works), len(cited), told
    )


def _held(rights: Rights | None) -> bool:
    return rights is not None and choosing.held(rights) is not None


def export(archive: Archive, format: str, choice: Choice, out: Path, *, progress: Progress | None = None) -> Exported:
    """Writes what the choice takes along; `format` is one of `exports.registry.FORMATS`.

    Raises Invalid (no such format, nothing to write, the archive's own file), NotFound (a tag or an article that is none),
    DiskFull or WaystationError (it cannot be written), Cancelled. What was at `out` before stays until the new file is whole.
    """
    if format not in FORMATS:
        raise Invalid(f"There is no format {format!r}.", f"Choose {', '.join(FORMATS)}.")
    kind = FORMATS[format]
    spare(archive, out)
    progress = progress or Progress()
    with archive.snapshot(), collector.rarely():
        chosen = choosing.choose(archive, choice)
        if not kind.about_tags and not (chosen.articles if kind.about_articles else chosen.rows):
            _nothing(kind.about_articles, chosen.held_back)
        redactor = Redactor(archive.store.exporting.redactions() if choice.redact else ())
        if choice.redact and not redactor.rules:
            raise Invalid("There is nothing in the redaction list.", "Add a rule, or export without it.")
        packet = packing.pack(archive, choice, chosen, title=titled(archive, choice.scope), redactor=redactor)
        packet = fitted(packet, kind)

        def make(fresh: Path) -> tuple[str, ...]:
            told = tuple(kind.writer(packet, fresh, progress))
            _require_clean(fresh, redactor)
            return told

        warnings = deliver(out, make)
    if kind.about_tags:
        return Exported(str(out), 0, 0, warnings, len(packet.tags))
    articles = len(chosen.articles) if kind.about_articles else len({row.article for row in chosen.rows})
    return Exported(str(out), len(chosen.rows), articles, (*chosen.held_back, *warnings))


def _require_clean(path: Path, redactor: Redactor) -> None:
    """Raises Invalid, and so nothing is left of the file, where a redacted word is still in it."""
    if redactor.rules:
        left = leftovers(path, redactor)
        if left:
            raise Invalid(
                f"Nothing was written: {left[0]}", "Write a rule that finds it there too, or leave that part out."
            )


def _nothing(about_articles: bool, held_back: Sequence[str]) -> None:
    if held_back:
        raise Invalid(
            f"Nothing may leave. {' '.join(held_back)}",
            "Choose others, or take it along all the same (on the command line: --override).",
        )
    if about_articles:
        raise Invalid("No article is chosen.", "Ask for less, or import articles.")
    raise Invalid("No passage is chosen.", "Mark one, or ask for less.")


def titled(archive: Archive, scope: Scope) -> str:
    """What a document is called when nobody says it."""
    parts = [*scope.passages.tags]
    if scope.query or scope.passages.text:
        parts.append(f"“{scope.query or scope.passages.text}”")
    return f"{archive.path.stem}: {', '.join(parts)}" if parts else archive.path.stem


def _stamp() -> str:
    return f"{clock.now():%Y%m%dT%H%M%SZ}"


TIMELINE: Mapping[str, Callable[[Sequence[Told]], TimelineFile]] = {
    "csv": table.write,
    "json": jsonfile.write,
    "ics": lambda told: calendar.write(told, stamp=_stamp()),
    "timelinejs": timelinejs.write,
}


def timeline(
    archive: Archive,
    filter: EventFilter,
    out: Path,
    format: str | None = None,
    *,
    progress: Progress | None = None,
) -> Written:
    """Writes the times that the filter lets through; `format` is one of TIMELINE, None: by the file's ending.

    Raises Invalid (no such format, nothing that it can hold, the archive's own file), DiskFull or WaystationError (the file
    cannot be written), Cancelled.
    """
    name = format or _by_ending(out)
    if name not in TIMELINE:
        raise Invalid(f"A timeline cannot be written as {name!r}.", f"Choose {', '.join(TIMELINE)}.")
    spare(archive, out)
    progress = progress or Progress()
    told: list[Told] = []
    with archive.snapshot():
        ids = telling.ids(archive, filter).tolist()
        pages = [ids[first : first + _PAGE] for first in range(0, len(ids), _PAGE)]
        for page in progress.over(pages, "Collecting"):
            mentions = telling.by_ids(archive, page)
            articles = sorted({mention.article for mention in mentions if mention.article is not None})
            headings = telling.articles(archive, articles)
            for mention in mentions:
                heading = headings.get(mention.article) if mention.article is not None else None
                title, publisher, published = heading or (None, None, None)
                told.append(Told(mention, title or None, publisher, published))
    progress.check()
    exported = TIMELINE[name](told)
    write(out, exported.data)
    tellers = {each.mention.article for each in exported.held} - {None}
    return Written(str(out), len(exported.held), len(tellers), exported.warnings)


def picture(archive: Archive, data: bytes, out: Path) -> None:
    """Writes a picture that was painted of the archive; raises as `timeline` does."""
    spare(archive, out)
    write(out, data)


def _by_ending(out: Path) -> str:
    ending = out.suffix.lower().removeprefix(".")
    if out.name.lower().endswith(".timeline.json"):
        return "timelinejs"
    if ending not in TIMELINE:
        raise Invalid(
            f"{out.name} does not say in which format to write.",
            "Name the format, or end the name in .csv, .json, .ics or .timeline.json.",
        )
    return ending
