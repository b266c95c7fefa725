"""Contracts: what each dataset is, read from the dbt sources that dbt itself reads.

A contract is `dbt_project/models/staging/<source>/src_<source>__<dataset>.yml`. An unknown key is refused with
its file and line, because a misspelt `requird` would otherwise silently switch a check off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
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
    files = [_File(path) for path in sorted((models / "staging").glob("*/src_*.yml"))]
    tables = [
        (file, source, table) for file in files for source, table in file.load() if not _is_internal(table)
    ]
    contracts = [_build_contract(file, source, table) for file, source, table in tables]
    return tuple(sorted(contracts, key=lambda contract: contract.dataset))


class _Marked(dict[str, Any]):
    """A mapping that remembers the line of each key."""

    lines: dict[str, int]


class _Loader(yaml.SafeLoader):
    pass


def _construct_marked(loader: _Loader, node: yaml.MappingNode) -> _Marked:
    keys = [key.value for key, _ in node.value]
    for key, _ in node.value:
        if keys.count(key.value) > 1:
            raise yaml.constructor.ConstructorError(
                None, None, f"键重复 / repeated key: {key.value}", key.start_mark
            )
    marked = _Marked({str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})
    marked.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value} | {
        "": node.start_mark.line + 1
    }
    return marked


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_marked)


@dataclass(frozen=True)
class _File:
    """One contract file: reads values out of its mappings and says in which line one is wrong."""

    path: Path

    def load(self) -> list[tuple[str, _Marked]]:
        """Return the tables in the file with the name of their source."""
        try:
            document = yaml.load(self.path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - it is a SafeLoader
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ContractError(f"{self.path}:{line}: {error.problem}") from error
        if not isinstance(document, _Marked):
            raise ContractError(f"{self.path}:1: 文件是空的 / the file is empty")
        self.refuse_unknown(document, {"version", "sources"})
        tables = []
        for source in self.take(document, "sources", list):
            self.refuse_unknown(source, {"name", "description", "tables"})
            for table in self.take(source, "tables", list):
                self.refuse_unknown(table, {"name", "description", "config", "columns", "data_tests"})
                tables.append((self.take(source, "name", str), table))
        return tables

    def take(self, mapping: _Marked, key: str, kind: Any, default: Any = ...) -> Any:
        """Return `mapping[key]`, which has to be of `kind`; without a default it has to be there."""
        if key not in mapping and default is not ...:
            return default
        if key not in mapping:
            raise self.fail(mapping, "", f"缺少 {key} / {key} is missing")
        value = mapping[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(mapping, key, f"{key} 的取值 {value!r} 类型不对 / has the wrong type")
        return value

    def take_one(self, mapping: _Marked, key: str, allowed: Collection[str], default: Any = ...) -> Any:
        """Return `mapping[key]`, which has to be one of `allowed`."""
        value = self.take(mapping, key, str, default)
        if key in mapping and value not in allowed:
            raise self.fail(mapping, key, f"{key} 的取值 {value!r} 不在 {sorted(allowed)} 之中 / not allowed")
        return value

    def take_words(self, mapping: _Marked, key: str, default: Any = ()) -> tuple[str, ...]:
        """Return `mapping[key]`, a list of texts."""
        words = self.take(mapping, key, list, default)
        if not all(isinstance(word, str) for word in words):
            raise self.fail(mapping, key, f"{key} 应当是文字的列表 / has to be a list of texts")
        return tuple(words)

    def take_label(self, mapping: _Marked) -> Label:
        label = self.take(mapping, "label", dict)
        if set(label) != {"zh", "en"}:
            raise self.fail(mapping, "label", "缺少中英文标签 / label needs exactly zh and en")
        return Label(self.take(label, "zh", str), self.take(label, "en", str))

    def refuse_unknown(self, mapping: _Marked, known: Collection[str]) -> None:
        for key in mapping:
            if key not in known:
                raise self.fail(mapping, key, f"不认识的键 {key!r} / unknown key; known: {sorted(known)}")

    def fail(self, mapping: _Marked, key: str, what: str) -> ContractError:
        return ContractError(f"{self.path}:{mapping.lines[key]}: {what}")


def _is_internal(table: _Marked) -> bool:
    return bool(table.get("config", {}).get("meta", {}).get("internal", False))


def _build_contract(file: _File, source: str, table: _Marked) -> Contract:
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
    )
    _refuse_contradictions(file, meta, contract)
    # Over what the contract says, not over its bytes: a comment must not make every load look outdated.
    return replace(contract, digest=hashlib.sha256(repr(contract).encode()).hexdigest()[:16])


def _refuse_contradictions(file: _File, meta: _Marked, contract: Contract) -> None:
    names = [column.name for column in contract.columns]
    wrong = {
        "列重复 / columns repeated": [name for name in names if names.count(name) > 1],
        "主键列不存在 / key names no column": [name for name in contract.key if name not in names],
        "派生自不存在的列 / derived from no column": [
            column.name for column in contract.columns if column.derived_from not in (None, *names)
        ],
    }
    for what, found in wrong.items():
        if found:
            raise file.fail(meta, "key", f"{what}: {', '.join(found)}")


def _build_column(file: _File, column: _Marked) -> Column:
    file.refuse_unknown(column, {"name", "data_type", "description", "config", "data_tests"})
    meta = file.take(file.take(column, "config", dict), "meta", dict)
    file.refuse_unknown(meta, COLUMN_META)
    data_type = file.take_one(column, "data_type", TYPES)
    codes = tuple(_build_code(file, name, code) for name, code in file.take(meta, "codes", dict, {}).items())
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
        parse=file.take_one(
            meta, "parse", PARSERS, "code" if codes else PARSE_OF_TYPE.get(data_type, "number")
        ),
        unit=file.take_one(meta, "unit", {"元", "万元"}, None),
        codes=codes,
        references=file.take(meta, "references", str, None),
        minimum=file.take(meta, "minimum", (int, float), None),
        fill=file.take_one(meta, "fill", {"down"}, None),
        total=file.take_one(meta, "total", {"sum"}, None),
        on_error=file.take_one(meta, "on_error", {"reject", "defect"}, "reject"),
        derived_from=file.take(derived, "from", str) if derived else None,
    )


def _build_code(file: _File, name: str, code: _Marked) -> Code:
    file.refuse_unknown(code, {"label", "synonyms"})
    return Code(name, file.take_label(code), file.take_words(code, "synonyms"))
