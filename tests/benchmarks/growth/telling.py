"""The readings in words: a table for each group, of memory, and of the collections themselves."""

from collections.abc import Sequence

from tests.benchmarks.growth.fitting import slope
from tests.benchmarks.growth.groups import AIMS, INDEX_AIMS, PEAKS, SIZES, TIMES, Group
from tests.benchmarks.growth.readings import Reading, Readings
from tests.benchmarks.measure import Table


def tables(readings: Readings) -> list[Table]:
    """One table a group, and one of memory."""
    made = [_table(readings, group) for group in TIMES]
    return [table for table in [_conditions(readings), _aims(readings), *made, _memory(readings)] if table.rows]


def _columns(readings: Readings, unit: str) -> Sequence[str]:
    return ("what", *(f"{size:,} articles{unit}" for size in readings.sizes), "slope")


def _table(readings: Readings, group: Group) -> Table:
    table = Table(group.title, _columns(readings, ""), telling=False)
    for name in group.held(readings):
        found = [readings.get(size, name) for size in readings.sizes]
        table.add(group.short(name), *map(_cell, found), slope_words(readings, name))
    return table


def _memory(readings: Readings) -> Table:
    table = Table(SIZES.title, _columns(readings, ", MB"), telling=False)
    for name in PEAKS:
        found = [readings.get(size, name) for size in readings.sizes]
        points = [(size, each.peak_mb or 0) for size, each in zip(readings.sizes, found, strict=True) if each]
        if points:
            shown = [f"{each.peak_mb:,.0f}" if each and each.peak_mb else "–" for each in found]
            table.add(f"peak of all processes: {name}", *shown, _exponent(slope(points)))
    for name in SIZES.held(readings):
        found = [readings.get(size, name) for size in readings.sizes]
        shown = [number(each.wall) if each and not each.note else "–" for each in found]
        table.add(name.removesuffix(", MB"), *shown, slope_words(readings, name))
    return table


def _aims(readings: Readings) -> Table:
    """What is to be reached, and what was, at the largest size at which it was measured."""
    table = Table("Aims", ("what", "aim", "seen", "at articles"), telling=False)
    index = [(size, readings.get(size, "index")) for size in readings.sizes]
    done = [(size, each) for size, each in index if each is not None and each.more and each.processor]
    if done:
        size, each = done[-1]
        table.add(
            "articles indexed in a processor second", INDEX_AIMS[0], int(each.more["articles"] / each.value), size
        )
        share = 100 * each.more["index_bytes"] / each.more["text_bytes"]
        table.add("index, % of the text's size", INDEX_AIMS[1], int(share), size)
    for name, words, aim in AIMS:
        found = [(size, readings.get(size, name)) for size in readings.sizes]
        read = [(size, each) for size, each in found if each is not None and not each.note]
        if read:
            size, each = read[-1]
            most = each.wall if each.most is None or "median" in words else each.most
            table.add(words, int(aim), number(most), size)
    return table


def _conditions(readings: Readings) -> Table:
    """The collections themselves, and how busy the machine was."""
    table = Table(
        "Collections",
        ("articles", "words", "different words", "Heaps' exponent", "index, % of text", "load average", "measured"),
        telling=False,
    )
    for size in readings.sizes:
        held = [each for each in (readings.get(size, name) for name in readings.names()) if each is not None]
        heaps, text, index = (readings.get(size, name) for name in ("Heaps", "text, MB", "index, MB"))
        loads, days = [each.load for each in held], sorted({each.day for each in held})
        if heaps:
            share = f"{100 * index.wall / text.wall:.0f}" if text and index else "–"
            busy = f"{min(loads):.1f} to {max(loads):.1f}"
            words, different = int(heaps.more["words"]), int(heaps.more["different"])
            table.add(size, words, different, heaps.wall, share, busy, " to ".join(dict.fromkeys((days[0], days[-1]))))
    return table


def slope_words(readings: Readings, name: str) -> str:
    """The exponent of a reading over all sizes, or – where it was read at one size only."""
    found = [(size, readings.get(size, name)) for size in readings.sizes]
    return _exponent(slope((size, each.value) for size, each in found if each is not None and not each.note))


def _exponent(found: float | None) -> str:
    return "–" if found is None else f"{found:.2f}"


def _cell(reading: Reading | None) -> str:
    if reading is None:
        return "–"
    if reading.note:
        return reading.note
    scale, unit = (1000, "ms") if reading.unit == "s" and reading.wall < 1 else (1, reading.unit)
    said = number(reading.wall * scale)
    if reading.most is not None:
        said += f" / {number(reading.most * scale)}"
    said += f" {unit}"
    return said if reading.processor is None else f"{said} ({number(reading.processor * scale)})"


def number(value: float) -> str:
    """Two figures that count; thousands apart."""
    if abs(value) < 10:
        return f"{value:.2g}" if abs(value) >= 0.1 else f"{value:.2f}"
    return f"{value:,.0f}"
