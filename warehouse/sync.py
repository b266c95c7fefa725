"""Generated models: staging, and the unions over datasets and over metrics, from contracts and datasheets.

dbt cannot loop over its own graph and still know what a model depends on, so the lists are written out here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from warehouse.contracts import load_contracts
from warehouse.datasets_doc import render_datasets
from warehouse.datasheets import load_datasheets, load_kinds, read_yaml
from warehouse.indicators_doc import PAGES, indicator_files
from warehouse.sync_in_force import FOLDER as IN_FORCE
from warehouse.sync_in_force import in_force_files
from warehouse.sync_risk import UNIONS, risk_files
from warehouse.sync_staging import NOTE, is_generated, staging_files

SOURCE_ROWS = Path("intermediate/source_rows/int_source_rows__unioned.sql")
ROUNDS = Path("intermediate/loads/int_loads__rounds.sql")
METRICS = Path("marts/metrics/fct_metric.sql")

DATASETS = Path("docs/reference/datasets.md")
MODELS = Path("dbt_project/models")
# Where a generated file can be left over: what it was generated from is gone.
REMOVED_FROM = (
    f"{MODELS}/staging/*/stg_*.*",
    f"{MODELS / IN_FORCE}/*.*",
    f"{MODELS / UNIONS}/*.*",
    f"{PAGES}/*.md",
)

ROUND_REGISTER = "ledger.inspection_rounds"

_SOURCE_ROWS = """\
{{% set datasets = [
{items}
] %}}

{{%- for dataset in datasets %}}
select
    '{{{{ dataset }}}}' as dataset,
    row_uid,
    load_id,
    sheet,
    sheet_row,
    as_of,
    row_values,
    stated,
    row_key,
    exceptions
from {{{{ ref('stg_' ~ dataset | replace('.', '__')) }}}}
{{%- if not loop.last %}}
union all
{{%- endif %}}
{{%- endfor %}}
"""

_ROUNDS = """\
{{% set datasets = [
{items}
] %}}

{{%- for dataset in datasets %}}
select distinct
    load_id,
    coalesce(round_code, '') as round_code
from {{{{ ref('stg_' ~ dataset | replace('.', '__')) }}}}
{{%- if not loop.last %}}
union all
{{%- endif %}}
{{%- endfor %}}
"""

_METRICS = """\
{{% set metrics = [
{items}
] %}}

{{%- for metric in metrics %}}
select
    metric_id,
    org_id,
    week_id,
    numerator,
    denominator,
    value
from {{{{ ref('met_' ~ metric) }}}}
{{%- if not loop.last %}}
union all
{{%- endif %}}
{{%- endfor %}}
"""


def generated_files(project: Path) -> dict[Path, str]:
    """Return the text of every generated file of the repository root `project`, by absolute path.

    Raises:
        ContractError: a contract cannot be read.
        UsageError: a datasheet is not whole.
    """
    models = project / MODELS
    contracts = load_contracts(models)
    datasets = [contract.dataset for contract in contracts]
    # The register of rounds names rounds as its own rows, not as what a list belongs to.
    with_rounds = [
        contract.dataset
        for contract in contracts
        if contract.dataset != ROUND_REGISTER
        and any(column.name == "round_code" for column in contract.columns)
    ]
    origin = "the contracts (models/staging/*/src_*.yml)"
    sheets = load_datasheets(models)
    unions = {
        models / SOURCE_ROWS: _render(_SOURCE_ROWS, datasets, origin),
        models / ROUNDS: _render(_ROUNDS, with_rounds, origin),
        models / METRICS: _render(
            _METRICS, _list_metrics(models), "the datasheets (models/marts/metrics/met_*.yml)"
        ),
    }
    return (
        staging_files(models, contracts)
        | in_force_files(models, contracts)
        | risk_files(project, contracts, sheets)
        | unions
        | {project / DATASETS: render_datasets(contracts)}
        | (indicator_files(project, sheets, contracts, load_kinds(models)) if sheets else {})
    )


def sync(project: Path, *, check: bool = False) -> list[Path]:
    """Write the generated files that are stale, remove those whose origin is gone, and return all of them.

    With `check` they are only returned.
    """
    files = generated_files(project)
    stale = [path for path, text in files.items() if _read(path) != text]
    orphans = _find_orphans(project, files)
    if not check:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
        for path in orphans:
            path.unlink()
    return [*stale, *orphans]


def _find_orphans(project: Path, wanted: Collection[Path]) -> list[Path]:
    found = sorted(path for pattern in REMOVED_FROM for path in project.glob(pattern))
    return [path for path in found if path not in wanted and is_generated(path)]


def _list_metrics(models: Path) -> list[str]:
    paths = sorted((models / METRICS).parent.glob("met_*.yml"))
    documents = [read_yaml(path) for path in paths]
    return [model["config"]["meta"]["metric"]["id"] for document in documents for model in document["models"]]


def _render(template: str, names: Iterable[str], origin: str) -> str:
    items = "\n".join(f"    '{name}'," for name in names)
    return f"{NOTE.format(mark='--', origin=origin, which='those')}\n\n{template.format(items=items)}"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
