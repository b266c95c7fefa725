"""The YAML of a contract: read strictly, with the file and line of whatever is wrong in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from warehouse.errors import ContractError


@dataclass(frozen=True)
class Label:
    """The same words in both languages of the product."""

    zh: str
    en: str


class Marked(dict[str, Any]):
    """A mapping that remembers the line of each key."""

    lines: dict[str, int]


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads safe YAML only; in C where PyYAML was built with it, since a hundred contracts take seconds otherwise."""


def _construct_marked(loader: Loader, node: yaml.MappingNode) -> Marked:
    keys = [key.value for key, _ in node.value]
    for key, _ in node.value:
        if keys.count(key.value) > 1:
            raise yaml.constructor.ConstructorError(
                None, None, f"键重复 / repeated key: {key.value}", key.start_mark
            )
    marked = Marked({str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})
    marked.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value} | {
        "": node.start_mark.line + 1
    }
    return marked


Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_marked)


@dataclass(frozen=True)
class ContractFile:
    """One contract file: reads values out of its mappings and says in which line one is wrong."""

    path: Path

    def load(self) -> list[tuple[str, Marked]]:
        """Return the tables in the file with the name of their source."""
        try:
            document = yaml.load(self.path.read_text(encoding="utf-8"), Loader)  # noqa: S506 - it is a SafeLoader
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ContractError(f"{self.path}:{line}: {error.problem}") from error
        if not isinstance(document, Marked):
            raise ContractError(f"{self.path}:1: 文件是空的 / the file is empty")
        self.refuse_unknown(document, {"version", "sources"})
        tables = []
        for source in self.take(document, "sources", list):
            self.refuse_unknown(source, {"name", "description", "tables"})
            for table in self.take(source, "tables", list):
                self.refuse_unknown(table, {"name", "description", "config", "columns", "data_tests"})
                tables.append((self.take(source, "name", str), table))
        return tables

    def take(self, mapping: Marked, key: str, kind: Any, default: Any = ...) -> Any:
        """Return `mapping[key]`, which has to be of `kind`; without a default it has to be there."""
        if key not in mapping and default is not ...:
            return default
        if key not in mapping:
            raise self.fail(mapping, "", f"缺少 {key} / {key} is missing")
        value = mapping[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(mapping, key, f"{key} 的取值 {value!r} 类型不对 / has the wrong type")
        return value

    def take_one(self, mapping: Marked, key: str, allowed: Collection[str], default: Any = ...) -> Any:
        """Return `mapping[key]`, which has to be one of `allowed`."""
        value = self.take(mapping, key, str, default)
        if key in mapping and value not in allowed:
            raise self.fail(mapping, key, f"{key} 的取值 {value!r} 不在 {sorted(allowed)} 之中 / not allowed")
        return value

    def take_words(self, mapping: Marked, key: str, default: Any = ()) -> tuple[str, ...]:
        """Return `mapping[key]`, a list of texts."""
        words = self.take(mapping, key, list, default)
        if not all(isinstance(word, str) for word in words):
            raise self.fail(mapping, key, f"{key} 应当是文字的列表 / has to be a list of texts")
        return tuple(words)

    def take_label(self, mapping: Marked) -> Label:
        label = self.take(mapping, "label", dict)
        if set(label) != {"zh", "en"}:
            raise self.fail(mapping, "label", "缺少中英文标签 / label needs exactly zh and en")
        return Label(self.take(label, "zh", str), self.take(label, "en", str))

    def refuse_unknown(self, mapping: Marked, known: Collection[str]) -> None:
        for key in mapping:
            if key not in known:
                raise self.fail(mapping, key, f"不认识的键 {key!r} / unknown key; known: {sorted(known)}")

    def fail(self, mapping: Marked, key: str, what: str) -> ContractError:
        return ContractError(f"{self.path}:{mapping.lines[key]}: {what}")
