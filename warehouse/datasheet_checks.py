"""What a datasheet must have to be whole: refused otherwise, with its file and key.

An unquoted comma inside `{zh: …, en: …}` cuts a text off and leaves a key without a value; a misspelt place of a
sentence, or a parameter that nobody reads, would be noticed only by whoever reads the finding.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from warehouse.errors import UsageError
from warehouse.sentences import list_places

LANGUAGES = ("zh", "en")
ENDINGS = {"zh": "列为疑点。", "en": "A lead to check."}
TEXTS = ("condition", "method", "example", "why", "sentence")
LISTS = ("innocents", "next_checks")
STRUCTURE = ("id", "family", "subject_type", "basis", "parameters", "requires", "population", "prior")
OPTIONAL = {"note"}
BASIS = {"zh", "en", "valid_from", "valid_to", "confirmed"}
USED = re.compile(r"\bparameter\('(\w+)'\)")
DETAIL = re.compile(r"\bdetail\(\{(.*?)\}\)", re.DOTALL)
NAME = re.compile(r"(?:^|,)\s*'(\w+)'\s*:", re.MULTILINE)


@dataclass(frozen=True)
class Kinds:
    """The families and the kinds of subject that there are, by name with their labels in zh and en."""

    families: Mapping[str, Mapping[str, str]]
    subject_types: Mapping[str, Mapping[str, str]]


def name_prefix(indicator_id: str) -> str:
    """Return what the model of an indicator begins with: ind_a05_1_ for A05.1."""
    return f"ind_{indicator_id.lower().replace('.', '_')}_"


def refuse_incomplete(path: Path, document: Any, kinds: Kinds) -> None:
    """Raise UsageError where the YAML `document` in the file `path` is no whole datasheet of the SQL beside it."""
    sheet = _Sheet(path, document, kinds)
    sheet.check_model()
    sheet.check_keys()
    sheet.check_texts()
    sheet.check_basis()
    sheet.check_numbers()
    sheet.check_names()
    sheet.check_against_sql()
    sheet.check_unit_tests()


class _Sheet:
    def __init__(self, path: Path, document: Any, kinds: Kinds) -> None:
        self.path = path
        self.kinds = kinds
        self.document = document
        models = self.of(document, "models", list)
        self.model: Mapping[str, Any] = models[0]
        self.meta = self.of(self.of(self.model, "config"), "meta")
        self.texts = self.of(self.meta, "indicator")
        self.parameters: Mapping[str, Any] = self.texts.get("parameters") or {}

    def fail(self, key: str, zh: str, en: str) -> NoReturn:
        raise UsageError(
            f"{self.path.name}：口径表的 {key} {zh}", f"{self.path.name}: {key} of the datasheet {en}"
        )

    def of(self, mapping: Any, key: str, kind: type = dict) -> Any:
        """Return a part of the datasheet that has to be there."""
        if not isinstance(mapping, dict) or not isinstance(mapping.get(key), kind) or not mapping[key]:
            self.fail(key, "没有写", "is missing")
        return mapping[key]

    def check_model(self) -> None:
        if self.model.get("name") != self.path.stem:
            self.fail("name", f"应当是 {self.path.stem}", f"has to be {self.path.stem}")
        if not str(self.model.get("description")).startswith("One row per "):
            self.fail("description", "应当以 One row per 开头", "has to begin with One row per")
        if not self.path.stem.startswith(name_prefix(str(self.texts.get("id")))):
            self.fail("id", "与文件名不符", "is not that of the file's name")

    def check_keys(self) -> None:
        wanted = (*STRUCTURE, *TEXTS, *LISTS)
        for key in wanted:
            if key not in self.texts:
                self.fail(key, "没有写", "is missing")
        for key in self.texts:
            if key not in {*wanted, *OPTIONAL}:
                self.fail(key, "是不认识的键", "is an unknown key")

    def check_texts(self) -> None:
        self.check_text("label", self.meta.get("label"))
        for key in (*TEXTS, *(OPTIONAL & set(self.texts))):
            self.check_text(key, self.texts[key])
        for key in LISTS:
            for place, text in enumerate(self.of(self.texts, key, list), 1):
                self.check_text(f"{key}[{place}]", text)
        for language, ending in ENDINGS.items():
            if not self.texts["sentence"][language].endswith(ending):
                self.fail(f"sentence.{language}", f"应当以“{ending}”结尾", f"has to end with: {ending}")

    def check_text(self, key: str, text: Any, others: Collection[str] = ()) -> None:
        """Refuse what is not exactly one text of each language; `others` are further keys that it may have."""
        if not isinstance(text, dict):
            self.fail(key, "应当有 zh 和 en", "has to have zh and en")
        extra = sorted(str(name) for name in text if name not in {*LANGUAGES, *others})
        if extra:
            self.fail(
                key,
                f"多出 {'、'.join(extra)}（含逗号的文字要加引号）",
                f"has more: {extra} (quote a text with commas)",
            )
        for language in LANGUAGES:
            if not isinstance(text.get(language), str) or not text[language].strip():
                self.fail(f"{key}.{language}", "是空的", "is empty")

    def check_basis(self) -> None:
        for place, basis in enumerate(self.of(self.texts, "basis", list), 1):
            key = f"basis[{place}]"
            self.check_text(key, basis, BASIS)
            for name in ("valid_from", "valid_to"):
                # The last day of validity may be left out: it still holds.
                if not isinstance(basis.get(name), date) and (name == "valid_from" or name in basis):
                    self.fail(f"{key}.{name}", "应当是日期", "has to be a day")
            if not isinstance(basis.get("confirmed"), bool):
                self.fail(f"{key}.confirmed", "应当是 true 或 false", "has to be true or false")

    def check_numbers(self) -> None:
        for name in ("confirmed", "refuted"):
            number = self.of(self.texts, "prior").get(name)
            if not _is_number(number) or number <= 0:
                self.fail(f"prior.{name}", "应当是大于零的数", "has to be a number above 0")
        labels: list[str] = []
        for name, declared in self.parameters.items():
            key = f"parameters.{name}"
            if not isinstance(declared, dict) or not set(declared) <= {"label", "default", "shared"}:
                self.fail(key, "只能有 label、default、shared", "may only have label, default, shared")
            self.check_text(f"{key}.label", declared.get("label"))
            if not _is_number(declared.get("default")):
                self.fail(f"{key}.default", "应当是数", "has to be a number")
            labels.append(declared["label"]["zh"])
        if len(labels) > len(set(labels)):
            # A site names a parameter by it.
            self.fail("parameters", "有两个参数同名", "has two parameters with one label")

    def check_names(self) -> None:
        for key, known in (("family", self.kinds.families), ("subject_type", self.kinds.subject_types)):
            if self.texts[key] not in known:
                self.fail(
                    key, f"不认识 {self.texts[key]}", f"is unknown: {self.texts[key]}; known: {sorted(known)}"
                )
        for dataset, columns in self.of(self.texts, "requires").items():
            if not isinstance(columns, list) or not columns:
                self.fail(f"requires.{dataset}", "没有写列", "names no column")
        population = self.of(self.texts, "population")
        for name in ("dataset", "subject"):
            self.of(population, name, str)

    def check_against_sql(self) -> None:
        path = self.path.with_suffix(".sql")
        if not path.exists():
            self.fail("name", f"没有对应的 {path.name}", f"has no {path.name} beside it")
        sql = path.read_text(encoding="utf-8")
        used, declared = set(USED.findall(sql)), set(self.parameters)
        if used != declared:
            odd = sorted(used ^ declared)
            self.fail("parameters", f"与 SQL 所用的不一致：{'、'.join(odd)}", f"and its SQL differ in: {odd}")
        details = DETAIL.findall(sql)
        known = set(NAME.findall(details[-1])) if details else set()
        if "subject" not in known:
            self.fail(
                "sentence", "在 SQL 的 detail 里没有 subject", "has no subject in the detail of its SQL"
            )
        for language in LANGUAGES:
            lacking = sorted(list_places(self.texts["sentence"][language]) - known)
            if lacking:
                self.fail(
                    f"sentence.{language}",
                    f"用到了 SQL 的 detail 里没有的 {'、'.join(lacking)}",
                    f"has places that the detail of its SQL lacks: {lacking}",
                )

    def check_unit_tests(self) -> None:
        tests = self.of(self.document, "unit_tests", list)
        for test in tests:
            if test.get("model") != self.path.stem:
                self.fail("unit_tests", "测的是别的模型", "is of another model")
        if not any(test["expect"]["rows"] for test in tests):
            self.fail("unit_tests", "没有一行预期结果", "expects no row")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
