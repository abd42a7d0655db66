"""Says in which language a text is written, or that it cannot tell; looks at the letters first, then at the words."""

import re
from functools import cache
from typing import Any

# Below this many letters a guess is a guess (CJK letters carry about three times as much).
_FEWEST_LETTERS = 24
_SAMPLE_CHARS = 6_000
_SURE = 0.8

# About an eighth of the words of English prose. Other languages have one or the other of them, none has several so often.
_ENGLISH = frozenset(
    "the and that with from which they were have had their said this been who would about after".split()
)
_ENOUGH_WORDS, _ENGLISH_SHARE, _DIFFERENT = 60, 0.1, 5
_PLAINLY = 0.999

_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
# The longest run of bytes that py3langid's automaton knows: what it says at a place follows from so many bytes before it.
_LONGEST_RUN = 6
_BEFORE = bytes(_LONGEST_RUN - 1)
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")


@cache
def _identifier() -> Any:
    # Reading the model takes 100 ms and more: only when a text needs it.
    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    class Identifier(LanguageIdentifier):  # type: ignore[misc]  # the library tells no types
        """The library's own, but that it looks at all places of a text at once: its loop over bytes takes five times as long."""

        def __init__(self, nb_ptc: Any, *others: Any, **named: Any) -> None:
            # Of half precision in the file, and converted for every text otherwise.
            super().__init__(nb_ptc.astype(np.float32), *others, **named)
            self.moves = np.asarray(self.tk_nextmove)
            self.rows = np.asarray(self.tk_row).astype(np.int32) << 8
            self.says = np.asarray(self.tk_output, dtype=np.int32)
            # Where the automaton stands after two bytes, as rows: one look instead of four. A byte 0 leads back to its beginning.
            after_one = self.rows.take(self.moves[self.rows[0] : self.rows[0] + 256])
            self.pairs = self.rows.take(self.moves.take((after_one[:, None] + np.arange(256)).ravel()))
            self.begins_at_root = not self.moves.reshape(-1, 256)[:, 0].any()
            # Used again by each text: one at a time, for only one thread of a reader reads.
            self.places = np.zeros(len(self.nb_ptc), dtype=np.intp)

        def _raw_score(self, text: bytes) -> Any:
            if not self.begins_at_root:
                return super()._raw_score(text)
            codes = np.frombuffer(_BEFORE + text, dtype=np.uint8).astype(np.int32)
            size = len(text)
            at = self.pairs.take((codes[: -_LONGEST_RUN + 1] << 8) + codes[1 : size + 1])
            for byte in range(2, _LONGEST_RUN - 1):
                at = self.rows.take(self.moves.take(at + codes[byte : byte + size]))
            told = self.says.take(self.moves.take(at + codes[_LONGEST_RUN - 1 :]))
            told = told[told >= 0]
            if not len(told):
                return super()._raw_score(text)
            # Where each kind was met first: what is assigned last stays, and the last is the first here.
            places = np.arange(len(told))
            self.places[told[::-1]] = places[::-1]
            met = self.places.take(told)
            first = met == places
            counts = np.bincount(met, minlength=len(told)).compress(first)
            # In the order met: sums of floats are the library's only so.
            weights = self.nb_ptc.take(told[first], axis=0)
            return np.log1p(counts.astype(np.float32)) @ weights + self.nb_pc

    return Identifier.from_model_file(MODEL_FILE, norm_probs=True)


def language(text: str) -> tuple[str | None, float]:
    """(BCP 47 primary language, confidence 0–1) of a text; None when it is too short or undecided.

    Looks at 6,000 characters at most, taken from the beginning, the middle and the end.
    """
    sample = _sample(text)
    hangul = kana = han = 0
    if sample.isascii():
        if _is_plainly_english(sample):
            return "en", _PLAINLY
        letters = len(sample.encode("ascii").translate(None, _NO_LETTERS))
    else:
        letters = len(_LETTER.findall(sample))
        hangul, kana, han = (len(script.findall(sample)) for script in (_HANGUL, _KANA, _HAN))
    if letters + 2 * (hangul + kana + han) < _FEWEST_LETTERS:
        return None, 0.0
    if hangul >= 0.3 * letters:
        return "ko", round(min(1.0, 0.7 + hangul / letters), 3)
    if kana >= 0.1 * letters:
        return "ja", 0.95
    if han >= 0.5 * letters:
        return "zh", 0.9
    code, probability = _identifier().classify(sample)
    return (str(code), round(float(probability), 3)) if probability >= _SURE else (None, round(float(probability), 3))


def _is_plainly_english(sample: str) -> bool:
    """Whether several small English words make up a tenth of enough words: of such a text the model is sure, and takes its time."""
    words = sample.lower().split()
    told = [word in _ENGLISH for word in words]
    half = len(words) // 2
    return (
        len(words) >= _ENOUGH_WORDS
        and min(sum(told[:half]), sum(told[half:])) >= _ENGLISH_SHARE * half  # all through the text
        and len(_ENGLISH.intersection(words)) >= _DIFFERENT
    )


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE_CHARS:
        return text
    third = _SAMPLE_CHARS // 3
    middle = len(text) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))
