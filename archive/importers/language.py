"""Says in which language a text is written, or that it cannot tell; looks at the letters first, then at the words."""

import re
from functools import cache
from typing import Any

# Below this many letters a guess is a guess (CJK letters carry about three times as much).
_FEWEST_LETTERS = 24
_SAMPLE_CHARS = 6_000
_SURE = 0.8

_LETTER = re.compile(r"[^\W\d_]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")


@cache
def _identifier() -> Any:
    # Reading the model takes 100 ms and more: only when a text needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language(text: str) -> tuple[str | None, float]:
    """(BCP 47 primary language, confidence 0–1) of a text; None when it is too short or undecided.

    Looks at 6,000 characters at most, taken from the beginning, the middle and the end.
    """
    sample = _sample(text)
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


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE_CHARS:
        return text
    third = _SAMPLE_CHARS // 3
    middle = len(text) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))
