"""The case of titles and terms as CSL styles ask for it, over text that carries marks; words of mixed case are left as they are."""

import re
from functools import lru_cache

from .marks import visible

_TOKEN = re.compile(r"[a-zA-Z0-9]+|[^\W_]+|\s+|.", re.DOTALL)
_BREAKS = re.compile(r"[\s\-/–—]")
_SMALL = frozenset(
    "a an and as at but by down for from in into nor of on onto or over so the till to up via with yet about van von de d l".split()
)


@lru_cache(maxsize=16384)
def cased(text: str, wanted: str) -> str:
    """The text in `lowercase`, `uppercase`, `capitalize-first`, `capitalize-all`, `sentence` or `title` case."""
    if wanted == "lowercase":
        return text.lower()
    if wanted == "uppercase":
        return text.upper()
    out: list[str] = []
    state = "start"
    last = _last_word(text)
    for match in _TOKEN.finditer(text):
        token = match[0]
        if match.start() == last and state in ("start", "sentence", "word end"):
            state = "last"
        if token[0].isalnum():
            out.append(_word(token, wanted, state))
            state = "word"
            continue
        out.append(token)
        if "\ue000" <= token <= "\ue00b":
            state = "other" if state not in ("start", "sentence") and token > "\ue001" else state
        elif token in ".?!:":
            state = "stop"
        elif token.isspace() and state == "stop":
            state = "sentence"
        elif token.isspace() or token in "-/–—":
            state = "word end" if state != "start" else state
        elif state not in ("start", "sentence"):
            state = "other"
    return "".join(out)


def _last_word(text: str) -> int:
    """Where the last word begins, which is no small word whatever it is; -1 where it stands in marks or alone."""
    breaks = [match.end() for match in _BREAKS.finditer(text)]
    if not breaks or visible(text[breaks[-1] :]) != text[breaks[-1] :]:
        return -1
    return breaks[-1]


def _word(word: str, wanted: str, state: str) -> str:
    if wanted == "sentence":
        first = state in ("start", "sentence")
        if word[0].isupper() and word[1:] == word[1:].lower() and not first:
            return word.lower()
        return word[0].upper() + word[1:] if first and word.islower() else word
    if not word.islower() or (wanted == "title" and not word.isascii()):
        return word
    begins = state == "start" or (state == "sentence" and wanted != "capitalize-first")
    if wanted == "capitalize-all":
        begins = begins or state in ("word end", "last")
    elif wanted == "title" and len(word) > 1:
        begins = begins or state == "last" or (state == "word end" and word not in _SMALL)
    return word[0].upper() + word[1:] if begins else word
