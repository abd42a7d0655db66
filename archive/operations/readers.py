"""The rules that read texts, as operations call them; imported when they are first asked, because they take their time to load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from archive.base.text import folded

if TYPE_CHECKING:
    from archive.model.article import Block
    from archive.model.event import TimeExpression
    from archive.model.figure import NumericClaim
    from archive.model.lexicon import Additions


@dataclass(frozen=True, slots=True)
class Reader:
    """Rules that read times: their version, what they read, and how a mention is labelled and likened to others."""

    version: Callable[[], int]
    read: Callable[[str, Sequence[Block], str | None, str | None], Sequence[TimeExpression]]
    label: Callable[[str, TimeExpression], str]
    alike: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Rules that read figures: their version, what they read beside the times, and how a figure is grouped with others (by
    rules with a version of their own, `keyed`).

    `normalised` gives words of what is counted, of a place or of a source as figures are grouped by them. All take the words that
    persons added to the lexicon.
    """

    version: Callable[[], int]
    read: Callable[
        [str, Sequence[Block], Sequence[TimeExpression], str | None, str | None, Additions], Sequence[NumericClaim]
    ]
    key: Callable[[NumericClaim, Additions], str]
    name: Callable[[str], str]
    normalised: Callable[[str, str, Additions], str]
    keyed: Callable[[], int]


class Readers(TypedDict):
    """The rules, by what they read."""

    dates: Reader
    figures: FigureReader


def _dates_version() -> int:
    from archive.extraction import dates

    return dates.VERSION


def _read_dates(
    text: str, blocks: Sequence[Block], published: str | None, language: str | None
) -> Sequence[TimeExpression]:
    from archive.extraction import dates

    return dates.read(text, blocks, published=published, language=language)


def _date_label(text: str, expression: TimeExpression) -> str:
    from archive.extraction import dates

    return dates.label(text, expression)


def _alike(label: str, exact: str) -> str:
    from archive.extraction import alike

    return alike.key(label, exact)


def _figures_version() -> int:
    from archive.extraction import figures

    return figures.VERSION


def _read_figures(
    text: str,
    blocks: Sequence[Block],
    times: Sequence[TimeExpression],
    published: str | None,
    language: str | None,
    own: Additions,
) -> Sequence[NumericClaim]:
    from archive.extraction import figures

    return figures.read(text, blocks, times=times, published=published, language=language, own=own)


def _figure_key(claim: NumericClaim, own: Additions) -> str:
    from archive.extraction import series

    return series.key(claim, own)


def _key_version() -> int:
    from archive.extraction import series

    return series.VERSION


def _series_name(key: str) -> str:
    from archive.extraction import series

    return series.name(key)


def _normalised(words: str, what: str, own: Additions) -> str:
    """Words of a person as the rules normalise their own: a place that is known by its key, a source without its article."""
    from archive.extraction.figures import keys, places
    from archive.extraction.figures.in_use import using

    if what == "source":
        return keys.source_key(words)
    if what == "place":
        with using(own):
            found = [*places.find(words, 0, len(words), {}), *places.find_korean(words, 0, len(words))]
        return found[0].key if found else folded(words)
    return folded(words)


READERS: Readers = {
    "dates": Reader(_dates_version, _read_dates, _date_label, _alike),
    "figures": FigureReader(_figures_version, _read_figures, _figure_key, _series_name, _normalised, _key_version),
}


def version() -> str:
    """What the rules' versions are, as the archive keeps it."""
    figures = READERS["figures"]
    return f"dates {READERS['dates'].version()} figures {figures.version()} series {figures.keyed()}"


def alike(label: str, exact: str = "") -> str:
    """The key that labels share which tell the same in the same words ("" for too few words)."""
    return READERS["dates"].alike(label, exact)
