"""Maps colours to those of a terminal that has few: to the one that looks most like it. Pure.

Distances are Euclidean in CIE L*a*b* (D65), where equal steps look equal; a pale warm grey does not become pink.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

Rgb = tuple[int, int, int]
Lab = tuple[float, float, float]

#: The steps of each channel in the cube of 6 × 6 × 6 colours, numbers 16 to 231; a ramp of 24 greys follows.
_STEPS = (0, 95, 135, 175, 215, 255)
_CUBE: Sequence[Rgb] = tuple((r, g, b) for r in _STEPS for g in _STEPS for b in _STEPS)
_GREYS: Sequence[Rgb] = tuple((8 + 10 * n,) * 3 for n in range(24))
#: The sixteen colours as xterm has them; what they look like is the person's choice.
_SIXTEEN: Sequence[Rgb] = (
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
)  # fmt: skip


@cache
def of_256(red: int, green: int, blue: int) -> int:
    """The number, from 16 on, of the nearest colour of 256."""
    return 16 + _nearest((red, green, blue), (*_CUBE, *_GREYS))


@cache
def of_16(red: int, green: int, blue: int) -> int:
    """The number of the nearest colour of sixteen."""
    return _nearest((red, green, blue), _SIXTEEN)


def _nearest(wanted: Rgb, held: Sequence[Rgb]) -> int:
    aim = lab(*wanted)
    return min(range(len(held)), key=lambda n: sum((a - b) ** 2 for a, b in zip(aim, lab(*held[n]), strict=True)))


@cache
def lab(red: int, green: int, blue: int) -> Lab:
    """A colour of sRGB in CIE L*a*b*."""
    r, g, b = (_linear(channel / 255) for channel in (red, green, blue))
    x = _curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
    y = _curve(0.2126 * r + 0.7152 * g + 0.0722 * b)
    z = _curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _curve(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
