"""What a finding says: its datasheet's sentence with the values of its detail, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from warehouse.words import Words

PLACE = re.compile(r"\{(\w+)(?::([\w.]+))?\}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MISSING = {"zh": "（空）", "en": "(missing)"}
YES_NO = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}


def say_finding(template: str, detail: Mapping[str, Any], words: Words, language: str) -> str:
    """Return `template` with its places filled.

    A place is `{name}` or `{name:form}`; the forms are cny, percent (of a share 0 to 1), month, or_missing, and the
    `dataset.column` whose code the value is. Days come out as people of that language write them, and what is missing
    says so, in whatever form: `or_missing` only tells the reader of a datasheet that it may be.

    Raises:
        KeyError: the detail has no such value.
    """
    return PLACE.sub(lambda match: _write(detail[match[1]], match[2], words, language), template)


def list_places(template: str) -> set[str]:
    """Return the names of the values that a template needs."""
    return {match[1] for match in PLACE.finditer(template)}


def _write(value: Any, form: str | None, words: Words, language: str) -> str:
    if value is None or value == "":
        return MISSING[language]
    if form == "cny":
        return f"{float(value):,.2f}元" if language == "zh" else f"{float(value):,.2f} yuan"
    if form == "percent":
        return f"{float(value):.1%}"
    if form == "month":
        day = date.fromisoformat(str(value)[:7] + "-01")
        return f"{day.year}年{day.month}月" if language == "zh" else f"{day:%Y-%m}"
    if form and "." in form:
        dataset, _, column = form.rpartition(".")
        return words.of(dataset, column, str(value))
    if isinstance(value, bool):
        return YES_NO[language][value]
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if language == "zh" and isinstance(value, str) and DAY.fullmatch(value):
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    return str(value)
