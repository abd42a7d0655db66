"""Numbers as people read them, and round numbers for an axis; exact decimals, no Qt.

`12,345` and `−3` as they are; on an axis `1.2 million`, `3 billion`; beyond that, powers of ten.
"""

import math
from collections.abc import Sequence
from decimal import Decimal

_NAMED = ((12, "trillion"), (9, "billion"), (6, "million"))
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN_BELOW, _TINY_BELOW = 15, -4  # powers of ten


def plain(value: float) -> str:
    """`12,345`, `0.25`, `−3`, `1.2 × 10¹⁸`: at most three decimals, none that say nothing."""
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if not _TINY_BELOW <= exponent < _PLAIN_BELOW:
        return _power(Decimal(f"{value:.2e}"))
    digits = max(0, min(3, 2 - exponent)) if abs(value) >= 0.1 else 2 - exponent
    return _signed(f"{value:,.{digits}f}", trimmed=value != int(value) or digits > 0)


def on_axis(ticks: Sequence[Decimal]) -> list[str]:
    """The words of an axis's ticks, all in the same unit and with the same decimals."""
    most = max((abs(tick) for tick in ticks), default=Decimal(0))
    if most == 0:
        return ["0" for _ in ticks]
    exponent = most.adjusted()
    if exponent >= _PLAIN_BELOW or exponent < _TINY_BELOW:
        return [_power(tick) for tick in ticks]
    unit, name = next(((power, f" {word}") for power, word in _NAMED if exponent >= power), (0, ""))
    scaled = [tick.scaleb(-unit) for tick in ticks]
    decimals = max((_decimals(each) for each in scaled), default=0)
    return ["0" if each == 0 else _signed(f"{each:,.{decimals}f}") + name for each in scaled]


def round_ticks(low: float, high: float, room: int, exponent: int = 0) -> list[tuple[float, Decimal]]:
    """Round numbers from low to high, at most `room` and a little more: where they lie, and what they are.

    Positions are in units of 10 to the `exponent`, so that no axis is too large or too small to be drawn.
    """
    if not high > low:
        return []
    raw = (high - low) / max(1, room)
    power = math.floor(math.log10(raw))
    step = next(
        (
            Decimal(factor).scaleb(power)
            for factor in ("1", "2", "5")
            if Decimal(factor).scaleb(power) >= Decimal(raw) * Decimal("0.999")
        ),
        Decimal(1).scaleb(power + 1),
    )
    first, last = math.ceil(low / float(step) - 1e-9), math.floor(high / float(step) + 1e-9)
    return [(float(step * number), (step * number).scaleb(exponent)) for number in range(first, last + 1)]


def without_fractions(ticks: list[tuple[float, Decimal]]) -> list[tuple[float, Decimal]]:
    """The whole numbers among them: nobody counts half an article."""
    return [(at, tick) for at, tick in ticks if tick == tick.to_integral_value()]


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _power(number: Decimal) -> str:
    if number == 0:
        return "0"
    exponent = number.adjusted()
    mantissa = number.scaleb(-exponent).normalize()
    power = f"10{str(exponent).translate(_SUPERSCRIPT)}"
    return _signed(f"{mantissa:f}") + f" × {power}" if abs(mantissa) != 1 else ("−" if mantissa < 0 else "") + power


def _signed(words: str, *, trimmed: bool = False) -> str:
    if trimmed and "." in words:
        words = words.rstrip("0").rstrip(".")
    return words.replace("-", "−")
