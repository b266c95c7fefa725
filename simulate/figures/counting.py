"""Values → bars: categories, equal steps, steps of powers of ten, first digits, days of the week, months."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

import polars as pl

from simulate.figures.chart import Chart

Marks = Sequence[tuple[float, str]]
WEEKDAYS = "一二三四五六日"
STEPS_OF_TEN = 6  # bars to a power of ten


def by_value(values: pl.Series, first: int, last: int, axis: str) -> Chart:
    """Count whole numbers from `first` to `last`; the last bar holds all that are larger."""
    counts = dict(values.clip(upper_bound=last).value_counts().iter_rows())
    numbers = range(first, last + 1)
    ticks = [(at + 0.5, f"{number}+" if number == last else str(number)) for at, number in enumerate(numbers)]
    return Chart([counts.get(number, 0) for number in numbers], ticks, axis)


def in_steps(values: pl.Series, low: float, high: float, step: float, axis: str, marks: Marks = ()) -> Chart:
    """Count values in equal steps; what lies outside is left out. Six steps carry a number."""
    bars = round((high - low) / step)
    heights = _count(((values.drop_nulls().cast(pl.Float64) - low) / step).floor(), 0, bars)
    every = max(bars // 6, 1)
    ticks = [(float(at), f"{low + at * step:,.0f}") for at in range(0, bars + 1, every)]
    return Chart(heights, ticks, axis, [((value - low) / step, words) for value, words in marks])


def in_powers(values: pl.Series, axis: str, marks: Marks = ()) -> Chart:
    """Count positive amounts in steps of equal ratio, six to a power of ten."""
    logs = values.drop_nulls().cast(pl.Float64)
    logs = logs.filter(logs > 0).log10()
    low, high = floor(float(logs.min() or 0)), floor(float(logs.max() or 0)) + 1  # type: ignore[arg-type]
    heights = _count(((logs - low) * STEPS_OF_TEN).floor(), 0, (high - low) * STEPS_OF_TEN)
    ticks = [(float((power - low) * STEPS_OF_TEN), _power(power)) for power in range(low, high + 1)]
    placed = [((log10(value) - low) * STEPS_OF_TEN, words) for value, words in marks]
    return Chart(heights, ticks, axis, placed)


def by_first_digit(values: pl.Series) -> Chart:
    """Return the shares of first digits; dots show those of Benford's law."""
    texts = values.drop_nulls().cast(pl.Float64).abs().map_elements(lambda x: f"{x:e}"[0], pl.String)
    digits = texts.cast(pl.Int64)
    counts = _count(digits.filter(digits > 0).cast(pl.Float64), 1, 10)
    total = sum(counts) or 1
    return Chart(
        [count / total for count in counts],
        [(at + 0.5, str(at + 1)) for at in range(9)],
        "首位数字（圆点：本福特定律） first digit (dots: Benford)",
        dots=[log10(1 + 1 / digit) for digit in range(1, 10)],
        is_share=True,
    )


def by_weekday(days: pl.Series) -> Chart:
    """Count days by the day of the week."""
    counts = _count(days.drop_nulls().dt.weekday().cast(pl.Float64), 1, 8)
    return Chart(
        counts, [(at + 0.5, f"周{word}") for at, word in enumerate(WEEKDAYS)], "星期 day of the week"
    )


def by_month(days: pl.Series, axis: str) -> Chart:
    """Count days by month, from the first month that occurs to the last."""
    months = days.drop_nulls().cast(pl.Date).dt.truncate("1mo")
    counts = dict(months.value_counts().iter_rows())
    span = pl.select(pl.date_range(months.min(), months.max(), "1mo")).to_series().to_list()  # type: ignore[arg-type]
    every = len(span) // 12 + 1
    ticks = [(at + 0.5, f"{month:%y-%m}") for at, month in enumerate(span) if at % every == 0]
    return Chart([counts.get(month, 0) for month in span], ticks, axis)


def _count(numbers: pl.Series, first: int, after: int) -> list[int]:
    """Return how often each whole number from `first` to before `after` occurs."""
    counts = dict(numbers.cast(pl.Int64).value_counts().iter_rows())
    return [counts.get(number, 0) for number in range(first, after)]


def _power(power: int) -> str:
    return {4: "1万", 5: "10万", 6: "100万", 7: "1000万", 8: "1亿"}.get(power, f"{10.0**power:g}")
