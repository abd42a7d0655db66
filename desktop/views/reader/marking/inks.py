"""The colours of washes: one for each stack of highlights that lie on one another, always light or dark enough for the words.

A stack is mostly its uppermost colour, with that of those below shining through, and a step deeper for every layer as far as
words keep 4.5:1 on it (WCAG 2.2, 1.4.3).
"""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QColor

LEAST_CONTRAST = 4.5
_KEPT_CONTRAST = 4.7  # what a deepened stack keeps: rounding to 8 bits must not eat the promise
_STEP, _DEEPEST = 0.14, 3
_TOP = 0.62  # the share of what lies on top
_STACKED = 6  # of more layers than these nobody sees the lowest


# Red, green and blue from 0 to 1: a page with thousands of passages has thousands of stacks, and a QColor for each step of
# each would take longer than drawing them.
_Tone = tuple[float, float, float]


class Inks:
    """The washes of one theme; `color(role)` gives a role's colour."""

    def __init__(self, color: Callable[[str], QColor]) -> None:
        self._color = color
        self._made: dict[tuple[str, ...], QColor] = {}
        self._stripes: dict[str, QColor] = {}
        self._tones: dict[str, _Tone] = {}
        self._blends: dict[tuple[str, ...], tuple[_Tone, _Tone]] = {}

    def wash(self, roles: Sequence[str]) -> QColor:
        """The wash where passages in these highlights lie on one another, the lowest first; one role gives its own colour."""
        key = tuple(roles[-_STACKED:])
        if key not in self._made:
            self._made[key] = self._stacked(key)
        return self._made[key]

    def stripe(self, role: str) -> QColor:
        """The strong colour of a highlight, for stripes and edges."""
        if role not in self._stripes:
            self._stripes[role] = self._color(f"{role}_mark")
        return self._stripes[role]

    def _stacked(self, roles: tuple[str, ...]) -> QColor:
        words = self._tone("text")
        base, strong = self._blended(roles)
        made = base
        for depth in range(1, min(len(roles), _DEEPEST + 1)):
            deeper = _mixed(base, strong, _STEP * depth)
            if _contrast(words, deeper) < _KEPT_CONTRAST:
                break
            made = deeper
        if len(roles) > 1 and made == base:
            # Where a deeper tone would swallow the words (a dark ground), the stack turns away from them instead.
            made = _mixed(base, self._tone("surface"), _STEP)
        return QColor.fromRgbF(*made)

    def _blended(self, roles: tuple[str, ...]) -> tuple[_Tone, _Tone]:
        """The washes of a stack shining through one another, and so its strong colours; stacks share what lies below."""
        held = self._blends.get(roles)
        if held is None:
            held = self._tone(roles[-1]), self._tone(f"{roles[-1]}_mark")
            if len(roles) > 1:
                base, strong = self._blended(roles[:-1])
                held = _mixed(base, held[0], _TOP), _mixed(strong, held[1], _TOP)
            self._blends[roles] = held
        return held

    def _tone(self, role: str) -> _Tone:
        if role not in self._tones:
            self._tones[role] = _tone(self._color(role))
        return self._tones[role]


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    return _contrast(_tone(one), _tone(other))


def _contrast(one: _Tone, other: _Tone) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(tone: _Tone) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in tone)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _tone(color: QColor) -> _Tone:
    return color.redF(), color.greenF(), color.blueF()


def _mixed(one: _Tone, other: _Tone, share: float) -> _Tone:
    keep = 1 - share
    return (
        one[0] * keep + other[0] * share,
        one[1] * keep + other[1] * share,
        one[2] * keep + other[2] * share,
    )
