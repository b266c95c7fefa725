"""Two public suites of Chinese numbers, counted case by case: what our reading of a cell agrees with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.numbers import Number, parse_number


@dataclass(frozen=True)
class Case:
    """A text as a cell, and whether what is read from it is what the suite says."""

    text: str
    agrees: Callable[[Number | None], bool]


@dataclass(frozen=True)
class Score:
    """Of `total` cases `passed` agree; `misread` are the texts that are read as something else."""

    passed: int
    total: int
    misread: tuple[str, ...]


def score_suites(parsers: Path) -> dict[str, Score]:
    """Return the score of every file of both suites, by the file's name without its ending."""
    recognizers = parsers / "recognizers_text_zh"
    labelled = {path.stem: list(_labelled(_load(path))) for path in sorted(recognizers.rglob("*.json"))}
    cn2an = {name: _load(parsers / "cn2an" / f"{name}.json")["cases"] for name in _CN2AN}
    cases = {name: list(build(cn2an[name])) for name, build in _CN2AN.items()} | labelled
    return {name: _score(found) for name, found in cases.items()}


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8-sig"))


def _score(cases: list[Case]) -> Score:
    read = [(case, parse_number(case.text)) for case in cases]
    misread = (case.text for case, number in read if number is not None and not case.agrees(number))
    return Score(sum(case.agrees(number) for case, number in read), len(cases), tuple(misread))


def _is(value: float, within: float | None = None) -> Callable[[Number | None], bool]:
    return lambda number: number is not None and float(number.value) == pytest.approx(value, abs=within)


def _is_refused(number: Number | None) -> bool:
    return number is None


# ---------------------------------------------------------------- recognizers: each labelled piece once, as a cell


def _labelled(cases: Iterable[dict[str, Any]]) -> Iterable[Case]:
    pieces = {
        (piece["Text"], resolution.get("value"), resolution.get("isoCurrency"))
        for case in cases
        for piece in case["Results"]
        if (resolution := piece.get("Resolution"))
    }
    for text, value, currency in sorted(pieces, key=str):
        yield Case(text, _agreement(value, currency))


def _agreement(value: str | None, currency: str | None) -> Callable[[Number | None], bool]:
    """A value has to be equal, in yuan where the suite says so; an open range from it means "more than" it."""
    if value is None:  # a unit without a number
        return _is_refused
    if value.endswith(",)"):
        above = _is(float(value[1:-2]))
        return lambda number: above(number) and number is not None and number.approximate
    if value[0] in "[(":
        return lambda number: False
    equal = _is(float(value.rstrip("%")))
    in_yuan = currency == "CNY"
    return lambda number: equal(number) and (not in_yuan or (number is not None and number.unit == "元"))


# ---------------------------------------------------------------- cn2an: numerals read, written numerals read back


def _read(cases: dict[str, Any]) -> Iterable[Case]:
    values = {
        text: value for mode in ("strict", "normal", "smart") for text, value in cases[f"{mode}_data_dict"]
    }
    yield from (Case(text, _is(value)) for text, value in values.items())
    # What its strict mode refuses and its normal mode reads is a number to us.
    errors = {text for mode in ("strict", "normal", "smart") for text in cases[f"error_{mode}_datas"]}
    yield from (Case(text, _is_refused) for text in sorted(errors - values.keys()))


def _read_back(cases: dict[str, Any]) -> Iterable[Case]:
    for value, written in (*cases["input_data"], *cases["scientific_input_data"]):
        for text in [written] if isinstance(written, str) else written:
            yield Case(
                text, _is(value, 0.01 if "元" in text or "分" in text else None)
            )  # money is cut at cents


def _sentences(cases: dict[str, Any]) -> Iterable[Case]:
    """A sentence in figures and the same one in Chinese numerals: both read, and alike."""
    for pairs in cases.values():
        for first, second in pairs:
            other = parse_number(second)
            yield Case(first, _is(float(other.value)) if other else lambda number: False)


_CN2AN: dict[str, Callable[[dict[str, Any]], Iterable[Case]]] = {
    "cn2an_test": _read,
    "an2cn_test": _read_back,
    "transform_test": _sentences,
}
