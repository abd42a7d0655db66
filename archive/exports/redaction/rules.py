"""A list of rules as one search: what each finds in a text, and what stands there instead."""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import regex

from archive.base.errors import Invalid
from archive.model.excerpt import Redaction

KINDS = ("name", "place", "pattern")
_MASK = "\ufffc"  # no letter, and in no text that a person would write a rule for
_TELLING = 4  # characters from which on what a pattern found tells somebody, and is no number of a format
_SECONDS = 5.0  # for one pattern over one text
_GAP = r"(?:\s|[-‐‑‒–—·.’'_])+"
_HANGUL = regex.compile(r"\p{Hangul}")
_LETTER = regex.compile(r"[\p{L}\p{N}]")


class Edit(NamedTuple):
    """`[start, end)` of a text becomes `replacement`, by the rule with this place in the list."""

    start: int
    end: int
    replacement: str
    rule: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text after its edits; positions of the old text are carried into the new one."""

    text: str
    edits: tuple[Edit, ...]
    ends: tuple[int, ...]  # of the edits, in the new text

    def start(self, place: int) -> int:
        """Where a span that began here begins: before the replacement, if it began inside what was replaced."""
        return self._carried(place, 0)

    def end(self, place: int) -> int:
        """Where a span that ended here ends: behind the replacement, if it ended inside what was replaced."""
        return self._carried(place, 1)

    def _carried(self, place: int, behind: int) -> int:
        number = bisect_right(self.edits, place, key=lambda edit: edit.start) - 1
        if number < 0:
            return place
        edit, end = self.edits[number], self.ends[number]
        if place >= edit.end:
            return end + place - edit.end
        if place == edit.start and behind:
            return end - len(edit.replacement)
        return end if behind else end - len(edit.replacement)


class Redactor:
    """The rules in their order. Where two find overlapping words, the one that begins first goes, then the longer one."""

    def __init__(self, rules: Sequence[Redaction]) -> None:
        self.rules = tuple(rules)
        self._seen: set[str] = set()  # what patterns found in the texts so far

    @cached_property
    def _patterns(self) -> list["regex.Pattern[str]"]:
        return [compiled(rule) for rule in self.rules]

    def edits(self, text: str) -> list[Edit]:
        """What is replaced, in order, none overlapping. Raises Invalid when a pattern does not come to an end."""
        kept: list[Edit] = []
        masked = text
        # What is replaced may part words that were one before: it is looked again until nothing more is found.
        while found := self._found(masked):
            kept = _joined([*kept, *found])
            masked = _masked(text, kept)
        self._seen.update(text[edit.start : edit.end] for edit in kept if self.rules[edit.rule].kind == "pattern")
        return kept

    def _found(self, text: str) -> list[Edit]:
        found = []
        for number, (rule, pattern) in enumerate(zip(self.rules, self._patterns, strict=True)):
            try:
                for match in pattern.finditer(text, timeout=_SECONDS):
                    if match.end() > match.start() and _MASK not in match[0]:
                        found.append(Edit(match.start(), match.end(), rule.replacement, number))
            except TimeoutError:
                raise Invalid(
                    f"The pattern {rule.find!r} does not come to an end.", "Write it without repeats inside repeats."
                ) from None
        return found

    def apply(self, text: str) -> Redacted:
        """The text with its replacements."""
        edits = self.edits(text)
        pieces, ends, place, length = [], [], 0, 0
        for edit in edits:
            pieces += [text[place : edit.start], edit.replacement]
            length += edit.start - place + len(edit.replacement)
            ends.append(length)
            place = edit.end
        return Redacted("".join([*pieces, text[place:]]), tuple(edits), tuple(ends))

    def line(self, text: str) -> str:
        """A short text with its replacements."""
        return self.apply(text).text if text else text

    def finds(self, text: str) -> str | None:
        """The first words that a rule finds in a text."""
        edits = self.edits(text)
        return text[edits[0].start : edits[0].end] if edits else None

    def left_in(self, text: str) -> str | None:
        """The first words in a part of a finished file that must not be there: what names and places find, and what patterns found
        in the texts (a pattern itself would find the numbers that every format is full of)."""
        for rule, pattern in zip(self.rules, self._patterns, strict=True):
            if rule.kind != "pattern" and (match := pattern.search(text, timeout=_SECONDS)):
                return match[0]
        return next((words for words in sorted(self._seen) if len(words) >= _TELLING and words in text), None)


def _masked(text: str, edits: Sequence[Edit]) -> str:
    pieces, place = [], 0
    for edit in edits:
        pieces += [text[place : edit.start], _MASK * (edit.end - edit.start)]
        place = edit.end
    return "".join([*pieces, text[place:]])


def _joined(found: list[Edit]) -> list[Edit]:
    """In order; where two overlap, the one that begins first goes, then the longer one, and what sticks out goes with it."""
    kept: list[Edit] = []
    for edit in sorted(found, key=lambda edit: (edit.start, -edit.end, edit.rule)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
        elif edit.end > kept[-1].end:
            kept[-1] = kept[-1]._replace(end=edit.end)
    return kept


def compiled(rule: Redaction) -> "regex.Pattern[str]":
    """The rule as a search. Names and places: whole words, case ignored, whatever white space, hyphens or Unicode form part them;
    Korean particles may follow. Raises Invalid for a pattern that is none."""
    if rule.kind == "pattern":
        try:
            return regex.compile(rule.find, regex.V1 | regex.MULTILINE)
        except (regex.error, OverflowError, RecursionError) as error:
            raise Invalid(f"{rule.find!r} is no pattern: {error}.", "Write a regular expression.") from error
    words = [word for word in regex.split(_GAP, unicodedata.normalize("NFC", rule.find)) if word]
    told = _GAP.join(_word(word) for word in words)
    first, last = rule.find.strip()[:1], rule.find.strip()[-1:]
    before = r"(?<![\p{L}\p{N}\p{M}])" if _LETTER.match(first) else ""
    after = r"(?!\p{M})" if _HANGUL.match(last) else r"(?![\p{L}\p{N}\p{M}])" if _LETTER.match(last) else ""
    return regex.compile(f"{before}(?:{told}){after}", regex.V1 | regex.IGNORECASE | regex.FULLCASE)


def _word(word: str) -> str:
    forms = dict.fromkeys((word, unicodedata.normalize("NFD", word), unicodedata.normalize("NFKC", word)))
    return "(?:" + "|".join(regex.escape(form, special_only=True, literal_spaces=True) for form in forms) + ")"


def checked(wanted: Redaction, others: Sequence[Redaction]) -> Redaction:
    """The rule as it is kept beside the others. Raises Invalid with a sentence."""
    if wanted.kind not in KINDS:
        raise Invalid(f"{wanted.kind!r} is no kind of rule.", f"Choose {', '.join(KINDS)}.")
    find = wanted.find if wanted.kind == "pattern" else " ".join(wanted.find.split())
    if not find.strip() or (wanted.kind != "pattern" and not _LETTER.search(find)):
        raise Invalid("The rule finds nothing.", "Write the words that are to be replaced.")
    kept = Redaction(wanted.uid, wanted.kind, find, " ".join(wanted.replacement.split()))
    if not kept.replacement:
        raise Invalid("There is nothing to stand in its place.", "Write something like “[woman, 20s]”.")
    if compiled(kept).search("", timeout=_SECONDS):
        raise Invalid(f"{find!r} finds nothing at all between any two letters.", "Let it find at least one character.")
    if any((each.kind, each.find.casefold()) == (kept.kind, find.casefold()) for each in others):
        raise Invalid(f"There is a rule for {find!r} already.", "Change that one.")
    # A replacement that a rule finds could not be told from what it hides.
    rules = [*others, kept]
    for replacement in [each.replacement for each in rules]:
        if any(compiled(rule).search(replacement, timeout=_SECONDS) for rule in rules):
            raise Invalid(
                f"“{replacement}” holds what a rule replaces.", "Choose words in its place that no rule finds."
            )
    return kept
