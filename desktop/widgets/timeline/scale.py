"""Which days lie at which pixels; a record without Qt. A day `d` takes the room from `x(d)` to `x(d + 1)`."""

from dataclasses import dataclass, replace

from .days import ordinal

FIRST_DAY, LAST_DAY = ordinal(-10_000), ordinal(13_000)  # as far as one can pan
MOST_PX_PER_DAY = 160.0


@dataclass(frozen=True, slots=True)
class Scale:
    """`first` is the day (a fraction counts hours) at pixel 0 of a plot `width` pixels wide."""

    first: float
    px_per_day: float
    width: float

    @property
    def last(self) -> float:
        """The day at the right edge."""
        return self.first + self.width / self.px_per_day

    def x(self, day: float) -> float:
        return (day - self.first) * self.px_per_day

    def day(self, x: float) -> float:
        return self.first + x / self.px_per_day

    def panned(self, px: float) -> "Scale":
        """Shows what lies `px` pixels to the right."""
        return replace(self, first=self.first + px / self.px_per_day)._kept()

    def zoomed(self, factor: float, x: float) -> "Scale":
        """Closer by a factor above 1, farther below it; the day at pixel `x` stays where it is."""
        px_per_day = _between(self._least(), self.px_per_day * factor, MOST_PX_PER_DAY)
        return Scale(self.day(x) - x / px_per_day, px_per_day, self.width)._kept()

    def resized(self, width: float) -> "Scale":
        """The same days in view in another width."""
        width = max(1.0, width)
        return Scale(self.first, self.px_per_day * width / self.width, width)._kept()

    def showing(self, first: float, last: float) -> "Scale":
        """Moved no farther than needed to have these days in view, with some air; the size stays when they fit."""
        air = min(48.0, self.width / 8)
        if self.x(first) >= air and self.x(last) <= self.width - air:
            return self
        room = (self.width - 2 * air) / self.px_per_day
        if last - first > room and first < self.last and last > self.first:
            return self  # longer than the view, and as much of it is seen as can be
        if last - first > room or self.x(first) < air:
            return replace(self, first=first - air / self.px_per_day)._kept()
        return replace(self, first=last - (self.width - air) / self.px_per_day)._kept()

    def _least(self) -> float:
        return self.width / (LAST_DAY - FIRST_DAY)

    def _kept(self) -> "Scale":
        px_per_day = _between(self._least(), self.px_per_day, MOST_PX_PER_DAY)
        first = _between(FIRST_DAY, self.first, max(FIRST_DAY, LAST_DAY - self.width / px_per_day))
        return Scale(first, px_per_day, self.width)


def fitted(first: float, last: float, width: float, air_px: float = 40.0) -> Scale:
    """The scale that shows the days `[first, last)` whole, with air on either side; at least a month."""
    width = max(1.0, width)
    air_px = min(air_px, width / 8)
    days = max(last - first, 31.0)
    middle = (first + last) / 2
    px_per_day = (width - 2 * air_px) / days
    return Scale(middle - width / 2 / px_per_day, px_per_day, width)._kept()


def between(one: Scale, other: Scale, share: float) -> Scale:
    """A scale on the way from one to the other, for motion: sizes by their ratio, so that it feels even."""
    px_per_day = one.px_per_day * (other.px_per_day / one.px_per_day) ** share
    # The fixed point of the zoom: where both scales have the same day at the same pixel; a plain pan has none.
    if abs(one.px_per_day - other.px_per_day) < 1e-9 * one.px_per_day:
        return Scale(one.first + (other.first - one.first) * share, px_per_day, other.width)
    part = (1 / one.px_per_day - 1 / px_per_day) / (1 / one.px_per_day - 1 / other.px_per_day)
    return Scale(one.first + (other.first - one.first) * part, px_per_day, other.width)


def _between(least: float, value: float, most: float) -> float:
    return max(least, min(value, most))
