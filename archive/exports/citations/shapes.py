"""Parts of a style that pass over what is known to say nothing of an item of this shape (see `Citing.shape`); most parts of a style
are about other kinds of work. What is known is kept by the shape, by the variables that stood in for names already, and by the
names that are stood in for just now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from .conditions import Test
from .state import Citing, Parts, Render

# A child of an element: whether it is a `choose`, whose texts stand among its siblings, and what says it.
Child = tuple[bool, Any]


@dataclass(slots=True)
class _Living:
    """The children that may say something, each with the variables that those left out before it ask for, and its place."""

    children: list[tuple[int, bool, Any, int]] = field(default_factory=list)
    rest: int = 0


def all_of(children: Sequence[Child]) -> Parts:
    """The texts of the children, in order."""

    def parts(citing: Citing, out: list[str]) -> None:
        used = citing.used
        key = (parts, used, citing.substituting)
        living = citing.known.living.get(key)
        if living is None:
            _say(children, citing, out)
            if citing.used is used:
                citing.known.living[key] = _living(children, citing)
            return
        for asked, chooses, child, place in living.children:
            citing.called += asked
            if chooses:
                child(citing, out)
            elif text := child(citing):
                out.append(text)
            if citing.used is not used:  # what is known holds no longer
                _say(children[place + 1 :], citing, out)
                return
        citing.called += living.rest

    return parts


def _say(children: Sequence[Child], citing: Citing, out: list[str]) -> None:
    for chooses, child in children:
        if chooses:
            child(citing, out)
        elif text := child(citing):
            out.append(text)


def _living(children: Sequence[Child], citing: Citing) -> _Living:
    living, blank, asked = _Living(), citing.known.blank, 0
    for place, (chooses, child) in enumerate(children):
        known = blank.get((child, citing.used, citing.substituting))
        if known is None:
            said = _picked(child, citing) if chooses else _UNGUARDED.get(child, child)
            living.children.append((asked, chooses, said, place))
            asked = 0
        else:
            asked += known
    living.rest = asked
    return living


# What each render of `skipping` guards: of a part that may say something there is no more to be known.
_UNGUARDED: WeakKeyDictionary[Render, Render] = WeakKeyDictionary()


def _picked(choose: Parts, citing: Citing) -> Parts:
    """The branch that a `choose` is known to take, else itself."""
    return citing.known.picks.get((choose, citing.used), choose) or _nothing


def _nothing(citing: Citing, out: list[str]) -> None:
    pass


def picked(branches: Sequence[tuple[Test, Parts]]) -> Parts:
    """The texts of the first branch that holds."""

    def parts(citing: Citing, out: list[str]) -> None:
        key, picks = (parts, citing.used), citing.known.picks
        if key in picks:
            chosen = picks[key]
        else:
            doubts = citing.doubts
            chosen = next((chosen for holds, chosen in branches if holds(citing)), None)
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
