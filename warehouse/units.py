"""What metrics are counted in, and how a figure is written with it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Unit(NamedTuple):
    """The word that stands behind a figure."""

    zh: str
    en: str


UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        "percent": Unit("%", "%"),
        "cny": Unit("元", "yuan"),
        "days": Unit("天", "days"),
        "months": Unit("个月", "months"),
        "years": Unit("年", "years"),
        "ratio": Unit("倍", "times"),
        "points": Unit("分", "points"),
        "tasks": Unit("项", "tasks"),
        "measures": Unit("条", "measures"),
        "items": Unit("项", "items"),
        "kinds": Unit("种", "kinds"),
        "documents": Unit("份", "documents"),
        "units": Unit("个", "units"),
        "villages": Unit("个", "villages"),
        "branches": Unit("个", "branches"),
        "organisations": Unit("个", "organisations"),
        "households": Unit("户", "households"),
        "persons": Unit("人", "persons"),
        "projects": Unit("个", "projects"),
        "cases": Unit("起", "cases"),
        "payments": Unit("笔", "payments"),
        "meetings": Unit("次", "meetings"),
        "checks": Unit("次", "checks"),
        "visits": Unit("次", "visits"),
        "messages": Unit("条", "messages"),
    }
)
