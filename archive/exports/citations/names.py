"""Names as a style's `names` element lays them out: order, initials, "and", "et al."; and what stands in where nobody is named."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .marks import joined, seam
from .state import Citing, Name, Render
from .terms import Terms

_CS = "{http://purl.org/net/xbiblio/csl}"
_INHERITED = tuple(
    "and delimiter-precedes-et-al delimiter-precedes-last et-al-min et-al-use-first et-al-use-last initialize-with "
    "initialize initialize-with-hyphen name-as-sort-order sort-separator demote-non-dropping-particle".split()
)
# Scripts whose names go given name first and take spaces (as in citeproc-js): Latin, Greek, Cyrillic, Hebrew, Arabic, Thai.
_SPACED = re.compile(
    "[-0-9a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u1f00-\u1fff\u0600-\u06ff]"
)
_WORDS = re.compile(r"[^\s.-]+\.?|-")
Decorated = Callable[[str], str]
Decoration = Callable[[Mapping[str, str]], Callable[[str, bool], str]]
Compile = Callable[[Any], Render]


class NamesElement:
    """A compiled `names` element. `around` are citation or bibliography and style, from which options are inherited."""

    def __init__(
        self, element: Any, around: Sequence[Any], terms: Terms, decoration: Decoration, compiled: Compile
    ) -> None:
        self._terms = terms

        def decorated(attributes: Mapping[str, str]) -> Decorated:
            decorate = decoration(attributes)
            return lambda text: decorate(text, True)

        self.variables = element.get("variable", "").split()
        self._attributes: dict[str, str] = dict(element.attrib)
        child = element.find(f"{_CS}name")
        self._said = child is not None
        self._options = _options(child, around)
        self._parts = {} if child is None else {part.get("name"): decorated(dict(part.attrib)) for part in child}
        wrap = {} if child is None else {k: v for k, v in child.attrib.items() if k not in ("delimiter", "form")}
        et_al, label = element.find(f"{_CS}et-al"), element.find(f"{_CS}label")
        self._et_al = None if et_al is None else dict(et_al.attrib)
        self._label = None if label is None else dict(label.attrib)
        self._whole_decorated, self._wrapped = decorated(self._attributes), decorated(wrap)
        self._et_al_decorated, self._labelled = decorated(self._et_al or {}), decorated(self._label or {})
        tags = [each.tag for each in element]
        self._label_first = label is not None and child is not None and tags.index(label.tag) < tags.index(child.tag)
        substitute = element.find(f"{_CS}substitute")
        self._substitutes = [] if substitute is None else [compiled(each) for each in substitute]

    def render(self, citing: Citing) -> str:
        """The names; else the first substitute that holds something, which is not said again in this citation."""
        looks = self._looks(citing)
        found = []
        for variable in self.variables:
            citing.called += 1
            names = citing.item.names.get(variable, ()) if variable not in citing.used else ()
            if names:
                citing.met += 1
                found.append((variable, names))
            else:
                citing.doubts += variable in citing.item.variables
        if not found:
            return self._substituted(citing)
        if citing.substituting is not None:
            citing.used |= {variable for variable, _ in found}
        if looks._options.get("form") == "count":
            return str(sum(looks._shown(len(names), citing) for _, names in found))
        texts = [looks._list(variable, names, citing) for variable, names in found]
        return self._whole_decorated(joined(texts, looks._between()))

    def _looks(self, citing: Citing) -> "NamesElement":
        """A bare `names` in a substitute looks as the one that it stands in for."""
        borrowed: NamesElement | None = citing.substituting
        return self if borrowed is None or self._said else borrowed

    def _between(self) -> str:
        return self._attributes.get("delimiter", self._options.get("names-delimiter", ""))

    def _substituted(self, citing: Citing) -> str:
        if citing.substituting is not None:
            return ""
        citing.substituting = self
        try:
            for substitute in self._substitutes:
                if text := substitute(citing):
                    return text
        finally:
            citing.substituting = None
        return ""

    def _shown(self, count: int, citing: Citing) -> int:
        """How many of so many names are said."""
        options = self._options
        least = int(options.get("et-al-min", "0") or 0)
        if not least or count < least:
            return count
        return min(count, max(int(options.get("et-al-use-first", "1")), citing.told.names))

    def _list(self, variable: str, names: Sequence[Name], citing: Citing) -> str:
        citing.said.append(tuple(names))
        shown = self._shown(len(names), citing)
        texts = [self._name(name, place, citing) for place, name in enumerate(names[:shown])]
        if citing.dash and citing.prior and len(citing.said) == 1:
            if citing.dash_first and citing.prior[0] == names[0]:
                texts[:1] = [citing.dash]
            elif citing.prior == tuple(names):
                texts, names = [citing.dash], names[:1]
                shown = 1
        if citing.sorting:
            return ", ".join(texts)
        if shown < len(names):
            text = self._cut(texts, names, citing)
        else:
            text = self._whole(texts)
        text = self._wrapped(text)
        if self._label is None:
            return text
        form = self._label.get("form", "long")
        label = self._terms.term(variable, form, plural=len(names) > 1)
        label = self._labelled(label)
        return seam(label, text) if self._label_first else seam(text, label)

    def _whole(self, texts: Sequence[str]) -> str:
        delimiter = self._options.get("delimiter", ", ")
        conjunction = {"text": self._terms.term("and"), "symbol": "&"}.get(self._options.get("and", ""))
        if len(texts) < 2 or conjunction is None:
            return delimiter.join(texts)
        precedes = self._precedes("delimiter-precedes-last", len(texts) > 2, len(texts) - 1)
        before = delimiter if precedes else ""
        space = "" if before.endswith(" ") else " "
        return f"{delimiter.join(texts[:-1])}{before}{space}{conjunction} {texts[-1]}"

    def _precedes(self, option: str, contextual: bool, inverted: int) -> bool:
        said = self._options.get(option, "contextual")
        if said == "after-inverted-name":
            order = self._options.get("name-as-sort-order")
            return order == "all" or (order == "first" and inverted < 2)
        return said == "always" or (said == "contextual" and contextual)

    def _cut(self, texts: Sequence[str], names: Sequence[Name], citing: Citing) -> str:
        if not texts:
            return ""
        delimiter = self._options.get("delimiter", ", ")
        text = delimiter.join(texts)
        before = delimiter if self._precedes("delimiter-precedes-et-al", len(texts) > 1, len(texts)) else " "
        if self._options.get("et-al-use-last") == "true" and len(names) >= len(texts) + 2:
            return f"{text}{before}… {self._name(names[-1], len(names) - 1, citing)}"
        words = self._terms.term((self._et_al or {}).get("term", "et-al"))
        return text + before + self._et_al_decorated(words) if words else text

    def _name(self, name: Name, place: int, citing: Citing) -> str:
        if "literal" in name:
            return self._part("family", name["literal"])
        family, given = name.get("family", ""), name.get("given", "")
        hint = citing.told.given.get((family, given), "") if not (citing.told.primary_only and place) else ""
        if self._options.get("form") == "short" and not hint:
            return self._part("family", _spaced(name.get("non-dropping-particle", ""), family))
        initials = self._options.get("initialize-with")
        if given and family and initials is not None and hint != "full":
            given = initialized(given, initials, self._options.get("initialize", "true") == "true", self._hyphens)
        if not _SPACED.search(family):
            return self._part("family", family) + self._part("given", given)
        order = self._options.get("name-as-sort-order")
        inverted = citing.sorting or order == "all" or (order == "first" and place == 0)
        return self._inverted(name, family, given) if inverted else self._straight(name, family, given)

    @property
    def _hyphens(self) -> bool:
        return self._options.get("initialize-with-hyphen", "true") == "true"

    def _inverted(self, name: Name, family: str, given: str) -> str:
        particle, dropping = name.get("non-dropping-particle", ""), name.get("dropping-particle", "")
        if self._options.get("demote-non-dropping-particle", "display-and-sort") == "display-and-sort":
            given = _spaced(given, dropping, particle)
        else:
            family, given = _spaced(particle, family), _spaced(given, dropping)
        parts = (self._part("family", family), self._part("given", given), name.get("suffix", ""))
        return self._options.get("sort-separator", ", ").join(part for part in parts if part)

    def _straight(self, name: Name, family: str, given: str) -> str:
        family = _spaced(name.get("dropping-particle", ""), name.get("non-dropping-particle", ""), family)
        return _spaced(self._part("given", given), self._part("family", family), name.get("suffix", ""))

    def _part(self, part: str, text: str) -> str:
        return self._parts[part](text) if text and part in self._parts else text


def _spaced(*parts: str) -> str:
    out = ""
    for part in parts:
        if part:
            out += part if not out or out[-1] in "’'-–" else f" {part}"
    return out


def _options(child: Any, around: Sequence[Any]) -> dict[str, str]:
    """The options in force: of the name, else of citation or bibliography, else of the style."""
    made: dict[str, str] = {}
    for level in reversed(around):
        made |= {option: level.get(option) for option in _INHERITED if level.get(option) is not None}
        for option in ("form", "delimiter"):
            if level.get(f"name-{option}") is not None:
                made[option] = level.get(f"name-{option}")
        if level.get("names-delimiter") is not None:
            made["names-delimiter"] = level.get("names-delimiter")
    return made if child is None else made | {str(key): str(value) for key, value in child.attrib.items()}


def initialized(given: str, mark: str, shorten: bool, hyphens: bool) -> str:
    """Given names as initials: "Ann-Mary J." is "A.-M. J." with `. `; small words stay words."""
    out, hyphened = "", False
    for word in _WORDS.findall(given):
        if word == "-":
            hyphened = True
            continue
        bare = word.rstrip(".")
        initial = len(bare) == 1 or word.endswith(".")
        if not initial and bare.islower():
            out += "" if hyphened else (f"{bare} " if mark.endswith(" ") else f" {bare} ")
        elif initial or shorten:
            short = bare if initial else (bare[0] if bare[0].isupper() else bare)
            out += ("-" if hyphened and hyphens else "") + short + mark
        else:
            out += ("-" if hyphened else "") + f"{bare} "
        hyphened = False
    return out.replace(" -", "-").strip()
