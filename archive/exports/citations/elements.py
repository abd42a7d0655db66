"""A style's layout, as citeproc read it, compiled once into functions that render an item.

citeproc's own rendering searches the style's tree anew for every element: 49 ms for a note in Chicago style, punctuation outside
of quotation marks, macros' groups kept whose variables are empty. So its reader, locales, terms and style tree are used, and
the rendering is done here, after the CSL 1.0.2 specification (https://docs.citationstyles.org/en/stable/specification.html).
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from . import marks
from .casing import cased
from .conditions import test
from .dates import DateElement
from .dates import key as date_key
from .marks import joined, seam, visible
from .names import NamesElement
from .shapes import Child, all_of, gathered, later, picked, skipping
from .soundness import macros_of
from .state import Citing, Known, Parts, Render
from .terms import Terms, roman

_CS = "{http://purl.org/net/xbiblio/csl}"
_CASES = frozenset("lowercase uppercase capitalize-first capitalize-all sentence title".split())
_SEVERAL = re.compile(r"[,;&–-]")
_SHAPES = 512  # of items and of how they are cited, that are remembered; an archive has a few dozen
_FORMATS = {
    ("font-style", "italic"): (marks.ITALIC, marks.UPRIGHT),
    ("font-style", "oblique"): (marks.ITALIC, marks.UPRIGHT),
    ("font-weight", "bold"): (marks.BOLD, marks.LIGHT),
    ("font-variant", "small-caps"): (marks.CAPS, marks.LOWER),
    ("vertical-align", "sup"): (marks.RAISED, marks.LEVEL),
}


def decoration(attributes: Mapping[str, str]) -> Callable[[str, bool], str]:
    """Puts a text in the case, type, quotation marks and affixes that an element's attributes tell; asks whether it is English."""
    bare, case = attributes.get("strip-periods") == "true", attributes.get("text-case", "")
    around = [marked for (option, value), marked in _FORMATS.items() if attributes.get(option) == value]
    if attributes.get("quotes") == "true":
        around.append((marks.QUOTE, marks.UNQUOTE))
    opening, closing = "".join(on for on, _ in reversed(around)), "".join(off for _, off in around)
    prefix, suffix = attributes.get("prefix", ""), attributes.get("suffix", "")
    if case not in _CASES:
        case = ""

    def decorate(text: str, english: bool) -> str:
        if not text:
            return ""
        if bare:
            text = text.replace(".", "")
        if case and (english or case != "title"):
            text = cased(text, case)
        if opening:
            text = opening + text + closing
        if prefix:
            text = seam(prefix, text)
        return seam(text, suffix) if suffix else text

    return decorate


class Layout:
    """One of the two layouts, `citation` or `bibliography`, of a style that is sound (see `soundness`)."""

    def __init__(self, root: Any, element: Any, terms: Terms) -> None:
        self._terms = terms
        self._around = (element, root)
        self._macros = {name: later(partial(self._children, each)) for name, each in macros_of(root).items()}
        self._known: dict[object, Known] = {}
        layout = element.find(f"{_CS}layout")
        around = decoration({key: value for key, value in layout.attrib.items() if key != "delimiter"})
        self.around: Callable[[str], str] = lambda text: around(text, True)
        self.parts = self._children(layout)
        sort = element.find(f"{_CS}sort")
        keys = [] if sort is None else list(sort.iterchildren(f"{_CS}key"))
        self.keys = [(key.get("variable"), self._key(key), key.get("sort") == "descending") for key in keys]

    def render(self, citing: Citing) -> str:
        """The item without what the layout puts around it."""
        return joined(self.pieces(citing))

    def pieces(self, citing: Citing) -> list[str]:
        """The same in the pieces that the layout itself puts together."""
        citing.known = self._known_of(citing)
        return gathered(self.parts, citing)

    def _known_of(self, citing: Citing) -> Known:
        if len(self._known) > _SHAPES:
            self._known.clear()
        return self._known.setdefault(citing.shape, Known())

    def _key(self, key: Any) -> Render | None:
        if key.get("macro") is None:
            return None
        macro = self._macros[key.get("macro")]

        def render(citing: Citing) -> str:
            citing.known = self._known_of(citing)
            return joined(gathered(macro(), citing))

        return render

    def _children(self, element: Any) -> Parts:
        """The texts of an element's children. What a `choose` picks stands among its siblings (CSL 1.0.2, choose)."""
        children = [child for child in element if isinstance(child.tag, str)]
        made: list[Child] = [
            (True, self._choose(child)) if child.tag == f"{_CS}choose" else (False, self.compiled(child))
            for child in children
        ]
        return all_of(made)

    def compiled(self, element: Any) -> Render:
        """The function that renders an element."""
        name = str(element.tag).removeprefix(_CS)
        if name == "choose":
            parts = self._choose(element)
            return lambda citing: joined(gathered(parts, citing))
        made: Render = getattr(self, f"_{name}")(element)
        return made

    def _decorate(self, attributes: Mapping[str, str]) -> Callable[[Citing, str], str]:
        said = {
            key: value for key, value in attributes.items() if key not in ("variable", "macro", "value", "term", "form")
        }
        said.pop("delimiter", None)
        if not said:
            return _bare
        decorate = decoration(said)
        return lambda citing, text: decorate(text, citing.english)

    def _group(self, element: Any) -> Render:
        delimiter = element.get("delimiter", "")
        parts, decorate = self._children(element), self._decorate(element.attrib)
        bare = decorate is _bare

        def render(citing: Citing) -> str:
            called, met = citing.called, citing.met
            texts: list[str] = []
            parts(citing, texts)
            if not texts or (citing.called > called and citing.met == met):
                return ""
            text = texts[0] if len(texts) == 1 else joined(texts, delimiter)
            return text if bare else decorate(citing, text)

        return skipping(render)

    def _text(self, element: Any) -> Render:
        decorate = self._decorate(element.attrib)
        if (macro := element.get("macro")) is not None:
            return skipping(_macro(self._macros[macro], decorate))
        if (value := element.get("value")) is not None:
            return lambda citing: decorate(citing, value)
        if (term := element.get("term")) is not None:
            words = self._terms.term(term, element.get("form", "long"), plural=element.get("plural") == "true")
            if term == "no date":
                return lambda citing: decorate(citing, words + _letter(citing))
            return lambda citing: decorate(citing, words)
        return self._variable(element, decorate)

    def _variable(self, element: Any, decorate: Callable[[Citing, str], str]) -> Render:
        variable = element.get("variable", "")
        if variable == "locator":
            return lambda citing: decorate(citing, _locator(citing))
        if variable == "citation-number":
            return lambda citing: _counted(citing, decorate(citing, _place(citing)))
        if variable == "year-suffix":
            return lambda citing: decorate(citing, _letter(citing))
        short = f"{variable}-short" if element.get("form") == "short" else variable

        def render(citing: Citing) -> str:
            citing.called += 1
            if variable in citing.used:
                return ""
            texts = citing.item.texts
            text = texts.get(short) or texts.get(variable, "")
            if not text:
                citing.doubts += variable in citing.item.variables
                return ""
            citing.met += 1
            if citing.substituting is not None:
                citing.used |= {variable}
            return decorate(citing, marks.LINK + text + marks.UNLINK if variable == "URL" else text)

        return render

    def _number(self, element: Any) -> Render:
        variable, form = element.get("variable", ""), element.get("form", "numeric")
        decorate, numbered = self._decorate(element.attrib), partial(self._numbered, form=form)
        if variable == "locator":
            return lambda citing: decorate(citing, _locator(citing))
        if variable == "citation-number":
            return lambda citing: _counted(citing, decorate(citing, _place(citing)))

        def render(citing: Citing) -> str:
            citing.called += 1
            text = citing.item.texts.get(variable, "") if variable not in citing.used else ""
            citing.met += bool(text)
            citing.doubts += not text and variable in citing.item.variables
            return decorate(citing, re.sub(r"(?<!\w)\d+(?!\w)", numbered, text))

        return render

    def _numbered(self, match: re.Match[str], form: str) -> str:
        number = int(match[0])
        if form == "roman" and number < 4000:
            return roman(number)
        if form == "long-ordinal" and 1 <= number <= 10:
            return self._terms.term(f"long-ordinal-{number:02}") or self._terms.ordinal(number)
        return self._terms.ordinal(number) if form in ("ordinal", "long-ordinal") else match[0]

    def _label(self, element: Any) -> Render:
        variable, form = element.get("variable", ""), element.get("form", "long")
        decorate, always = self._decorate(element.attrib), element.get("plural")

        def render(citing: Citing) -> str:
            if variable == "locator":
                name, value = citing.locator or ("", "")
            else:
                name, value = variable, citing.item.texts.get(variable, "")
            if not value:
                return ""
            plural = always == "always" or (always != "never" and _SEVERAL.search(value) is not None)
            return decorate(citing, self._terms.term(name, form, plural=plural))

        return render

    def _names(self, element: Any) -> Render:
        return NamesElement(element, self._around, self._terms, decoration, self.compiled).render

    def _date(self, element: Any) -> Render:
        return DateElement(element, self._terms, decoration).render

    def _choose(self, element: Any) -> Parts:
        branches = (child for child in element if isinstance(child.tag, str))
        return picked([(test(child), later(partial(self._children, child))) for child in branches])


def _macro(macro: Callable[[], Parts], decorate: Callable[[Citing, str], str]) -> Render:
    bare = decorate is _bare

    def render(citing: Citing) -> str:
        texts: list[str] = []
        macro()(citing, texts)
        if not texts:
            return ""
        text = texts[0] if len(texts) == 1 else joined(texts)
        if not bare:
            text = decorate(citing, text)
        if text:  # a macro that says something counts as a variable that does, whatever it says (CSL 1.0.2, group)
            citing.called += 1
            citing.met += 1
        return text

    return render


def _bare(citing: Citing, text: str) -> str:
    return text


def _counted(citing: Citing, text: str) -> str:
    if text:
        citing.called += 1
        citing.met += 1
    return text


def _place(citing: Citing) -> str:
    return f"{citing.number:09}" if citing.sorting else str(citing.number)


def _letter(citing: Citing) -> str:
    citing.doubts += bool(citing.told.suffix)
    if not citing.told.suffix or citing.suffixed:
        return ""
    citing.suffixed = True
    return citing.told.suffix


def _locator(citing: Citing) -> str:
    citing.called += 1
    if citing.locator is None:
        return ""
    citing.met += 1
    return citing.locator[1].replace("-", "–")


def sort_key(
    layout: Layout, place: int, citing: Callable[[], Citing], folded: Callable[[str], list[str]]
) -> tuple[int, list[str]]:
    """What an item is sorted by under one of the style's keys; a variable that it does not have comes last."""
    variable, render, _ = layout.keys[place]
    each = citing()
    each.sorting = True
    return _variable_key(each, variable, folded) if render is None else (0, folded(visible(render(each))))


def _variable_key(citing: Citing, variable: str, folded: Callable[[str], list[str]]) -> tuple[int, list[str]]:
    item = citing.item
    if variable == "citation-number":
        return 0, [f"{citing.number:09}"]
    if variable in item.dates:
        return 0, folded(date_key(item.dates[variable]))
    if variable in item.names:
        names = (
            " ".join(filter(None, (name.get("literal"), name.get("family"), name.get("given"))))
            for name in item.names[variable]
        )
        return 0, folded(" , ".join(names))
    return (0, folded(visible(item.texts[variable]))) if variable in item.texts else (1, [])
