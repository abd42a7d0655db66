"""Finds the article among the lines: the likeliest stretches of body and of site, and what opens and closes them."""

from collections.abc import Sequence

from .roles import Reading, Role

_SWITCH = 3.0  # what it costs to pass between body and site; a single stray line never pays for it
_SWITCH_AT_END = 1.0  # after a biography, credit or note an article may well be over
_RETURN_AFTER_END = 4.5
_FEWEST_BODY_CHARS = 400
_RELATED_LINES = 12


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
    return path[::-1]


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
        # The line right before the text goes on, set off by blank lines from a list that was not, is its heading.
        if len(block) > 1 and readings[block[-1]].line.apart and not readings[block[-2]].line.apart:
            block.pop()
        found.update(block)
    return found


def core(readings: Sequence[Reading], body: Sequence[bool]) -> tuple[int, int] | None:
    """(first, last) line of running text inside body stretches; None when there is no running text at all."""
    solid = [
        index
        for index, reading in enumerate(readings)
        if body[index] and reading.weight > 0 and reading.role is not Role.UNKNOWN
    ]
    return (solid[0], solid[-1]) if solid else None
