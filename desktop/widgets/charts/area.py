"""What a plot shows, and at which pixels: a record that maps positions to pixels of the box. Pixels grow downwards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A box of `width` by `height` pixels that shows positions x0 to x1 and y0 to y1."""

    width: float
    height: float
    x0: float
    x1: float
    y0: float
    y1: float

    def x(self, position: float) -> float:
        return (position - self.x0) / (self.x1 - self.x0) * self.width

    def y(self, position: float) -> float:
        return self.height - (position - self.y0) / (self.y1 - self.y0) * self.height

    def position(self, x: float) -> float:
        """The horizontal position at a pixel."""
        return self.x0 + x / self.width * (self.x1 - self.x0)
