"""The datasheets of the indicators, as their YAML has them: what a rule says, needs, and how often it is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from warehouse.datasheet_checks import Kinds, refuse_incomplete
from warehouse.errors import UsageError
from warehouse.settings import MODELS

FOLDER = Path("marts/risk/indicators")
# The families and the kinds of subject are the codes of its columns, labels and all.
DIMENSION = Path("marts/risk/dim_indicator.yml")
FAMILIES = (
    *("rectification", "supervision", "decisions", "tenders", "funds", "village_finance", "village_affairs"),
    *("projects", "expenses", "compensation", "welfare", "households", "party", "cadres", "discipline"),
)


@dataclass(frozen=True)
class Population:
    """What an indicator examines: the distinct values of the SQL expression `subject` over rows in force."""

    dataset: str
    subject: str
    where: str | None


@dataclass(frozen=True)
class Datasheet:
    """One indicator: `requires` names, per dataset, the columns without which it says nothing.

    `texts` holds everything that people read, by key and language, as the YAML has it.
    """

    id: str
    family: str
    subject_type: str
    model: str
    label: Mapping[str, str]
    requires: Mapping[str, tuple[str, ...]]
    population: Population
    parameters: Mapping[str, Mapping[str, Any]]
    prior: tuple[float, float]
    texts: Mapping[str, Any]

    def parameter_name(self, name: str) -> str:
        """Return the name under which a site sets the parameter `name` of this indicator."""
        return str(self.parameters[name].get("shared") or f"{self.id}.{name}")


def load_datasheets(models: Path = MODELS) -> list[Datasheet]:
    """Return the datasheet of every indicator, by id.

    Raises:
        UsageError: two indicators have one id, or a datasheet is not whole; names file and key.
    """
    found: dict[str, Datasheet] = {}
    paths = sorted((models / FOLDER).glob("ind_*.yml"))
    if not paths:
        return []
    kinds = load_kinds(models)
    for path in paths:
        datasheet = _read(path, kinds)
        if datasheet.id in found:
            raise UsageError(
                f"{path.name}：指标编号 {datasheet.id} 已经用于 {found[datasheet.id].model}",
                f"{path.name}: indicator id {datasheet.id} is taken by {found[datasheet.id].model}",
            )
        found[datasheet.id] = datasheet
    return [found[key] for key in sorted(found, key=_order)]


def load_kinds(models: Path = MODELS) -> Kinds:
    """Return the families and the kinds of subject, in their order."""
    (model,) = read_yaml(models / DIMENSION)["models"]
    codes = {
        column["name"]: column["config"]["meta"]["codes"]
        for column in model["columns"]
        if "codes" in column["config"]["meta"]
    }
    return Kinds(families=codes["family"], subject_types=codes["subject_type"])


def _order(indicator_id: str) -> list[tuple[int, str]]:
    """Return a sort key in which A01.10 comes after A01.9."""
    return [(int(part) if part.isdigit() else 0, part) for part in indicator_id.replace(".", " ").split()]


def read_yaml(path: Path) -> Any:
    """Return what a YAML file of the project holds.

    Raises:
        UsageError: it is no YAML; names file and line.
    """
    try:
        # In C: the project has hundreds of them.
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UsageError(f"{path.name}:{line}: {error.problem}") from error


def _read(path: Path, kinds: Kinds) -> Datasheet:
    document = read_yaml(path)
    refuse_incomplete(path, document, kinds)
    model = document["models"][0]
    meta = model["config"]["meta"]
    sheet = meta["indicator"]
    population = sheet["population"]
    return Datasheet(
        id=sheet["id"],
        family=sheet["family"],
        subject_type=sheet["subject_type"],
        model=model["name"],
        label=meta["label"],
        requires={dataset: tuple(columns) for dataset, columns in sheet["requires"].items()},
        population=Population(population["dataset"], population["subject"], population.get("where")),
        parameters=sheet["parameters"] or {},
        prior=(float(sheet["prior"]["confirmed"]), float(sheet["prior"]["refuted"])),
        texts=sheet,
    )
