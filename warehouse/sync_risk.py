"""Generated from the datasheets: the union of the indicators, what each needs and examines, the list of parameters."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from warehouse.contracts import Contract
from warehouse.datasheets import FAMILIES, Datasheet
from warehouse.errors import UsageError
from warehouse.sync_staging import NOTE

UNIONS = Path("marts/risk/families")
FLAGS = Path("marts/risk/fct_flag.sql")
INPUTS = Path("intermediate/risk/int_indicators__inputs.sql")
POPULATIONS = Path("intermediate/risk/int_indicators__populations.sql")
PARAMETERS = Path("dbt_project/seeds/indicator_parameters.csv")
DEFAULTS = Path("dbt_project/macros/indicator_parameters.sql")
ORIGIN = "the datasheets (ind_*.yml)"

# What a row in force has beside the stored columns.
ADDED = {"org_id", "org_name"}
PERSON = "person_id"

_INPUTS = """\
{{% set inputs = [
{items}
] %}}

{{%- for indicator, dataset, columns in inputs %}}
select
    '{{{{ indicator }}}}' as indicator_id,
    '{{{{ dataset }}}}' as dataset,
    coalesce(org_id, 'unassigned') as org_id,
    count(*) as rows_in_force,
    {{{{ count_where(columns | join(' is not null and ') ~ ' is not null') }}}} as rows_complete
from {{{{ ref('int_' ~ dataset | replace('.', '__')) }}}}
group by coalesce(org_id, 'unassigned')
{{%- if not loop.last %}}
union all
{{%- endif %}}
{{%- endfor %}}
"""

_POPULATIONS = """\
{{% set populations = [
{items}
] %}}

{{%- for indicator, dataset, subject, condition in populations %}}
select
    '{{{{ indicator }}}}' as indicator_id,
    coalesce(org_id, 'unassigned') as org_id,
    count(distinct {{{{ subject }}}}) as subjects
from {{{{ ref('int_' ~ dataset | replace('.', '__')) }}}}
where {{{{ condition }}}}
group by coalesce(org_id, 'unassigned')
{{%- if not loop.last %}}
union all
{{%- endif %}}
{{%- endfor %}}
"""

_FAMILY = """\
{{% set indicators = [
{items}
] %}}

{{%- for indicator in indicators %}}
select
    indicator_id,
    subject_type,
    cast(subject_id as varchar) as subject_id,
    cast(org_id as varchar) as org_id,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end,
    cast(amount_cny as decimal(18, 2)) as amount_cny,
    cast(score as double) as score,
    evidence,
    detail
from {{{{ ref(indicator) }}}}
{{%- if not loop.last %}}
union all
{{%- endif %}}
{{%- endfor %}}
"""

_FLAGS = """\
{{% set families = [
{items}
] %}}

with

flags as (
    {{%- for family in families %}}
    select * from {{{{ ref('fct_flag_' ~ family) }}}}
    {{%- if not loop.last %}}
    union all
    {{%- endif %}}
    {{%- endfor %}}
),

inputs as (select * from {{{{ ref('int_indicators__inputs') }}}}),

indicators as (select * from {{{{ ref('dim_indicator') }}}}),

delivered as (
    select indicator_id, dataset
    from inputs
    group by indicator_id, dataset
    having sum(rows_complete) > 0
),

-- A rule that misses one of its lists would flag everybody: it says that it cannot run, and nothing else.
runnable as (
    select indicators.indicator_id
    from indicators
    inner join delivered on indicators.indicator_id = delivered.indicator_id
    group by indicators.indicator_id, indicators.datasets_needed
    having count(*) = indicators.datasets_needed
),

identified as (
    select
        {{{{ finding_id('flags.indicator_id', 'subject_type', 'subject_id', 'period_start') }}}} as finding_id,
        flags.*
    from flags
    inner join runnable on flags.indicator_id = runnable.indicator_id
),

-- Two rows of a list may bear one number: they are one finding, with the rows and the money of both.
final as (
    select
        finding_id,
        min(indicator_id) as indicator_id,
        min(subject_type) as subject_type,
        min(subject_id) as subject_id,
        min(org_id) as org_id,
        min(period_start) as period_start,
        max(period_end) as period_end,
        cast(sum(amount_cny) as decimal(18, 2)) as amount_cny,
        max(score) as score,
        {{{{ merged_rows('evidence') }}}} as evidence,
        min(detail) as detail
    from identified
    -- One row without a number must not stop the build of a whole week.
    where finding_id is not null
    group by finding_id
)

select * from final
"""

# A macro, since a unit test sees no datasheet.
_DEFAULTS = """\
{{% macro indicator_parameters() -%}}
    {{{{ return(dict([
{items}
    ])) }}}}
{{%- endmacro %}}
"""

_FAMILY_YAML = """\
  - name: fct_flag_{family}
    description: One row per indicator of the family {family}, subject and beginning that it flags now.
    config: {{meta: {{label: {{zh: 本周提示（{family}）, en: Flags of {family}}}}}}}
"""


def risk_files(project: Path, contracts: Iterable[Contract], sheets: Sequence[Datasheet]) -> dict[Path, str]:
    """Return the text of every file that the datasheets decide, by absolute path.

    Raises:
        UsageError: a datasheet names a dataset or column that no contract has.
    """
    models = project / "dbt_project" / "models"
    by_dataset = {contract.dataset: contract for contract in contracts}
    inputs = [
        (sheet.id, dataset, [_stored(sheet, by_dataset, dataset, name) for name in names])
        for sheet in sheets
        for dataset, names in sheet.requires.items()
    ]
    populations = [
        (sheet.id, sheet.population.dataset, sheet.population.subject, sheet.population.where or "true")
        for sheet in sheets
    ]
    families = [family for family in FAMILIES if any(sheet.family == family for sheet in sheets)]
    described = "".join(_FAMILY_YAML.format(family=family) for family in families)
    note = NOTE.format(mark="#", origin=ORIGIN, which="those")
    # One statement over two hundred indicators takes minutes to plan, one per indicator a node of dbt each.
    unions = {
        models / UNIONS / f"fct_flag_{family}.sql": _render(
            _FAMILY, [sheet.model for sheet in sheets if sheet.family == family]
        )
        for family in families
    }
    return unions | {
        models / FLAGS: _render(_FLAGS, families),
        models / UNIONS / "fct_flag.yml": f"{note}\nversion: 2\n\nmodels:\n{described}",
        models / INPUTS: _render(_INPUTS, inputs),
        models / POPULATIONS: _render(_POPULATIONS, populations),
        project / PARAMETERS: _render_parameters(sheets),
        project / DEFAULTS: _render(_DEFAULTS, [(sheet.model, _list_defaults(sheet)) for sheet in sheets]),
    }


def _stored(sheet: Datasheet, contracts: Mapping[str, Contract], dataset: str, name: str) -> str:
    """Return the column as the warehouse stores it: of a personal value its token."""
    if dataset not in contracts:
        raise UsageError(
            f"{sheet.model}.yml：没有数据集 {dataset}", f"{sheet.model}.yml: there is no dataset {dataset}"
        )
    contract = contracts[dataset]
    if name in ADDED or (name.endswith(PERSON) and _has(contract, name.replace(PERSON, "id_card"))):
        return name
    for column in contract.columns:
        if name == column.name:
            return column.stored[0].name
        if name in {stored.name for stored in column.stored}:
            return name
    raise UsageError(
        f"{sheet.model}.yml：{dataset} 没有列 {name}", f"{sheet.model}.yml: {dataset} has no column {name}"
    )


def _has(contract: Contract, name: str) -> bool:
    return any(column.name == name for column in contract.columns)


def _render(template: str, items: Iterable[object]) -> str:
    listed = "\n".join(f"    {item!r}," for item in items)
    return f"{NOTE.format(mark='--', origin=ORIGIN, which='those')}\n\n{template.format(items=listed)}"


def _list_defaults(sheet: Datasheet) -> dict[str, dict[str, object]]:
    return {
        name: {"name": sheet.parameter_name(name), "value": declared["default"]}
        for name, declared in sheet.parameters.items()
    }


def _render_parameters(sheets: Iterable[Datasheet]) -> str:
    """One row per parameter that is the indicator's own; shared ones stand in the contract of the parameters."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("parameter", "indicator_id", "value", "label_zh", "label_en"))
    for sheet in sheets:
        for name, declared in sheet.parameters.items():
            if "shared" not in declared:
                label = declared["label"]
                writer.writerow(
                    (sheet.parameter_name(name), sheet.id, declared["default"], label["zh"], label["en"])
                )
    return text.getvalue()
