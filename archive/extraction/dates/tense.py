"""Whether the words around a time tell of what was or of what will be, by the nearest verb that says so."""

from collections.abc import Iterator

from .lexicon import english
from .tokens import BREAK, NAME, WORD, Tokens

_BACK, _FORTH = 22, 9
_AHEAD = frozenset("scheduled expected planned slated set".split())  # "is set for Friday", but "a planned visit"
_SETTING_OUT = frozenset("beginning starting effective".split())  # "a truce beginning on Friday"
_PUT_OFF = frozenset("extended postponed delayed rescheduled adjourned prolonged deferred".split())
_MODALS = frozenset("may might must could would".split())
_ENDINGS = frozenset(".?!;")


def around(tokens: Tokens, start: int, end: int) -> int:
    """-1 for the past, 1 for the future, 0 where nothing says so. Looks a bounded number of words to either side, within
    the sentence."""
    if start and (
        tokens.words[start - 1] == "since"
        or (tokens.words[start - 1] == "from" and tokens.words[end : end + 1] == ["'"])
    ):
        return -1
    if any(word in _SETTING_OUT for word in tokens.words[max(start - 2, 0) : start]):
        return 1
    if _scheduled(tokens, start, end) or _put_off(tokens, start):
        return 1
    left, left_distance = _nearest(tokens, range(start - 1, max(start - 1 - _BACK, -1), -1))
    right, right_distance = _nearest(tokens, range(end, min(end + _FORTH, len(tokens.words))))
    if left and right and left != right:
        # What is said first usually governs: "said Friday it will", "will meet Friday, he said".
        apart = tokens.words[end : end + 1] == [","]  # "could snow by Friday, forecasters warned"
        return left if left_distance <= right_distance + 2 or apart else right
    return left or right


def tells_of_the_past(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a verb in the past stands in the sentence around `[start, end)`, and none of what will be."""
    past, future = english().guards["past"], english().guards["future"]
    found = False
    for index in sentence_around(tokens, start, end, _BACK):
        word = tokens.words[index]
        if word in future:
            return False
        found = found or word in past or (len(word) > 4 and word.endswith("ed") and not tokens.capital(index))
    return found


def sentence_around(tokens: Tokens, start: int, end: int, reach: int) -> Iterator[int]:
    """The tokens of the sentence before `start`, backwards, then those from `end` on; at most so many to either side."""
    for places in (range(start - 1, max(start - 1 - reach, -1), -1), range(end, min(end + reach, len(tokens.words)))):
        for index in places:
            if tokens.symbols[index] == BREAK or (tokens.words[index] in _ENDINGS and _ends(tokens, index)):
                break
            yield index


def _scheduled(tokens: Tokens, start: int, end: int) -> bool:
    """ "Parliament votes Thursday": a verb of what is planned right before the day, and no noun
    ("counted the votes Thursday", "300 votes Thursday", "police reports Thursday said")."""
    at = start - 1 - (tokens.words[start - 1 : start] == ["on"])
    if at < 1 or tokens.words[at] not in english().guards["scheduled"]:
        return False
    before, symbol = tokens.words[at - 1], tokens.symbols[at - 1]
    subject = symbol in (NAME, WORD) or before in english().guards["subjects"]
    backward, forward = range(at - 1, max(at - 1 - _BACK, -1), -1), range(end, min(end + 1, len(tokens.words)))
    return subject and _nearest(tokens, backward)[0] == 0 == _nearest(tokens, forward)[0]


def _put_off(tokens: Tokens, start: int) -> bool:
    """ "was extended to Saturday", "has been postponed until Friday": a day still to come, whatever the tense."""
    leads = tokens.words[max(start - 2, 0) : start]
    return len(leads) == 2 and leads[0] in _PUT_OFF and leads[1] in ("to", "until", "till", "through")


def _nearest(tokens: Tokens, places: range) -> tuple[int, int]:
    past, future = english().guards["past"], english().guards["future"]
    for distance, index in enumerate(places):
        word, symbol = tokens.words[index], tokens.symbols[index]
        if symbol == BREAK or (word in _ENDINGS and _ends(tokens, index)):
            break
        if word in future or (word == "may" and not tokens.capital(index)):
            # "could have left" tells of what was.
            return (-1 if tokens.words[index + 1 : index + 2] == ["have"] and word in _MODALS else 1), distance
        if (
            word == "to"
            and places.step == -1
            and index + 1 < len(tokens.words)
            and _verb_follows(tokens, index + 1, places.start)
        ):
            return 1, distance
        if word in past or (len(word) > 4 and word.endswith("ed") and not tokens.capital(index)):
            before = tokens.words[index - 1] if index else ""
            if word in _AHEAD:
                if before == "not" and index > 1:
                    before = tokens.words[index - 2]  # "is not expected before July"
                if before in ("is", "are", "s", "now", "be", "being", ",") or tokens.words[index + 1 : index + 2] == [
                    "to"
                ]:
                    return 1, distance
                if before not in ("was", "were", "been"):
                    continue
            if before in ("be", "to") or (before == "have" and index > 1 and tokens.words[index - 2] in future):
                continue
            return -1, distance
    return 0, 99


def _verb_follows(tokens: Tokens, index: int, stop: int) -> bool:
    """ "to meet Friday", "to be held": an infinitive, not "to the" or "to Monday"."""
    word = tokens.words[index]
    return (
        index <= stop
        and word.isalpha()
        and word.isascii()
        and word not in ("the", "a", "an", "its", "his", "their")
        and not tokens.capital(index)
        and index < stop + 1
        and tokens.symbols[index] == "x"
    )


def _ends(tokens: Tokens, index: int) -> bool:
    if tokens.words[index] != ".":
        return True
    before = tokens.words[index - 1] if index else ""
    after = index + 1
    return len(before) > 4 or (
        len(before) > 1
        and after < len(tokens.words)
        and tokens.apart(after)
        and tokens.capital(after)
        and before not in english().months
        and before not in ("mr", "mrs", "dr", "sen", "rep", "gov", "gen", "inc", "corp", "co", "st", "ms", "u", "s")
    )
