"""A style's layout, as citeproc read it, compiled once into functions that render an item.

citeproc's own rendering searches the style's tree anew for every element: 49 ms for a note in Chicago style, punctuation outside
of quotation marks, macros' groups kept whose variables are empty. So its reader, locales, terms and style tree are used, and
the rendering is done here, after the CSL 1.0.2 specification (https://docs.citationstyles.org/en/stable/specification.html).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from archive.base.errors import Invalid

from . import marks
from .casing import cased
from .dates import DateElement
from .dates import key as date_key
from .marks import joined, seam, visible
from .names import NamesElement
from .state import Citing, Parts, Render
from .terms import Terms, roman

_CS = "{http://purl.org/net/xbiblio/csl}"
_CASES = frozenset("lowercase uppercase capitalize-first capitalize-all sentence title".split())
_SEVERAL = re.compile(r"[,;&–-]")
_NUMERIC = re.compile(r"[^\s,&-]*\d[^\s,&-]*( ?[,&-] ?[^\s,&-]*\d[^\s,&-]*)*")
_FORMATS = {
    ("font-style", "italic"): (marks.ITALIC, marks.UPRIGHT),
    ("font-style", "oblique"): (marks.ITALIC, marks.UPRIGHT),
    ("font-weight", "bold"): (marks.BOLD, marks.LIGHT),
    ("font-variant", "small-caps"): (marks.CAPS, marks.LOWER),
    ("vertical-align", "sup"): (marks.RAISED, marks.LEVEL),
}
Test = Callable[[Citing], bool]


def decorated(attributes: Mapping[str, str], text: str, *, english: bool = True) -> str:
    """The text in the case, type, quotation marks and affixes that an element's attributes tell."""
    if not text:
        return ""
    if attributes.get("strip-periods") == "true":
        text = text.replace(".", "")
    case = attributes.get("text-case", "")
    if case in _CASES and (english or case != "title"):
        text = cased(text, case)
    for option, (on, off) in _FORMATS.items():
        if attributes.get(option[0]) == option[1]:
            text = on + text + off
    if attributes.get("quotes") == "true":
        text = marks.QUOTE + text + marks.UNQUOTE
    if prefix := attributes.get("prefix"):
        text = seam(prefix, text)
    if suffix := attributes.get("suffix"):
        text = seam(text, suffix)
    return text


class Layout:
    """One of a style's two layouts, `citation` or `bibliography`."""

    def __init__(self, root: Any, element: Any, terms: Terms) -> None:
        self._root, self._element, self._terms = root, element, terms
        self._around = (element, root)
        self._macros: dict[str, Parts] = {}
        self._open: list[str] = []
        layout = element.find(f"{_CS}layout")
        if layout is None:
            raise Invalid("The citation style has no layout.")
        self.attributes = dict(layout.attrib)
        self.parts = self._children(layout, "")
        sort = element.find(f"{_CS}sort")
        keys = [] if sort is None else list(sort.iterchildren(f"{_CS}key"))
        self.keys = [(key.get("variable"), self._key(key), key.get("sort") == "descending") for key in keys]

    def render(self, citing: Citing) -> str:
        """The item without what the layout puts around it."""
        return joined(gathered(self.parts, citing))

    def _key(self, key: Any) -> Render | None:
        if key.get("macro") is None:
            return None
        parts = self._macro(key.get("macro"))
        return lambda citing: joined(gathered(parts, citing))

    def _macro(self, name: str) -> Parts:
        if name in self._open:
            raise Invalid(f"The citation style's macro {name!r} calls itself.", "Choose another style.")
        if name not in self._macros:
            found = [each for each in self._root.iterchildren(f"{_CS}macro") if each.get("name") == name]
            if not found:
                raise Invalid(
                    f"The citation style calls a macro {name!r} that it does not have.", "Choose another style."
                )
            self._open.append(name)
            self._macros[name] = self._children(found[0], "")
            self._open.pop()
        return self._macros[name]

    def _children(self, element: Any, delimiter: str) -> Parts:
        """The texts of an element's children. What a `choose` picks stands among its siblings (CSL 1.0.2, choose)."""
        renders = [self._several(child, delimiter) for child in element if isinstance(child.tag, str)]
        if len(renders) == 1:
            return renders[0]

        def parts(citing: Citing, out: list[str]) -> None:
            for render in renders:
                render(citing, out)

        return parts

    def _several(self, element: Any, delimiter: str) -> Parts:
        if element.tag == f"{_CS}choose":
            return self._choose(element, delimiter)
        render = self.compiled(element)

        def one(citing: Citing, out: list[str]) -> None:
            if text := render(citing):
                out.append(text)

        return one

    def compiled(self, element: Any) -> Render:
        """The function that renders an element."""
        name = str(element.tag).removeprefix(_CS)
        if name in ("text", "number", "label", "group", "names", "date"):
            made: Render = getattr(self, f"_{name}")(element)
            return made
        if name == "choose":
            parts = self._choose(element, "")
            return lambda citing: joined(gathered(parts, citing))
        raise Invalid(f"The citation style has an element {name!r} that CSL does not know.", "Choose another style.")

    def _decorate(self, attributes: Mapping[str, str]) -> Callable[[Citing, str], str]:
        said = {
            key: value for key, value in attributes.items() if key not in ("variable", "macro", "value", "term", "form")
        }
        said.pop("delimiter", None)
        if not said:
            return lambda citing, text: text
        return lambda citing, text: decorated(said, text, english=citing.english)

    def _group(self, element: Any) -> Render:
        delimiter = element.get("delimiter", "")
        parts, decorate = self._children(element, delimiter), self._decorate(element.attrib)

        def render(citing: Citing) -> str:
            called, met = citing.called, citing.met
            texts: list[str] = []
            parts(citing, texts)
            if not texts or (citing.called > called and citing.met == met):
                return ""
            return decorate(citing, joined(texts, delimiter))

        return render

    def _text(self, element: Any) -> Render:
        decorate = self._decorate(element.attrib)
        if (macro := element.get("macro")) is not None:
            parts = self._macro(macro)
            # A macro that says something counts as a variable that does, whatever it says (CSL 1.0.2, group).
            return lambda citing: _counted(citing, decorate(citing, joined(gathered(parts, citing))))
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
                return ""
            citing.met += 1
            if citing.substituting is not None:
                citing.used.add(variable)
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
        return NamesElement(element, self._around, self._terms, decorated, self.compiled).render

    def _date(self, element: Any) -> Render:
        return DateElement(element, self._terms, decorated).render

    def _choose(self, element: Any, delimiter: str) -> Parts:
        branches = [(_test(child), self._children(child, delimiter)) for child in element if isinstance(child.tag, str)]

        def parts(citing: Citing, out: list[str]) -> None:
            for test, chosen in branches:
                if test(citing):
                    chosen(citing, out)
                    return

        return parts


def gathered(parts: Parts, citing: Citing) -> list[str]:
    """The texts of parts, those that hold something."""
    out: list[str] = []
    parts(citing, out)
    return out


def _counted(citing: Citing, text: str) -> str:
    if text:
        citing.called += 1
        citing.met += 1
    return text


def _place(citing: Citing) -> str:
    return f"{citing.number:09}" if citing.sorting else str(citing.number)


def _letter(citing: Citing) -> str:
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


def _test(branch: Any) -> Test:
    """Whether a branch's conditions hold: all of them, any or none as its `match` says."""
    if branch.tag == f"{_CS}else":
        return lambda citing: True
    match = branch.get("match", "all")
    tests: list[Test] = []
    for option, said in branch.attrib.items():
        values = said.split()
        if option == "variable" and "locator" not in values:
            tests.append(partial(_has_all if match == "all" else _has_any, variables=frozenset(values)))
        elif option == "type":
            types = frozenset(values if match != "all" or len(values) == 1 else ())
            tests.append(partial(_of_type, types=types))
        elif option in _CONDITIONS:
            tests += [partial(_CONDITIONS[option], value=value) for value in values]
        elif option == "disambiguate":
            tests.append(lambda citing: citing.told.condition)
    if match == "all":
        return tests[0] if len(tests) == 1 else _all(tests)
    some = tests[0] if len(tests) == 1 else _any(tests)
    return some if match == "any" else lambda citing: not some(citing)


def _all(tests: Sequence[Test]) -> Test:
    return lambda citing: all(test(citing) for test in tests)


def _any(tests: Sequence[Test]) -> Test:
    return lambda citing: any(test(citing) for test in tests)


def _of_type(citing: Citing, types: frozenset[str]) -> bool:
    return citing.item.type in types


def _has_all(citing: Citing, variables: frozenset[str]) -> bool:
    return variables <= citing.item.variables and variables.isdisjoint(citing.used)


def _has_any(citing: Citing, variables: frozenset[str]) -> bool:
    found = variables & citing.item.variables
    return bool(found) and not (citing.used and found <= citing.used)


def _has(citing: Citing, value: str) -> bool:
    if value == "locator":
        return citing.locator is not None
    return value in citing.item.variables and value not in citing.used


def _is_numeric(citing: Citing, value: str) -> bool:
    text = citing.locator[1] if value == "locator" and citing.locator else citing.item.texts.get(value, "")
    return _NUMERIC.fullmatch(text) is not None


def _is_uncertain(citing: Citing, value: str) -> bool:
    return bool(citing.item.dates.get(value, {}).get("circa"))


def _is_at(citing: Citing, value: str) -> bool:
    return value in citing.positions


def _is_locator(citing: Citing, value: str) -> bool:
    return citing.locator is not None and citing.locator[0] == value.replace("-", " ").replace("sub verbo", "sub-verbo")


_CONDITIONS: dict[str, Callable[..., bool]] = {
    "variable": _has,
    "is-numeric": _is_numeric,
    "is-uncertain-date": _is_uncertain,
    "position": _is_at,
    "locator": _is_locator,
}


def sort_key(layout: Layout, citing: Callable[[], Citing], folded: Callable[[str], list[str]]) -> Sequence[Any]:
    """What an item is sorted by, one part for each key of the style; variables that it does not have come last."""
    parts: list[Any] = []
    for variable, render, _ in layout.keys:
        each = citing()
        each.sorting = True
        parts.append(_variable_key(each, variable, folded) if render is None else (0, folded(visible(render(each)))))
    return parts


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
