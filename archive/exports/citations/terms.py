"""The words that a style takes from locales: terms, dates, options, in the order in which CSL looks them up."""

from functools import cached_property
from typing import Any

from citeproc.model import romanize

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CS = "{http://purl.org/net/xbiblio/csl}"
_FALLBACKS = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long"}


class Terms:
    """Terms of a style that citeproc read, with the style's own before those of the locale."""

    def __init__(self, root: Any) -> None:
        self._whole: set[str] = set()  # ordinals of a whole number only
        self._terms: dict[tuple[str, str], tuple[str, str]] = {}
        self._dates: dict[str, Any] = {}
        self.inside = False  # punctuation-in-quote
        chosen = root.locales[-1].get(_LANG, "en-US")
        for locale in reversed(root.locales):
            chosen = locale.get(_LANG, chosen)
            for term in locale.iter(f"{_CS}term"):
                self._add(term)
            for date in locale.iterchildren(f"{_CS}date"):
                self._dates[date.get("form")] = date
            for options in locale.iterchildren(f"{_CS}style-options"):
                said = options.get("punctuation-in-quote")
                self.inside = self.inside if said is None else said == "true"
        self.language = chosen

    def _add(self, term: Any) -> None:
        if term.get("gender-form"):
            return
        if term.get("match") == "whole-number":
            self._whole.add(term.get("name", ""))
        single, multiple = term.find(f"{_CS}single"), term.find(f"{_CS}multiple")
        one = term.text or "" if single is None else single.text or ""
        many = one if multiple is None else multiple.text or ""
        self._terms[term.get("name", ""), term.get("form", "long")] = (one, many)

    def term(self, name: str, form: str = "long", *, plural: bool = False) -> str:
        """The term, in the nearest form that there is; empty where there is none."""
        while (name, form) not in self._terms:
            if form not in _FALLBACKS:
                return ""
            form = _FALLBACKS[form]
        return self._terms[name, form][plural]

    def date(self, form: str) -> Any:
        """The locale's date element in a form; None where there is none."""
        return self._dates.get(form)

    def ordinal(self, number: int) -> str:
        """21st: by the last two digits, by the last one, else the locale's usual ending (CSL 1.0.2, ordinal suffixes)."""
        for word, whole in ((f"ordinal-{number % 100:02}", number < 100), (f"ordinal-{number % 10:02}", number < 10)):
            if (word, "long") in self._terms and (whole or word not in self._whole):
                return f"{number}{self.term(word)}"
        return f"{number}{self.term('ordinal')}"

    @cached_property
    def quotes(self) -> tuple[str, str, str, str]:
        """The outer pair of quotation marks and the inner pair."""
        names = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        first, last, inner, closing = (self.term(name) for name in names)
        return first, last, inner, closing


def roman(number: int) -> str:
    """iv, in small letters."""
    return str(romanize(number)).lower()
