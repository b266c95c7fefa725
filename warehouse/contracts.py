"""Contracts: what each dataset is, read from the dbt sources that dbt itself reads.

A contract is `dbt_project/models/staging/<source>/src_<source>__<dataset>.yml`. An unknown key is refused with
its file and line, because a misspelt `requird` would otherwise silently switch a check off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import polars as pl

from warehouse.code_lists import CODE_LISTS, Code, read_codes
from warehouse.contract_files import ContractFile, Label, Marked
from warehouse.settings import MODELS

__all__ = ["Code", "Column", "Contract", "Label", "Stored", "load_contracts"]

TABLE_META = {"label", "description_zh", "systems", "delivery", "scope", "key", "recognise", "internal"}
COLUMN_META = {
    *("label", "description_zh", "example", "headers", "required", "parse", "unit", "codes", "codes_from"),
    *("references", "minimum", "fill", "total", "on_error", "derived", "personal"),
}
PARSERS = {
    *("text", "identifier", "code", "integer", "number", "percent", "amount", "boolean"),
    *("date", "month", "year", "period", "moment", "deadline"),
}
PERSONAL = {
    *("id_card", "bank_account", "phone", "person_name", "address"),
    "party_name",  # whom money goes to or comes from: persons, masked, and organisations, which stay readable
    "private_number",  # of a citizen's vehicle, property or household register
}
VERBATIM = {"text", "identifier"}
WORDS = {
    *("description", "description_zh", "label", "example", "systems", "columns", "stored", "_by_name"),
    "codes_from",
}
# What is landed in place of a personal value: name, type, label zh and en, words of its description.
PERSONAL_PARTS = (
    ("token", "varchar", "代号", "token", "Keyed token"),
    ("masked", "varchar", "掩码", "masked", "Masked form"),
    ("birth_date", "date", "出生日期", "birth date", "Birth date stated"),
    ("sex", "varchar", "性别", "sex", "Sex stated (male, female)"),
    ("area", "varchar", "地区码", "area code", "Area code, six digits,"),
    ("valid", "boolean", "校验通过", "valid", "Whether check digit and date are right"),
)
TYPES: Mapping[str, pl.DataType] = {
    "varchar": pl.String(),
    "integer": pl.Int32(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us"),
    "decimal(18,2)": pl.Decimal(18, 2),
    "decimal(18,4)": pl.Decimal(18, 4),
}
PARSE_OF_TYPE = {
    "varchar": "text",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "moment",
}


@dataclass(frozen=True)
class Stored:
    """One column as the warehouse stores it; a personal column is stored as several."""

    name: str
    data_type: str
    label: Label
    description: str

    @property
    def dtype(self) -> pl.DataType:
        return TYPES[self.data_type]


@dataclass(frozen=True)
class Column:
    """One column of a contract, as an office heads it; `stored` is what the warehouse makes of it.

    `personal` is the class of personal data, None for all that may be landed as it is. `example` is a value as a
    clerk would type it.
    """

    name: str
    data_type: str
    description: str
    label: Label
    headers: tuple[str, ...]
    required: bool
    parse: str
    unit: str | None
    codes: tuple[Code, ...]
    references: str | None
    minimum: float | None
    fill: str | None
    total: str | None
    on_error: str
    derived_from: str | None
    derived_take: str | None = None
    personal: str | None = None
    description_zh: str = ""
    example: str | None = None
    codes_from: str | None = None

    @property
    def is_verbatim(self) -> bool:
        """Whether the value is the cell's own text, so that the raw text need not be stored beside it."""
        return self.parse in VERBATIM and self.personal is None

    @cached_property
    def stored(self) -> tuple[Stored, ...]:
        if self.personal is None:
            return (Stored(self.name, self.data_type, self.label, self.description),)
        return tuple(
            Stored(
                f"{self.name}_{part}",
                data_type,
                Label(f"{self.label.zh}（{zh}）", f"{self.label.en}: {en}"),
                f"{said} of: {self.description}",
            )
            for part, data_type, zh, en, said in PERSONAL_PARTS[: 6 if self.personal == "id_card" else 2]
        )

    @property
    def dtype(self) -> pl.DataType:
        return TYPES[self.data_type]


@dataclass(frozen=True)
class Contract:
    """One dataset: how it is recognised, read, checked and replaced by a later delivery."""

    source: str
    name: str
    description: str
    label: Label
    delivery: str
    scope: str
    key: tuple[str, ...]
    titles: tuple[str, ...]
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    digest: str
    systems: tuple[str, ...] = ()
    description_zh: str = ""

    def __hash__(self) -> int:
        return hash(
            (self.source, self.name, self.digest)
        )  # a contract is a key of caches: not field by field

    @property
    def dataset(self) -> str:
        return f"{self.source}.{self.name}"

    @property
    def read_columns(self) -> tuple[Column, ...]:
        """The columns that a sheet can hold; the others are derived from them."""
        return tuple(column for column in self.columns if column.derived_from is None)

    @property
    def stored(self) -> tuple[Stored, ...]:
        """The columns as the warehouse stores them."""
        return tuple(stored for column in self.columns for stored in column.stored)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> Column:
        return self._by_name[name]


def load_contracts(models: Path = MODELS) -> tuple[Contract, ...]:
    """Return every office contract under `models`, ordered by dataset.

    Raises:
        ContractError: a key is unknown, missing or has a value that no contract may have; names file and line.
    """
    files = [ContractFile(path) for path in sorted((models / "staging").glob("*/src_*.yml"))]
    tables = [
        (file, source, table) for file in files for source, table in file.load() if not _is_internal(table)
    ]
    contracts = [_build_contract(file, source, table) for file, source, table in tables]
    return tuple(sorted(contracts, key=lambda contract: contract.dataset))


def _is_internal(table: Marked) -> bool:
    return bool(table.get("config", {}).get("meta", {}).get("internal", False))


def _build_contract(file: ContractFile, source: str, table: Marked) -> Contract:
    meta = file.take(file.take(table, "config", dict), "meta", dict)
    file.refuse_unknown(meta, TABLE_META)
    recognise = file.take(meta, "recognise", dict, {})
    if recognise:
        file.refuse_unknown(recognise, {"titles", "files"})
    contract = Contract(
        source=source,
        name=file.take(table, "name", str),
        description=file.take(table, "description", str),
        label=file.take_label(meta),
        delivery=file.take_one(meta, "delivery", {"full", "append"}),
        scope=file.take_one(meta, "scope", {"site", "unit"}),
        key=file.take_words(meta, "key", ...),
        titles=file.take_words(recognise, "titles"),
        files=file.take_words(recognise, "files"),
        columns=tuple(_build_column(file, column) for column in file.take(table, "columns", list)),
        digest="",
        systems=file.take_words(meta, "systems"),
        description_zh=file.take(meta, "description_zh", str, ""),
    )
    _refuse_contradictions(file, meta, contract)
    return replace(contract, digest=_digest(contract))


def _digest(contract: Contract) -> str:
    """Return a hash of how the contract reads: a description or a comment must not make every load look outdated."""
    meaning = [_without_words(contract), *(_without_words(column) for column in contract.columns)]
    return hashlib.sha256(repr(meaning).encode()).hexdigest()[:16]


def _without_words(described: Contract | Column) -> dict[str, object]:
    meaning = {name: value for name, value in vars(described).items() if name not in WORDS}
    if isinstance(described, Column):
        # A list that grows reads what was read before as before.
        meaning["codes"] = tuple(code for code in described.codes if code.origin is None)
    return meaning


def _refuse_contradictions(file: ContractFile, meta: Marked, contract: Contract) -> None:
    names = [column.name for column in contract.columns]
    stored = [column.name for column in contract.stored]
    wrong = {
        "列重复 / columns repeated": [name for name in names if names.count(name) > 1],
        "主键列不存在 / key names no column": [name for name in contract.key if name not in names],
        "派生自不存在的列 / derived from no column": [
            column.name for column in contract.columns if column.derived_from not in (None, *names)
        ],
        "存储列重复 / stored columns repeated": [name for name in stored if stored.count(name) > 1],
    }
    for what, found in wrong.items():
        if found:
            raise file.fail(meta, "key", f"{what}: {', '.join(found)}")


def _build_column(file: ContractFile, column: Marked) -> Column:
    file.refuse_unknown(column, {"name", "data_type", "description", "config", "data_tests"})
    meta = file.take(file.take(column, "config", dict), "meta", dict)
    file.refuse_unknown(meta, COLUMN_META)
    data_type = file.take_one(column, "data_type", TYPES)
    codes_from = file.take_one(meta, "codes_from", CODE_LISTS, None)
    codes = (
        *(_build_code(file, name, code) for name, code in file.take(meta, "codes", dict, {}).items()),
        *(read_codes(file.path.parents[3], codes_from) if codes_from else ()),
    )
    personal = file.take_one(meta, "personal", PERSONAL, None)
    parse = file.take_one(
        meta, "parse", PARSERS, "code" if codes or codes_from else PARSE_OF_TYPE.get(data_type, "number")
    )
    # Text is read as it stands: only a formula's error or lost digits spoil it, and neither should cost the row.
    leniently = "defect" if personal or parse in VERBATIM else "reject"
    derived = file.take(meta, "derived", dict, {})
    if derived:
        file.refuse_unknown(derived, {"from", "take"})
    return Column(
        name=file.take(column, "name", str),
        data_type=data_type,
        description=file.take(column, "description", str),
        label=file.take_label(meta),
        headers=file.take_words(meta, "headers"),
        required=file.take(meta, "required", bool, False),
        parse=parse,
        unit=file.take_one(meta, "unit", {"元", "万元"}, None),
        codes=codes,
        references=file.take(meta, "references", str, None),
        minimum=file.take(meta, "minimum", (int, float), None),
        fill=file.take_one(meta, "fill", {"down"}, None),
        total=file.take_one(meta, "total", {"sum"}, None),
        on_error=file.take_one(meta, "on_error", {"reject", "defect"}, leniently),
        derived_from=file.take(derived, "from", str) if derived else None,
        derived_take=file.take_one(derived, "take", {"kind", "end"}, "kind") if derived else None,
        personal=personal,
        description_zh=file.take(meta, "description_zh", str, ""),
        example=file.take(meta, "example", str, None),
        codes_from=codes_from,
    )


def _build_code(file: ContractFile, name: str, code: Marked) -> Code:
    file.refuse_unknown(code, {"label", "synonyms"})
    return Code(name, file.take_label(code), file.take_words(code, "synonyms"))
