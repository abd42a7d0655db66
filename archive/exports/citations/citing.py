"""Cites excerpts in a style, in the order of a document: in full at first, short later, and "ibid." where the style says so."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from archive.model.excerpt import Excerpt, Locator, Work
from archive.model.ids import ArticleId

from . import Run, Runs
from .casing import cased
from .elements import Layout, sort_key
from .items import item as csl_item
from .likes import Likes
from .marks import clean, inside, joined, quoting, runs
from .state import Citing, Item, Name, Told
from .styles import FIRST_NOTE, load

# Stands for the place while a citation is kept, so that one rendering serves all places of a work.
_ONE, _TWO = "904561237", "904561238"
# What a place is counted in, in CSL's words (page, paragraph), the first and the last.
_Place = tuple[str, str, str]
_FIRST = frozenset({"first"})
_ALWAYS = frozenset({"subsequent"})
_NEAR = 5  # notes; CSL's near-note-distance where the style says none
_MOST_KEPT = 20_000  # citations, of some 900 bytes each
_AS_IT_IS = Told()
_VERBATIM = frozenset({"URL", "DOI", "language"})


class StyleCiter:
    """A Citer; see `make`."""

    def __init__(self, style: str, works: Mapping[ArticleId, Work], language: str, *, locators: bool = True) -> None:
        self._style = load(style, language)
        self._locators = locators
        # Tens of thousands of works have few kinds of things said of them.
        shapes: dict[frozenset[str], frozenset[str]] = {}
        self._items = {work.id: prepared(csl_item(work), shapes) for work in works.values()}
        self._cited: dict[ArticleId, int] = {}  # the number of the citation that was last
        self._first: dict[str, int] = {}  # by item: the number of its first citation, which is its note's
        self._last: tuple[ArticleId, _Place | None] | None = None
        self._count = 0
        self._kept: dict[object, tuple[Runs, int]] = {}
        self._asked = self._style.positions | _ALWAYS
        self._distance = int(self._style.options.get("near-note-distance", _NEAR))

    @property
    def title(self) -> str:
        """What the style calls itself."""
        return self._style.title

    @property
    def in_notes(self) -> bool:
        """Whether the style cites in notes, not in the running text."""
        return self._style.in_notes

    def cite(self, excerpt: Excerpt) -> Runs:
        """The citation of an excerpt; what was cited before decides its form."""
        return self.cite_work(excerpt.work.id, excerpt.locator if self._locators else None)

    def cite_work(self, work: ArticleId, locator: Locator | None = None) -> Runs:
        """The citation of a work at some of its pages, or paragraphs where it has no pages."""
        place = None if locator is None else _place_of(locator)
        positions = self._positions(work, place) & self._asked
        self._count += 1
        self._cited[work] = self._count
        self._first.setdefault(self._items[work].id, self._count)
        self._last = (work, place)
        unit = None if place is None else place[0]
        several = place is not None and place[1] != place[2]
        key = (work, positions, unit, several)
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._rendered(work, positions, unit, several)
        kept, open_at = self._kept[key]
        if place is None:
            return kept
        return self._finished(self._items[work], positions, place) if open_at < 0 else _placed(kept, open_at, place)

    def bibliography(self) -> list[Runs]:
        """An entry for each work that was cited (all where none was), in the style's order; none where the style has no list."""
        layout = self._style.bibliography
        if layout is None:
            return []
        wanted = list(self._cited) or list(self._items)
        dash, first_only = self._dashes
        entries, prior = list[Runs](), tuple[Name, ...]()
        for item in self._sorted(self._items[work] for work in wanted):
            citing = self._citing(item)
            citing.dash, citing.prior, citing.dash_first = dash if prior else "", prior, first_only
            entries.append(self._entry(citing, layout))
            prior = citing.said[0] if citing.said else ()
        return entries

    def entry(self, work: ArticleId) -> Runs:
        """A work as the list would show it if it stood there alone; as a first citation where the style has no list."""
        item, layout = self._items[work], self._style.bibliography
        if layout is None:
            return self._runs(self._text(item, _FIRST, None))
        return self._entry(self._plainly(item, number=1 if self._numbered else 0), layout)

    def _entry(self, citing: Citing, layout: Layout) -> Runs:
        parts = layout.pieces(citing)
        if self._flush and len(parts) > 1:
            parts = [parts[0] + " ", *parts[1:]]
        text = layout.around(joined(parts))
        # A style may have no place for the little that is known; a work that was cited is listed all the same.
        return self._runs(text or self._text(citing.item, _FIRST, None))

    @cached_property
    def _flush(self) -> bool:
        """Whether the list sets the number apart in a column of its own."""
        element = self._style.root.find("{*}bibliography")
        return element is not None and element.get("second-field-align") is not None

    @cached_property
    def _dashes(self) -> tuple[str, bool]:
        """What stands in the list for whom the entry above names already; whether for the first of them alone."""
        element = self._style.root.find("{*}bibliography")
        rule = element.get("subsequent-author-substitute-rule", "")
        return element.get("subsequent-author-substitute", ""), rule.startswith("partial")

    def _positions(self, work: ArticleId, place: _Place | None) -> frozenset[str]:
        if work not in self._cited:
            return _FIRST
        found = {"subsequent"}
        if self.in_notes and self._count + 1 - self._cited[work] < self._distance:
            found.add("near-note")
        if self._last is not None and self._last[0] == work:
            before = self._last[1]
            if before == place:
                found.add("ibid")
            elif place is not None:
                found |= {"ibid", "ibid-with-locator"}
        return frozenset(found)

    def _rendered(
        self, work: ArticleId, positions: frozenset[str], unit: str | None, several: bool
    ) -> tuple[Runs, int]:
        """The runs with a stand-in for the pages or paragraphs, and which of them holds it; -1 where these cannot be put in its place."""
        stand_in = None if unit is None else (unit, f"{_ONE}-{_TWO}" if several else _ONE)
        made = self._runs(self._text(self._items[work], positions, stand_in))
        words = "".join(run.text for run in made)
        after = words.partition(_TWO if several else _ONE)[2]
        fits = words.count(_ONE) == 1 and words.count(_TWO) == several and not after[:1].isalpha()
        holding = [place for place, run in enumerate(made) if _ONE in run.text or _TWO in run.text]
        return made, holding[0] if fits and len(holding) == 1 else -1

    def _finished(self, item: Item, positions: frozenset[str], place: _Place) -> Runs:
        return self._runs(self._text(item, positions, (place[0], _range(place))))

    def _text(self, item: Item, positions: frozenset[str], locator: tuple[str, str] | None) -> str:
        if self._style.refers_back and "subsequent" in positions:
            texts = {**item.texts, FIRST_NOTE: str(self._first[item.id])}
            item = replace(item, texts=texts, variables=item.variables | {FIRST_NOTE})
        citing = self._citing(item)
        citing.positions, citing.locator = positions, locator
        # A style may have no word for the little that is known of a work.
        text = self._style.citation.render(citing) or item.texts.get("title", "")
        text = self._style.citation.around(text)
        return cased(text.lstrip(" ,;.:"), "capitalize-first") if self.in_notes else text

    def _runs(self, text: str) -> Runs:
        terms = self._style.terms
        return runs(inside(text) if terms.inside else text, terms.quotes)

    def _citing(self, item: Item) -> Citing:
        return self._plainly(item, self._told.get(item.id, Told()), self._number(item))

    def _plainly(self, item: Item, told: Told = _AS_IT_IS, number: int = 0) -> Citing:
        language = item.language or self._style.terms.language
        return Citing(item, told=told, number=number, english=language.lower().split("-")[0] == "en")

    @cached_property
    def _told(self) -> dict[str, Told]:
        """How works that would be cited alike are told apart."""

        def look(item: Item, told: Told) -> tuple[str, Citing]:
            citing = self._plainly(item, told)
            citing.positions = frozenset({"subsequent"}) if self.in_notes else _FIRST
            return self._style.citation.render(citing), citing

        def by_list(items: Iterable[Item]) -> list[Item]:
            return self._sorted(items, told=False)

        if not self._numbered:
            return Likes(self._style.options, look, by_list).of(list(self._items.values()))
        return {}

    @cached_property
    def _numbered(self) -> bool:
        return self._style.numbered

    @cached_property
    def _by_list(self) -> dict[str, int]:
        return {item.id: place for place, item in enumerate(self._sorted(self._items.values(), told=False), 1)}

    def _number(self, item: Item) -> int:
        """The number in the list: its place in the list's order, or that of the first citation where the list has none."""
        layout = self._style.bibliography
        if not self._numbered or layout is None:
            return 0
        if layout.keys and all(variable != "citation-number" for variable, _, _ in layout.keys):
            return self._by_list[item.id]
        return self._places.setdefault(item.id, len(self._places) + 1)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {}

    def _sorted(self, items: Iterable[Item], *, told: bool = True) -> list[Item]:
        layout = self._style.bibliography or self._style.citation
        citing = self._citing if told else self._plainly
        return self._by_key(list(items), layout, 0, citing)

    def _by_key(self, items: list[Item], layout: Layout, place: int, citing: Callable[[Item], Citing]) -> list[Item]:
        """Sorted by the layout's keys from one on; what an item says to a key is asked only where those before it are alike."""
        if place == len(layout.keys) or len(items) < 2:
            return items
        keys = [sort_key(layout, place, partial(citing, item), _folded) for item in items]
        order = sorted(range(len(items)), key=keys.__getitem__, reverse=layout.keys[place][2])
        listed: list[Item] = []
        for _, alike in groupby(order, key=keys.__getitem__):
            listed += self._by_key([items[each] for each in alike], layout, place + 1, citing)
        return listed


def prepared(item: Mapping[str, Any], shapes: dict[frozenset[str], frozenset[str]] | None = None) -> Item:
    """A CSL-JSON item as layouts read it; `shapes` keeps the names of what items have, each set of them once."""
    texts, names, dates = {}, {}, {}
    for key, value in item.items():
        if key in ("id", "type"):
            continue
        if isinstance(value, list):
            names[key] = tuple({part: clean(said).replace("'", "’") for part, said in name.items()} for name in value)
        elif isinstance(value, Mapping):
            dates[key] = value
        else:
            texts[key] = clean(str(value)) if key in _VERBATIM else quoting(clean(str(value)))
    found = frozenset((*texts, *names, *dates))
    found = found if shapes is None else shapes.setdefault(found, found)
    return Item(str(item["id"]), str(item["type"]), texts, names, dates, texts.get("language", ""), found)


def _range(place: _Place) -> str:
    _, first, last = place
    return first if first == last else f"{first}-{last}"


def _place_of(locator: Locator) -> _Place | None:
    if locator.pages:
        return "page", locator.pages[0], locator.pages[-1]
    if locator.first is None:
        return None
    return "paragraph", str(locator.first), str(locator.last or locator.first)


def _placed(kept: Runs, open_at: int, place: _Place) -> Runs:
    run = kept[open_at]
    text = run.text.replace(_ONE, place[1]).replace(_TWO, place[2])
    said = Run(text, run.italic, run.small_caps, run.link, run.superscript, run.bold)
    return (*kept[:open_at], said, *kept[open_at + 1 :])


def _folded(text: str) -> list[str]:
    """Words as lists are sorted by: without accents, case, hyphens and signs."""
    bare = "".join(
        " " if unicodedata.category(sign)[0] == "P" else sign
        for sign in unicodedata.normalize("NFKD", text.replace("-", ""))
        if unicodedata.category(sign) != "Mn"
    )
    return bare.casefold().split()
