"""Bars → an SVG, in shades of grey; the same bars give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, log10

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 26, 26, 46
BAR, INK, LINE, FAINT = "#9a9a9a", "#222", "#666", "#e2e2e2"
STYLE = "font-family:'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif;font-size:12px"
MOST_STEPS = 5


@dataclass(frozen=True)
class Chart:
    """What a picture shows.

    Attributes:
        heights: of the bars, from left to right.
        ticks: what stands below, and where: 0 is the left edge of the first bar, 1 its right edge.
        axis: what is counted along, with its unit.
        marks: dashed lines with a word each, placed as the ticks are.
        dots: heights that the bars are held against; none, or as many as there are bars.
        is_share: whether heights are shares of 1, else counts.
    """

    heights: Sequence[float]
    ticks: Sequence[tuple[float, str]]
    axis: str
    marks: Sequence[tuple[float, str]] = ()
    dots: Sequence[float] = ()
    is_share: bool = False


def draw(chart: Chart) -> str:
    """Return the picture."""
    return "\n".join([*_lines(chart), "</svg>", ""])


def _lines(chart: Chart) -> Iterator[str]:
    step = find_step(max([*chart.heights, *chart.dots]))
    top = step * ceil(max([*chart.heights, *chart.dots]) / step)
    slot = (WIDTH - LEFT - RIGHT) / len(chart.heights)
    floor = HEIGHT - BOTTOM

    def y(height: float) -> float:
        return floor - height / top * (floor - TOP)

    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" style="{STYLE}">'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    for number in range(round(top / step) + 1):
        at = y(number * step)
        yield f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="{FAINT if number else LINE}"/>'
        words = f"{number * step:.0%}" if chart.is_share else f"{number * step:,.0f}"
        yield _text(LEFT - 6, at + 4, words, "end")
    wide = max(slot - min(slot * 0.16, 6), 0.5)
    for number, height in enumerate(chart.heights):
        if height:
            x, high = LEFT + number * slot + (slot - wide) / 2, floor - y(height)
            place = f'x="{x:.1f}" y="{y(height):.1f}" width="{wide:.1f}" height="{high:.1f}"'
            yield f'<rect {place} fill="{BAR}"/>'
    for at, words in chart.ticks:
        yield _text(LEFT + at * slot, floor + 17, words, "middle")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, chart.axis, "middle")
    for at, words in chart.marks:
        x = LEFT + at * slot
        yield f'<path d="M{x:.1f} {floor}V{TOP - 8}" stroke="{INK}" stroke-dasharray="4 3"/>'
        yield _text(x, TOP - 12, words, "middle")
    for number, height in enumerate(chart.dots):
        place = f'cx="{LEFT + (number + 0.5) * slot:.1f}" cy="{y(height):.1f}" r="4"'
        yield f'<circle {place} fill="#fff" stroke="{INK}" stroke-width="1.5"/>'


def find_step(highest: float) -> float:
    """Return a round distance of grid lines, so that five of them or fewer reach up to `highest`."""
    power = 10.0 ** (ceil(log10(highest)) - 2) if highest > 0 else 1.0
    return next(
        size * power for size in (1, 2, 2.5, 5, 10, 20, 25, 50) if highest / (size * power) <= MOST_STEPS
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}">{escape(words)}</text>'
