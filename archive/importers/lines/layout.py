"""Finds the article among the lines: the likeliest stretches of body and of site, and what opens and closes them."""

from collections.abc import Sequence

from .features import ends_sentence
from .roles import Reading, Role

_SWITCH = 1.5  # what it costs to pass between body and site; one stray line between others never pays for it twice
_SWITCH_AT_END = 0.5  # after a biography, credit or note an article may well be over
_RETURN_AFTER_END = 3.0
_LEAST_SHARE = 0.6  # of the running text; a path that keeps less has lost the article
_FEWEST_BODY_CHARS = 400
_RELATED_LINES = 12
_CERTAIN = 2.0  # the weight of certain running text is 2.5


def stretches(readings: Sequence[Reading]) -> list[bool]:
    """For each line whether it stands in a stretch of body: the path of two states with the greatest sum of weights.

    Viterbi's algorithm over the weights of `roles.read`; linear in the number of lines.
    """
    body, out = 0.0, 0.0
    came_from: list[tuple[bool, bool]] = []  # (the best way into body was from body, into site from body)
    ended = seen = False
    for reading in readings:
        leave = _SWITCH_AT_END if ended else _SWITCH
        enter = _RETURN_AFTER_END if ended else _SWITCH
        stay_body, stay_out = body >= out - enter, body - leave > out
        came_from.append((stay_body, stay_out))
        body, out = (body if stay_body else out - enter) + reading.weight, (body - leave if stay_out else out)
        seen = seen or reading.role is Role.PROSE
        ended = seen and (reading.closes or (ended and reading.weight <= 0))
    state = body >= out
    path: list[bool] = []
    for stayed_body, stayed_out in reversed(came_from):
        path.append(state)
        state = stayed_body if state else stayed_out
    path.reverse()
    running = [
        (len(reading.line.text), kept) for reading, kept in zip(readings, path, strict=True) if reading.weight > 1.0
    ]
    if sum(chars for chars, kept in running if kept) < _LEAST_SHARE * sum(chars for chars, _ in running):
        return [True] * len(path)
    return path


def comments_start(readings: Sequence[Reading]) -> int | None:
    """The line that opens the readers' comments or the form for them; everything from there on is not the article."""
    chars = [len(reading.line.text) if reading.role is Role.PROSE else 0 for reading in readings]
    total, before = sum(chars), 0
    for index, reading in enumerate(readings):
        if reading.opens == "comments" and before >= min(_FEWEST_BODY_CHARS, 0.5 * total) and before:
            forms = sum(
                after.role is Role.SITE and after.why.startswith(("form", "comment")) for after in readings[index + 1 :]
            )
            if before >= 0.5 * total or forms >= 2:
                return index
        before += chars[index]
    return None


def related(readings: Sequence[Reading], body: Sequence[bool]) -> set[int]:
    """Headlines listed under "Related stories" and the like: up to the next running text."""
    found: set[int] = set()
    for index, reading in enumerate(readings):
        if reading.opens != "related":
            continue
        block = []
        for at in range(index + 1, min(len(readings), index + 1 + _RELATED_LINES)):
            follower = readings[at]
            if follower.role is Role.PROSE and follower.weight >= 1.5 and body[at]:
                break
            if follower.role is Role.CAPTION or follower.why in ("note", "byline"):
                break
            block.append(at)
        else:
            found.update(block)
            continue
        if _heads_text(readings, block):
            block.pop()
        found.update(block)
    return found


def _heads_text(readings: Sequence[Reading], block: list[int]) -> bool:
    """Whether the last line of a list of headlines is rather the heading of the text that goes on after it.

    It is set off by a blank line from a list that has none, or plainly shorter than all the headlines.
    """
    if len(block) < 2:
        return False
    *listed, last = (readings[index].line for index in block)
    set_off = last.apart and not any(line.apart for line in listed[1:])
    return set_off or (len(last.text.split()) <= 5 and len(last.text) < 0.8 * min(len(line.text) for line in listed))


def core(readings: Sequence[Reading], body: Sequence[bool]) -> tuple[int, int] | None:
    """(first, last) line of running text inside body stretches; None when there is no running text at all."""
    solid = [
        index
        for index, reading in enumerate(readings)
        if body[index] and reading.weight > 0 and reading.role is not Role.UNKNOWN
    ]
    while len(solid) > 1 and _headline(readings[solid[0]]) and solid[1] > solid[0] + 1:
        solid.pop(0)
    return (solid[0], solid[-1]) if solid else None


def _headline(reading: Reading) -> bool:
    """Whether a line that could be running text is as likely a long headline: one sentence that is never closed."""
    return reading.role is Role.PROSE and reading.weight < _CERTAIN and not ends_sentence(reading.line.text)
