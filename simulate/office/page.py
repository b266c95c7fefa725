"""A delivery laid out as a sheet: headings, texts, and the row on which each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from simulate.deliveries import Delivery, name_list
from simulate.office.spelling import in_wan, spell
from simulate.office.style import Style
from simulate.tables import KEY
from warehouse.contracts import Contract

TITLE_ROWS = 2
TEXT_SHEET = "csv"


@dataclass(frozen=True)
class PageColumn:
    """One column of a sheet: the contract's `name`, its heading, the heading above it that others share.

    `unit` is the money unit that the heading states; `kind` text, number or date, as a workbook holds it.
    """

    name: str
    heading: str
    group: str | None
    unit: str | None
    kind: str
    is_shared_down: bool
    is_summed: bool


@dataclass(frozen=True)
class Page:
    """One sheet, ready to be written or landed.

    Attributes:
        path: relative to the folder of all deliveries.
        index: the 0-based column of the first heading that belongs to the contract (序号 may stand before it).
        first_row: the row (1-based) of the first of `texts`.
        texts: a String column per column, every cell filled, as the office means it.
        keys: which row each of `texts` is.
        money_unit: what the line under the title states for all amounts.
        style: the office's habits; a continued text file has neither title nor footers.
        hidden_row: the 0-based row that somebody has hidden, as is hidden_column.
    """

    dataset: str
    path: str
    sheet: str
    title: str
    as_of: date
    sender: str
    unit: str | None
    revision: int
    columns: tuple[PageColumn, ...]
    index: int
    first_row: int
    texts: pl.DataFrame
    keys: pl.Series
    money_unit: str | None
    style: Style
    hidden_row: int | None = None
    hidden_column: int | None = None

    @property
    def header_rows(self) -> int:
        return 2 if any(column.group for column in self.columns) else 1


def lay_out(contract: Contract, delivery: Delivery, style: Style, site: str, after: int = 0) -> Page:
    """Return `delivery` as a page.

    Args:
        contract: of the dataset.
        delivery: the rows.
        style: how the office writes.
        site: the district's name, which heads the table and names the sheet.
        after: rows that a text file holds already; the page then only goes on with them.
    """
    spelt = spell(contract, delivery, style)
    names = [column for column in spelt.texts.columns if column != KEY]
    grouped = _grouped(style, names)
    columns = tuple(
        PageColumn(
            name,
            style.headings[name] + _stated_unit(contract, name, style),
            grouped.get(name),
            _unit_of(contract, name, style),
            spelt.kinds[name],
            contract.column(name).fill == "down",
            contract.column(name).total is not None,
        )
        for name in names
    )
    headed = TITLE_ROWS + (2 if grouped else 1)
    first_row = (after or headed) + 1
    return Page(
        dataset=contract.dataset,
        path=delivery.path,
        sheet=TEXT_SHEET if style.form == "csv" else site,
        title=f"{site}{name_list(contract)}",
        as_of=delivery.as_of,
        sender=delivery.sender,
        unit=delivery.unit,
        revision=delivery.revision,
        columns=columns,
        index=int(style.has_serial),
        first_row=first_row,
        texts=spelt.texts.drop(KEY),
        keys=spelt.texts[KEY],
        money_unit="万元" if style.money == "title" and _has_amounts(contract, names) else None,
        style=style,
        hidden_row=first_row if style.hides_row and len(spelt.texts) > 1 else None,
        hidden_column=int(style.has_serial) + len(columns) - 1 if style.hides_column else None,
    )


def _grouped(style: Style, names: list[str]) -> dict[str, str]:
    if style.group is None or not {style.group[0], style.group[1]} <= set(names):
        return {}
    first, last = names.index(style.group[0]), names.index(style.group[1])
    return dict.fromkeys(names[first : last + 1], style.group[2])


def _has_amounts(contract: Contract, names: list[str]) -> bool:
    return any(contract.column(name).parse == "amount" for name in names)


def _unit_of(contract: Contract, name: str, style: Style) -> str | None:
    """Return the unit that the heading states; without one the contract's own holds."""
    column = contract.column(name)
    if column.parse != "amount" or style.money == "title":
        return None
    if style.money == "plain" and column.unit == "元":
        return None  # what everybody takes for granted
    return "万元" if in_wan(column, style) else "元"


def _stated_unit(contract: Contract, name: str, style: Style) -> str:
    unit = _unit_of(contract, name, style)
    return f"（{unit}）" if unit else ""
