"""Contracts: what each dataset is, read from the dbt sources that dbt itself reads.

A contract is `dbt_project/models/staging/<source>/src_<source>__<dataset>.yml`. An unknown key is refused with
its file and line, because a misspelt `requird` would otherwise silently switch a check off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from warehouse.errors import ContractError
from warehouse.settings import MODELS

TABLE_META = {"label", "delivery", "scope", "key", "recognise", "internal"}
COLUMN_META = {
    "label",
    "headers",
    "required",
    "parse",
    "unit",
    "codes",
    "references",
    "minimum",
    "fill",
    "total",
    "on_error",
    "derived",
}
PARSERS = {"text", "code", "integer", "number", "amount", "date", "deadline", "boolean"}
TYPES: Mapping[str, pl.DataType] = {
    "varchar": pl.String(),
    "integer": pl.Int32(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us"),
    "decimal(18,2)": pl.Decimal(18, 2),
    "decimal(18,4)": pl.Decimal(18, 4),
}
PARSE_OF_TYPE = {"varchar": "text", "integer": "integer", "boolean": "boolean", "date": "date"}


@dataclass(frozen=True)
class Label:
    """The same words in both languages of the product."""

    zh: str
    en: str


@dataclass(frozen=True)
class Code:
    """One allowed value: its canonical name, its label, and every way offices write it."""

    name: str
    label: Label
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column of a contract, as an office heads it and as the warehouse stores it."""

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

    @property
    def dataset(self) -> str:
        return f"{self.source}.{self.name}"

    @property
    def read_columns(self) -> tuple[Column, ...]:
        """The columns that a sheet can hold; the others are derived from them."""
        return tuple(column for column in self.columns if column.derived_from is None)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def load_contracts(models: Path = MODELS) -> tuple[Contract, ...]:
    """Return every office contract under `models`, ordered by dataset.

    Raises:
        ContractError: a key is unknown, missing or has a value that no contract may have; names file and line.
    """
    paths = sorted((models / "staging").glob("*/src_*.yml"))
    tables = [(path, table) for path in paths for table in _read_tables(path)]
    contracts = [
        _build_contract(path, source, table) for path, (source, table) in tables if not _is_internal(table)
    ]
    return tuple(sorted(contracts, key=lambda contract: contract.dataset))


class _Marked(dict[str, Any]):
    """A mapping that remembers the line of each key."""

    lines: dict[str, int]


class _Loader(yaml.SafeLoader):
    pass


def _construct_marked(loader: _Loader, node: yaml.MappingNode) -> _Marked:
    marked = _Marked({str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})
    marked.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    return marked


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_marked)


def _read_tables(path: Path) -> list[tuple[str, _Marked]]:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a SafeLoader that keeps lines
    except yaml.YAMLError as error:
        raise ContractError(f"{path}: 不是有效的 YAML / not valid YAML: {error}") from error
    _refuse_unknown(path, document, {"version", "sources"})
    tables = []
    for source in document["sources"]:
        _refuse_unknown(path, source, {"name", "description", "tables"})
        for table in source["tables"]:
            _refuse_unknown(path, table, {"name", "description", "config", "columns", "data_tests"})
            tables.append((source["name"], table))
    return tables


def _is_internal(table: _Marked) -> bool:
    return bool(table.get("config", {}).get("meta", {}).get("internal", False))


def _build_contract(path: Path, source: str, table: _Marked) -> Contract:
    meta = table["config"]["meta"]
    _refuse_unknown(path, meta, TABLE_META)
    recognise = meta.get("recognise", {})
    _refuse_unknown(path, recognise, {"titles", "files"})
    columns = tuple(_build_column(path, column) for column in table["columns"])
    contract = Contract(
        source=source,
        name=table["name"],
        description=table["description"],
        label=_label(path, meta),
        delivery=_one_of(path, meta, "delivery", {"full", "append"}),
        scope=_one_of(path, meta, "scope", {"site", "unit"}),
        key=tuple(meta["key"]),
        titles=tuple(recognise.get("titles", ())),
        files=tuple(recognise.get("files", ())),
        columns=columns,
        digest=hashlib.sha256(path.read_bytes()).hexdigest()[:16],
    )
    names = {column.name for column in columns}
    missing = [name for name in contract.key if name not in names]
    if missing:
        raise ContractError(
            f"{path}:{meta.lines['key']}: 主键列不存在 / key names no column: {', '.join(missing)}"
        )
    return contract


def _build_column(path: Path, column: _Marked) -> Column:
    _refuse_unknown(path, column, {"name", "data_type", "description", "config", "data_tests"})
    meta = column["config"]["meta"]
    _refuse_unknown(path, meta, COLUMN_META)
    data_type = _one_of(path, column, "data_type", TYPES)
    codes = tuple(
        Code(name, _label(path, code), tuple(code.get("synonyms", ())))
        for name, code in meta.get("codes", {}).items()
    )
    default = "code" if codes else PARSE_OF_TYPE.get(data_type, "number")
    return Column(
        name=column["name"],
        data_type=data_type,
        description=column["description"],
        label=_label(path, meta),
        headers=tuple(meta.get("headers", ())),
        required=bool(meta.get("required", False)),
        parse=_one_of(path, meta, "parse", PARSERS, default),
        unit=_one_of(path, meta, "unit", {"元", "万元"}, None),
        codes=codes,
        references=meta.get("references"),
        minimum=meta.get("minimum"),
        fill=_one_of(path, meta, "fill", {"down"}, None),
        total=_one_of(path, meta, "total", {"sum"}, None),
        on_error=_one_of(path, meta, "on_error", {"reject", "defect"}, "reject"),
        derived_from=meta.get("derived", {}).get("from"),
    )


def _label(path: Path, meta: _Marked) -> Label:
    label = meta.get("label")
    if not isinstance(label, _Marked) or set(label) != {"zh", "en"}:
        line = min(meta.lines.values(), default=1)
        raise ContractError(f"{path}:{line}: 缺少中英文标签 / label needs exactly zh and en")
    return Label(label["zh"], label["en"])


def _one_of(path: Path, mapping: _Marked, key: str, allowed: Collection[str], default: Any = ...) -> Any:
    if key not in mapping and default is not ...:
        return default
    value = mapping.get(key)
    if value not in allowed:
        line = mapping.lines.get(key, min(mapping.lines.values(), default=1))
        raise ContractError(
            f"{path}:{line}: {key} 的取值 {value!r} 不在 {sorted(allowed)} 之中 / not allowed"
        )
    return value


def _refuse_unknown(path: Path, mapping: _Marked, known: Collection[str]) -> None:
    for key in mapping:
        if key not in known:
            raise ContractError(
                f"{path}:{mapping.lines[key]}: 不认识的键 {key!r} / unknown key; known: {sorted(known)}"
            )
