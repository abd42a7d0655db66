"""Numbers of a sentence, in digits and words, with their scale, as fractions, ratios, multiples, magnitudes and ranges."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from .lexicon import english
from .money import currencies
from .tokens import Token, phrase_at, word_at

_MOST_DIGITS: Final = 1000  # nobody writes a longer number out
# Every byte that is no small letter as a blank.
_LETTERS: Final = bytes(byte if ord("a") <= byte <= ord("z") else ord(" ") for byte in range(256))
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[,.\u00a0\u2009\u202f ’']\d{3})+")
_SPACES: Final = re.compile(r"[\u00a0\u2009\u202f ’']")
_SPACED: Final = re.compile(rf"\d{{1,3}}(?:{_SPACES.pattern}\d{{3}})+(?:[,.]\d{{1,2}})?")
_DECIMAL_COMMA: Final = re.compile(r"\d{1,3}(?:\.\d{3})*,\d{1,2}")
_HALVED: Final = ("and", "-", "½", "¼", "¾", "⅓", "⅔")
_DOTTED: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_DASHES: Final = ("-", "–", "—", "~")
_NEAR_TOLL: Final = 6  # "the population is put at 11.7m"


@dataclass(frozen=True, slots=True)
class Number:
    """A number over the tokens `[first, last)`. `form` is digits, words, fraction, ratio, multiple, magnitude or range.

    `value` is None where `least` and `most` alone are told. `second` is the first token of a range's other end.
    `dotted` is a number of one point and three decimals: thousands in the press of some countries.
    """

    first: int
    last: int
    form: str
    value: float | None
    least: float | None = None
    most: float | None = None
    second: int = 0
    scaled: bool = False
    dotted: bool = False


@cache
def _spelt() -> tuple[frozenset[str], frozenset[bytes], re.Pattern[str]]:
    """Words of which every number that is no digits holds one, also in bytes, and signs that are numbers."""
    lexicon = english()
    words = {*lexicon.numbers, *lexicon.number_words, "decade", "century"} - {"a", "an"} - lexicon.letter_scales
    signs = "".join(word for word in words if not word.isalpha())
    return frozenset(words), frozenset(word.encode() for word in words), re.compile(rf"[\d{re.escape(signs)}]")


@cache
def _starts() -> frozenset[str]:
    """Every word that a number may begin with."""
    return english().number_words | frozenset(english().numbers)


def may_stand(text: str, start: int, end: int, dated: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether the sentence may hold a number outside of what is `dated`: most need not be looked at word by word."""
    _, words, signs = _spelt()
    at = start
    for low, high in dated:
        if at < low and signs.search(text, at, min(low, end)) is not None:
            return True
        at = max(at, high)
    if at < end and signs.search(text, at, end) is not None:
        return True
    letters = text[start:end].lower().encode("utf-8", "replace").translate(_LETTERS)
    return not words.isdisjoint(letters.split())


def find(tokens: Sequence[Token]) -> list[Number]:
    """Every number, in order, without overlaps; what is one is decided later, by what stands around it."""
    found: list[Number] = []
    starts, end = _starts(), 0
    for index in [at for at, token in enumerate(tokens) if token.kind == "digits" or token.word in starts]:
        article = tokens[index].word in ("a", "an")
        if index < end or (article and word_at(tokens, index + 1) not in _spelt()[0]):
            continue
        number = _at(tokens, index)
        if number is not None:
            found.append(number)
            end = number.last
    return found


def digits(written: str) -> float | None:
    """What is written in digits: "1,682", "1’682", "1.682,50", "3.5". None for what no number is written like.

    Infinite where it is more than a double holds (1.8e308): then only the words say how much it is.
    """
    if len(written) > _MOST_DIGITS and sum(char.isdecimal() for char in written) > _MOST_DIGITS:
        return None
    if written[:1] == "0" and written[1:2].isdecimal():
        return None  # "0800": a code
    if _SPACED.fullmatch(written):
        return float(_SPACES.sub("", written).replace(",", "."))
    if written.isdecimal():
        return float(written)
    if _DECIMAL_COMMA.fullmatch(written):
        return float(written.replace(".", "").replace(",", "."))
    whole, point, decimals = written.rpartition(".")
    if (
        point
        and decimals.isdecimal()
        and whole.replace(",", "").isdecimal()
        and (_THOUSANDS.fullmatch(whole) or whole.isdecimal())
    ):
        return float(whole.replace(",", "") + "." + decimals)
    if _THOUSANDS.fullmatch(written):
        return float(re.sub(r"\D", "", written))
    return None


def _at(tokens: Sequence[Token], index: int) -> Number | None:
    token = tokens[index]
    if token.taken:
        return None
    word = token.word
    lexicon = english()
    if token.kind == "word" and word not in lexicon.numbers:
        return _other_word(tokens, index)
    number = _simple(tokens, index)
    if number is None:
        return _fraction(tokens, index)
    return _part(tokens, number) or _of_whole(tokens, number) or _and_half(tokens, number)


def _other_word(tokens: Sequence[Token], index: int) -> Number | None:
    lexicon = english()
    word = tokens[index].word
    if word not in lexicon.number_words:
        return None
    magnitude = _magnitude(tokens, index)
    if magnitude is not None:
        return magnitude
    if word in ("a", "an") or word in lexicon.scales:
        return _scaled_article(tokens, index)
    if word in lexicon.multiples and not (word == "halves" and word_at(tokens, index - 1) in lexicon.numbers):
        return Number(index, index + 1, "multiple", lexicon.multiples[word])
    if word in lexicon.fractions:
        return _fraction(tokens, index)
    return Number(index, index + 1, "none", 0.0) if word == "no" else None


@cache
def _magnitude_heads() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in english().magnitudes)


def _magnitude(tokens: Sequence[Token], index: int) -> Number | None:
    """ "hundreds", "tens of thousands", "a few hundred"."""
    magnitudes = english().magnitudes
    if tokens[index].word not in _magnitude_heads():
        return None
    for length in (4, 3, 2, 1):
        words = tuple(token.word for token in tokens[index : index + length])
        if len(words) == length and words in magnitudes:
            if words == ("scores",) and word_at(tokens, index + 1) != "of":
                return None
            least, most = magnitudes[words]
            return Number(index, index + length, "magnitude", None, least, most)
    return None


def _scaled_article(tokens: Sequence[Token], index: int) -> Number | None:
    """ "a million", "a dozen", "thousand" in "additional thousand or two": the article is no part of the number."""
    lexicon = english()
    at = index + 1 if tokens[index].word in ("a", "an") else index
    word = word_at(tokens, at)
    if at > index and word in ("decade", "century") and not tokens[at].taken:
        half = [token.word for token in tokens[at + 1 : at + 4]] == ["and", "a", "half"]
        return Number(at, at + 4 if half else at + 1, "length", (15 if half else 10) * (1 if word == "decade" else 10))
    if word not in lexicon.scales or word in lexicon.letter_scales or tokens[at].taken:
        return None
    value, end = lexicon.scales[word], at + 1
    while word_at(tokens, end) in ("thousand", "million", "billion", "trillion"):
        value, end = value * lexicon.scales[tokens[end].word], end + 1
    if word_at(tokens, end) == "or" and word_at(tokens, end + 1) == "two":
        return Number(at, end + 2, "range", None, value, 2 * value, second=end + 1)
    return Number(at, end, "words", value, scaled=True)


def _simple(tokens: Sequence[Token], index: int) -> Number | None:
    """Digits or words with what scales them."""
    token = tokens[index]
    if token.kind == "digits":
        value = digits(token.word)
        if value is None:
            return None
        dotted = "." in token.word and _DOTTED.fullmatch(token.word) is not None
        return _scaled(tokens, Number(index, index + 1, "digits", value, dotted=dotted))
    return _words(tokens, index) if token.kind == "word" else None


def _scaled(tokens: Sequence[Token], number: Number) -> Number:
    lexicon = english()
    assert number.value is not None
    value, end = number.value, number.last
    if tokens[number.first].kind == "digits" and word_at(tokens, end) == "-" and tokens[end].glued:
        word = word_at(tokens, end + 1)
        if word in lexicon.scales and word not in lexicon.letter_scales:
            return replace(number, last=end + 2, value=value * lexicon.scales[word], scaled=True, dotted=False)
    while end < len(tokens) and tokens[end].word in lexicon.scales and not tokens[end].taken:
        word = tokens[end].word
        if word in lexicon.letter_scales and not _letter_scales(tokens, number.first, end):
            break
        value, end = value * lexicon.scales[word], end + 1
    if end == number.last:
        return number
    return replace(number, last=end, value=value, scaled=True, dotted=False)


def _letter_scales(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether "m" is millions and not metres: behind money, or before what is counted. "4K screens" are none."""
    if tokens[at].word not in ("m", "b", "k"):
        return True
    before = tokens[first - 1] if first else None
    money = (before is not None and before.word in "$€£¥₩₹") or phrase_at(tokens, at + 1, currencies()[1]) is not None
    following = word_at(tokens, at + 1)
    counting = (following.endswith("s") and following.isalpha()) or following == "people"
    crowd = not following.isalpha() and any(
        token.word in english().crowds["tolls"] for token in tokens[max(first - _NEAR_TOLL, 0) : first]
    )
    return tokens[at].glued and (money or crowd or (counting and not (tokens[at].capital and tokens[at].word == "k")))


def _words(tokens: Sequence[Token], index: int) -> Number | None:
    """ "thirty-two", "two hundred and five thousand"."""
    lexicon = english()
    total = current = 0.0
    at, last = index, ""
    while at < len(tokens):
        word = tokens[at].word
        if tokens[at].taken:
            break
        if word in lexicon.numbers:
            value = lexicon.numbers[word]
            tens = last and lexicon.numbers.get(last, 0) >= 20 and 1 <= value <= 9
            if last in lexicon.numbers and not tens:
                break
            current += value
        elif word in lexicon.scales and word not in lexicon.letter_scales:
            if word in ("hundred", "dozen"):
                current = (current or 1) * lexicon.scales[word]
            else:
                total, current = total + (current or 1) * lexicon.scales[word], 0.0
        elif (word == "-" and tokens[at].glued and lexicon.numbers.get(last, 0) >= 20 and _ones(tokens, at + 1)) or (
            word == "and" and last in ("hundred", "thousand") and word_at(tokens, at + 1) in lexicon.numbers
        ):
            at += 1
            continue
        else:
            break
        last = word
        at += 1
    return Number(index, at, "words", total + current, scaled=total > 0) if at > index else None


def _ones(tokens: Sequence[Token], at: int) -> bool:
    return 1 <= english().numbers.get(word_at(tokens, at), 0) <= 9 and tokens[at].glued


def _and_half(tokens: Sequence[Token], number: Number) -> Number:
    """ "two and a half million", "four-and-a-half", "2½", "2 1/2"."""
    assert number.value is not None
    if word_at(tokens, number.last) not in _HALVED:
        return number
    words = [token.word for token in tokens[number.last : number.last + 6]]
    plain = [word for word in words if word != "-"][:3]
    half = {"half": 0.5, "quarter": 0.25}.get(plain[2]) if len(plain) == 3 and plain[0] == "and" else None
    if half is not None and plain[1] in ("a", "one"):
        end = number.last
        while tokens[end].word not in ("half", "quarter"):
            end += 1
        return _scaled(tokens, replace(number, last=end + 1, value=number.value + half))
    if words and words[0] in ("½", "¼", "¾", "⅓", "⅔"):
        value = number.value + english().fractions[words[0]]
        return _scaled(tokens, replace(number, last=number.last + 1, value=value))
    return number


def _part(tokens: Sequence[Token], number: Number) -> Number | None:
    """ "two-thirds", "three quarters", "1/3", "one and a half" is none."""
    lexicon = english()
    assert number.value is not None
    at = number.last
    if word_at(tokens, at) == "/" and tokens[at].glued and at + 1 < len(tokens) and tokens[at + 1].kind == "digits":
        under = digits(tokens[at + 1].word)
        if under and 2 <= under <= 10 and number.value < under and tokens[at + 1].glued:
            return Number(number.first, at + 2, "fraction", number.value / under)
        return None
    if word_at(tokens, at) == "-" and tokens[at].glued:
        at += 1
    word = word_at(tokens, at)
    if word in lexicon.fractions and number.value < 10 and number.form == "words" and not tokens[at].taken:
        if (number.value == 1) == word.endswith("s") and word != "½":
            return None
        if number.value * lexicon.fractions[word] >= 1:
            return None  # "paid in two halves": no part of a whole
        return _part_of_scale(tokens, number.first, at + 1, number.value * lexicon.fractions[word]) or Number(
            number.first, at + 1, "fraction", number.value * lexicon.fractions[word]
        )
    return None


def _part_of_scale(tokens: Sequence[Token], first: int, last: int, part: float) -> Number | None:
    """ "a quarter of a million", "three-quarters of a billion"."""
    if word_at(tokens, last) != "of" or word_at(tokens, last + 1) != "a":
        return None
    scale = word_at(tokens, last + 2)
    if scale not in ("million", "billion", "trillion"):
        return None
    return Number(first, last + 3, "words", part * english().scales[scale], scaled=True)


def _fraction(tokens: Sequence[Token], index: int) -> Number | None:
    """ "half", "a third": a part of a whole. "Half a million" is a number."""
    lexicon = english()
    word = tokens[index].word
    if word not in lexicon.fractions or tokens[index].kind == "digits":
        return None
    before, after = word_at(tokens, index - 1), word_at(tokens, index + 1)
    if word == "half" and after in ("a", "an"):
        scale = word_at(tokens, index + 2)
        if scale in lexicon.scales and scale not in lexicon.letter_scales:
            return Number(index, index + 3, "words", 0.5 * lexicon.scales[scale], scaled=True)
        return Number(index, index + 1, "half", 0.5)
    if (
        word != "half"
        and not word.startswith(("½", "¼", "¾", "⅓", "⅔"))
        and before not in ("a", "an", "one", "another")
    ):
        return None
    whole = _part_of_scale(tokens, index, index + 1, lexicon.fractions[word])
    if whole is not None:
        return whole
    if after and after not in lexicon.guards["halves_follow"] and after not in lexicon.units:
        return None
    return Number(index, index + 1, "fraction", lexicon.fractions[word])


def _of_whole(tokens: Sequence[Token], number: Number) -> Number | None:
    """ "one in four", "nine out of 10", "one of every five", "one woman in six"."""
    at = number.last
    if number.value == 1 and number.form == "words" and word_at(tokens, at + 1) == "in":
        named = tokens[at]
        if named.kind == "word" and named.word not in english().stops and named.word not in english().units:
            at += 1
    words = [token.word for token in tokens[at : at + 2]]
    if words[:1] == ["in"]:
        at += 1
    elif words in (["out", "of"], ["of", "every"]):
        at += 2
    else:
        return None
    if word_at(tokens, at) == "every":
        at += 1
    if at >= len(tokens) or tokens[at].taken or number.value is None:
        return None
    whole = _simple(tokens, at)
    if whole is None or not whole.value or number.value >= whole.value or whole.value < 2:
        return None
    following = english().units.get(word_at(tokens, whole.last))
    if words[:1] == ["in"] and (following is not None or number.value > 20 or word_at(tokens, whole.last) == "-"):
        return None
    return Number(number.first, whole.last, "ratio", number.value / whole.value)
