"""Generated models: per dataset, the rows that hold in the week of the build, with organisation and people resolved.

Indicators read these. They are ephemeral in a site's build, where the reader's one statement holds them, and views
where unit tests have to see their columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from warehouse.contracts import Contract
from warehouse.sync_staging import NOTE

FOLDER = Path("intermediate/in_force")
ORGANISATIONS = "reference.organisations"
# Read through models of their own: registers that hold for all weeks, and what describes no work of an office.
LEFT_OUT = {"ledger.inspection_rounds", ORGANISATIONS, "reference.rule_parameters"}
LEFT_OUT_SOURCES = {"notice", "operations"}
# A village belongs to its street, so the street only says where nothing nearer does.
NEAREST, FARTHEST = ("village", "unit"), ("street",)

_SQL = """\
{note}

{{{{ in_force(
    '{source}__{name}',
    key=[{key}],
    organisation=[{organisation}],
    people=[{people}],
    has_round={has_round}
) }}}}
"""

_MODEL = """\
  - name: {model}
    description: {description}
    config: {{meta: {{label: {label}}}}}
"""


def name_in_force(dataset: str) -> str:
    """Return the name of the model with the rows in force of a dataset such as ledger.tasks."""
    return f"int_{dataset.replace('.', '__')}"


def has_rows_in_force(contract: Contract) -> bool:
    """Return whether a dataset has such a model, for indicators to read."""
    return contract.dataset not in LEFT_OUT and contract.source not in LEFT_OUT_SOURCES


def in_force_files(models: Path, contracts: Iterable[Contract]) -> dict[Path, str]:
    """Return the text of every model of rows in force and of the one file that describes them, by absolute path."""
    kept = list(filter(has_rows_in_force, contracts))
    files = {
        models / FOLDER / f"{name_in_force(contract.dataset)}.sql": _render_sql(contract) for contract in kept
    }
    note = NOTE.format(mark="#", origin="the contracts (models/staging/*/src_*.yml)", which="those")
    described = "".join(map(_render_model, kept))
    return files | {models / FOLDER / "int_in_force.yml": f"{note}\nversion: 2\n\nmodels:\n{described}"}


def _render_sql(contract: Contract) -> str:
    names = {column.name for column in contract.columns}
    people = [column.name for column in contract.columns if column.personal == "id_card"]
    return _SQL.format(
        note=NOTE.format(mark="--", origin=f"src_{contract.source}__{contract.name}.yml", which="that"),
        source=contract.source,
        name=contract.name,
        key=_list(contract.column(name).stored[0].name for name in contract.key),
        organisation=_list(_order_organisations(contract)),
        people=_list(people),
        has_round="round_code" in names,
    )


def _order_organisations(contract: Contract) -> list[str]:
    named = [column.name for column in contract.columns if column.references == ORGANISATIONS]
    near = [name for name in NEAREST if name in named]
    far = [name for name in FARTHEST if name in named]
    return [*near, *(name for name in named if name not in {*near, *far}), *far]


def _render_model(contract: Contract) -> str:
    return _MODEL.format(
        model=name_in_force(contract.dataset),
        description=json.dumps(
            f"One row per key of {contract.dataset} that holds in the week of the build.", ensure_ascii=False
        ),
        label=f"{{zh: {_quote(f'{contract.label.zh}（现行）')}, en: {_quote(f'{contract.label.en}: in force')}}}",
    )


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
