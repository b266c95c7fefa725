"""Scaffolds of a dataset, an indicator and a metric: whole files that pass the checks, to be rewritten from there.

What a scaffold says is made of the contract's own words, so that it reads and runs before anybody touches it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from warehouse import scaffold_texts as texts
from warehouse.contracts import Column, Contract, Label, load_contracts
from warehouse.datasheet_checks import name_prefix
from warehouse.datasheets import FAMILIES, FOLDER, Datasheet, load_datasheets
from warehouse.errors import UsageError
from warehouse.sync_in_force import has_rows_in_force, name_in_force
from warehouse.sync_staging import CHANGING

NAME = re.compile(r"[a-z][a-z0-9_]*")
INDICATOR_ID = re.compile(r"[A-Z]\d{2,3}(\.\d{1,2})?")
METRICS = Path("marts/metrics")
# A value of each type as a unit test gives it: of a row that is found, of one that is not, of whatever is filled in.
SAMPLES: Mapping[str, tuple[object, object]] = {
    "varchar": ("A1", "A2"),
    "integer": (1, 2),
    "boolean": (True, False),
    "date": ("2018-05-14", "2018-05-15"),
    "timestamp": ("2018-05-14 09:30:00", "2018-05-15 09:30:00"),
    "decimal(18,2)": (100, 200),
    "decimal(18,4)": (100, 200),
}


def write_scaffold(files: Mapping[Path, str]) -> None:
    """Write the files of a scaffold.

    Raises:
        UsageError: one is there already; nothing is written then.
    """
    for path in files:
        if path.exists():
            raise UsageError(
                f"{path.name} 已经有了，没有覆盖", f"{path.name} is there already and was left alone"
            )
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def new_indicator(
    project: Path,
    indicator_id: str,
    slug: str,
    *,
    dataset: str,
    family: str | None = None,
    label: Label | None = None,
) -> dict[Path, str]:
    """Return the SQL and the datasheet, with a unit test, of an indicator over one dataset, by absolute path.

    The rule that stands there finds what leaves the first optional column empty. Without a `family` it is that of most
    indicators that read the dataset.

    Raises:
        UsageError: the id or the name is not one or is taken, or there is no such dataset or family.
    """
    models = project / "dbt_project" / "models"
    if not INDICATOR_ID.fullmatch(indicator_id):
        raise UsageError(
            f"指标编号应当像 A05.1：{indicator_id}", f"an indicator's id looks like A05.1: {indicator_id}"
        )
    _refuse_odd(slug)
    sheets = load_datasheets(models)
    taken = [sheet.model for sheet in sheets if sheet.id == indicator_id]
    if taken:
        raise UsageError(
            f"编号 {indicator_id} 已经用于 {taken[0]}", f"the id {indicator_id} is taken by {taken[0]}"
        )
    contract = _find(load_contracts(models), dataset)
    subject, checked = _choose_columns(contract)
    own = Label(f"{contract.label.zh}缺{checked.label.zh}", f"{contract.label.en} without {checked.label.en}")
    model = f"{name_prefix(indicator_id)}{slug}"
    values = {
        "id": indicator_id,
        "model": model,
        "in_force": name_in_force(dataset),
        "dataset": dataset,
        "family": _choose_family(sheets, dataset, family),
        "subject": subject.name,
        "checked": checked.name,
        "label": _label(label or own),
        "sheet": contract.label,
        "subject_label": subject.label,
        "checked_label": checked.label,
        "hit": json.dumps(_sample(subject)[0], ensure_ascii=False),
        "twin": json.dumps(_sample(subject)[1], ensure_ascii=False),
        "filled": json.dumps(_sample(checked)[0], ensure_ascii=False),
    }
    folder = models / FOLDER
    return {
        folder / f"{model}.sql": texts.INDICATOR_SQL.format_map(values),
        folder / f"{model}.yml": texts.INDICATOR_YAML.format_map(values),
    }


def new_metric(project: Path, name: str, *, label: Label | None = None) -> dict[Path, str]:
    """Return the SQL and the datasheet of a metric, by absolute path; it counts the tasks of each week.

    Raises:
        UsageError: the name is not one.
    """
    _refuse_odd(name)
    words = name.replace("_", " ").capitalize()
    values = {"name": name, "label": _label(label or Label(f"新指标值 {name}", words))}
    stem = project / "dbt_project" / "models" / METRICS / f"met_{name}"
    return {
        stem.with_suffix(".sql"): texts.METRIC_SQL.format_map(values),
        stem.with_suffix(".yml"): texts.METRIC_YAML.format_map(values),
    }


def new_dataset(project: Path, dataset: str, *, label: Label | None = None) -> dict[Path, str]:
    """Return the contract of a dataset such as ledger.seals, by absolute path: a list with numbered rows per unit.

    Raises:
        UsageError: the name is not one or is taken, or there is no such folder of contracts.
    """
    models = project / "dbt_project" / "models"
    contracts = load_contracts(models)
    source, _, name = dataset.partition(".")
    sources = sorted({contract.source for contract in contracts})
    if source not in sources:
        raise UsageError(
            f"数据集应当像 ledger.seals，前一段是 {'、'.join(sources)} 之一：{dataset}",
            f"a dataset is called like ledger.seals, its first part one of {', '.join(sources)}: {dataset}",
        )
    _refuse_odd(name)
    if dataset in {contract.dataset for contract in contracts}:
        raise UsageError(f"已经有数据集 {dataset}", f"there is a dataset {dataset} already")
    words = name.replace("_", " ").capitalize()
    label = label or Label(f"新表 {name}", words)
    path = models / "staging" / source / f"src_{source}__{name}.yml"
    values = {"source": source, "name": name, "label": _label(label), "title": _quote(label.zh)}
    return {path: texts.CONTRACT_YAML.format_map(values)}


def _refuse_odd(name: str) -> None:
    if not NAME.fullmatch(name):
        raise UsageError(
            f"名称只用小写英文字母、数字和下划线：{name or '（空）'}",
            f"a name has small letters, digits and underscores: {name or '(empty)'}",
        )


def _find(contracts: Sequence[Contract], dataset: str) -> Contract:
    for contract in contracts:
        if contract.dataset == dataset and has_rows_in_force(contract):
            return contract
    raise UsageError(
        f"没有可供指标读取的数据集 {dataset or '（没有写）'}；全部表名见 docs/reference/datasets.md",
        f"there is no dataset {dataset or '(none named)'} that an indicator can read; all: docs/reference/datasets.md",
    )


def _choose_columns(contract: Contract) -> tuple[Column, Column]:
    """Return the column that tells subjects apart and the one that is to be filled in."""
    plain = [column for column in contract.columns if not column.personal and column.name != "round_code"]
    keys = [column for column in plain if column.name in contract.key and not column.references]
    named = sorted(keys, key=lambda one: one.parse in CHANGING)
    for subject in (*named, *plain):
        for checked in sorted(
            plain, key=lambda one: (one.required or one.name in contract.key, bool(one.references))
        ):
            if checked is not subject:
                return subject, checked
    raise UsageError(
        f"{contract.dataset} 没有两列可用的列", f"{contract.dataset} has no two columns to make a rule of"
    )


def _choose_family(sheets: Sequence[Datasheet], dataset: str, family: str | None) -> str:
    readers = Counter(sheet.family for sheet in sheets if dataset in sheet.requires)
    chosen = family or max(FAMILIES, key=lambda name: readers[name])
    if chosen not in FAMILIES or not (family or readers):
        raise UsageError(
            f"用 --family 写明领域，可以是：{'、'.join(FAMILIES)}",
            f"name a --family, one of: {', '.join(FAMILIES)}",
        )
    return chosen


def _sample(column: Column) -> tuple[object, object]:
    if column.codes:
        return column.codes[0].name, column.codes[-1].name
    return SAMPLES[column.data_type]


def _label(label: Label) -> str:
    return f"{{zh: {_quote(label.zh)}, en: {_quote(label.en)}}}"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
