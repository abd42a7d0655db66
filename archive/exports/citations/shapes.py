"""Parts of a style that pass over what is known to say nothing of an item of this shape (see `Citing.shape`); most parts of a style
are about other kinds of work. What is known is kept by the shape, by the variables that stood in for names already, and by the
names that are stood in for just now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from .conditions import Test
from .state import Citing, Parts, Render

# A child of an element: whether it is a `choose`, whose texts stand among its siblings, and what says it.
Child = tuple[bool, Any]


@dataclass(slots=True)
class _Living:
    """The children that may say something, each with the variables that those left out before it ask for, and with what follows
    it when another variable has come to stand in for names meanwhile. A branch that is known to be picked stands here by its own
    children."""

    children: list[tuple[int, bool, Any, Parts]] = field(default_factory=list)
    rest: int = 0


def all_of(children: Sequence[Child]) -> Parts:
    """The texts of the children, in order."""
    behind: dict[int, Parts] = {}

    def after(place: int) -> Parts:
        if place not in behind:
            behind[place] = all_of(children[place + 1 :]) if place + 1 < len(children) else _nothing
        return behind[place]

    def parts(citing: Citing, out: list[str]) -> None:
        used = citing.used
        key = (parts, used, citing.substituting)
        living = citing.known.living.get(key)
        if living is None:
            said = _say(children, citing, out)
            citing.known.living[key] = _living(children, said, after, citing, used)
            if said < len(children):
                after(said - 1)(citing, out)
            return
        for asked, chooses, child, following in living.children:
            citing.called += asked
            if chooses:
                child(citing, out)
            elif text := child(citing):
                out.append(text)
            if citing.used is not used:  # what is known holds no longer
                following(citing, out)
                return
        citing.called += living.rest

    return parts


def _say(children: Sequence[Child], citing: Citing, out: list[str]) -> int:
    """Says children until another variable has come to stand in for names; how many."""
    used = citing.used
    for place, (chooses, child) in enumerate(children):
        if chooses:
            child(citing, out)
        elif text := child(citing):
            out.append(text)
        if citing.used is not used:
            return place + 1
    return len(children)


def _living(
    children: Sequence[Child], said: int, after: Callable[[int], Parts], citing: Citing, used: frozenset[str]
) -> _Living:
    """What is known after the first `said` of the children were said, with these variables used before them."""
    living, known, asked = _Living(), citing.known, 0
    for place, (chooses, child) in enumerate(children):
        counted = known.blank.get((child, used, citing.substituting)) if place < said else None
        if counted is not None:
            asked += counted
            continue
        if chooses and place < said:
            child = known.picks.get((child, used), child)
            if child is None:
                continue
            inner = known.living.get((child, used, citing.substituting))
            if inner is not None:
                for before, *entry, following in inner.children:
                    living.children.append((asked + before, *entry, _then(following, after(place))))
                    asked = 0
                asked += inner.rest
                continue
        elif not chooses:
            child = _UNGUARDED.get(child, child)
        living.children.append((asked, chooses, child, after(place)))
        asked = 0
    living.rest = asked
    return living


def _then(first: Parts, second: Parts) -> Parts:
    if first is _nothing or second is _nothing:
        return second if first is _nothing else first

    def parts(citing: Citing, out: list[str]) -> None:
        first(citing, out)
        second(citing, out)

    return parts


# What each render of `skipping` guards: of a part that may say something there is no more to be known.
_UNGUARDED: WeakKeyDictionary[Render, Render] = WeakKeyDictionary()


def _nothing(citing: Citing, out: list[str]) -> None:
    pass


def later(make: Callable[[], Parts]) -> Callable[[], Parts]:
    """What `make` makes, made when it is first asked for: most of a style is never asked."""
    made: list[Parts] = []

    def parts() -> Parts:
        if not made:
            made.append(make())
        return made[0]

    return parts


def picked(branches: Sequence[tuple[Test, Callable[[], Parts]]]) -> Parts:
    """The texts of the first branch that holds."""

    def parts(citing: Citing, out: list[str]) -> None:
        key, picks = (parts, citing.used), citing.known.picks
        if key in picks:
            chosen = picks[key]
        else:
            doubts = citing.doubts
            chosen = next((branch() for holds, branch in branches if holds(citing)), None)
            if citing.doubts == doubts:
                picks[key] = chosen
        if chosen is not None:
            chosen(citing, out)

    return parts


def skipping(render: Render) -> Render:
    """Renders a part of the style unless it is known to say nothing."""

    def rendered(citing: Citing) -> str:
        used, blank = citing.used, citing.known.blank
        key = (rendered, used, citing.substituting)
        asked = blank.get(key)
        if asked is not None:
            citing.called += asked
            return ""
        called, met, doubts = citing.called, citing.met, citing.doubts
        text = render(citing)
        if not text and citing.met == met and citing.doubts == doubts and citing.used == used:
            blank[key] = citing.called - called
        return text

    _UNGUARDED[rendered] = render
    return rendered


def gathered(parts: Parts, citing: Citing) -> list[str]:
    """The texts of parts, those that hold something."""
    out: list[str] = []
    parts(citing, out)
    return out
