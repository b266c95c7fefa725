"""The texts of the scaffolds, to be filled in by `str.format_map`."""

from __future__ import annotations

INDICATOR_SQL = """\
with

records as (select * from {{{{ ref('{in_force}') }}}}),

-- Write the rule here; this one finds what leaves a column empty.
found as (
    select
        {subject} as subject_id,
        min(org_id) as org_id,
        min(org_name) as unit,
        {{{{ gathered_rows('row_uid') }}}} as evidence
    from records
    where {subject} is not null and {checked} is null
    group by {subject}
),

final as (
    select
        '{id}' as indicator_id,
        'other' as subject_type,
        subject_id,
        org_id,
        cast(null as date) as period_start,
        cast(null as date) as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{{{ detail({{
            'subject': 'subject_id',
            'unit': 'unit'
        }}) }}}} as detail
    from found
)

select * from final
"""

INDICATOR_YAML = """\
version: 2

models:
  - name: {model}
    description: One row per subject that leaves the column {checked} empty.
    config:
      meta:
        label: {label}
        indicator:
          id: {id}
          family: {family}
          subject_type: other
          condition:
            zh: “{checked_label.zh}”为空。
            en: The column “{checked_label.en}” is empty.
          method:
            zh: 逐行看{sheet.zh}，同一“{subject_label.zh}”的行归为一条。
            en: Row by row; rows with one value of “{subject_label.en}” are one lead.
          example:
            zh: 一行写了“{subject_label.zh}”而没有写“{checked_label.zh}”，列为疑点。
            en: A row that has “{subject_label.en}” and lacks “{checked_label.en}” is flagged.
          why:
            zh: 缺了这一项，后面的核对无从做起。
            en: Without it nothing further can be checked.
          basis:
            - {{zh: 依据待补, en: Basis to be named, valid_from: 2018-01-01, confirmed: false}}
          parameters: {{}}
          requires:
            {dataset}: [{subject}]
          population: {{dataset: {dataset}, subject: {subject}}}
          innocents:
            - {{zh: 还没有录入, en: Not entered yet}}
          next_checks:
            - {{zh: 请填报单位补填或说明, en: Ask whoever filled in the list}}
          prior: {{confirmed: 2, refuted: 1}}
          sentence:
            zh: "{{unit}}的{{subject}}没有填写“{checked_label.zh}”，列为疑点。"
            en: "{{subject}} of {{unit}} lacks “{checked_label.en}”. A lead to check."

unit_tests:
  - name: {model}_finds_what_is_empty
    model: {model}
    description: What leaves the column empty is flagged; what fills it in is not.
    given:
      - input: ref('{in_force}')
        rows:
          - {{row_uid: hit, {subject}: {hit}}}
          - {{row_uid: twin, {subject}: {twin}, {checked}: {filled}}}
    expect:
      rows:
        - {{subject_id: {hit}}}
"""

METRIC_SQL = """\
with

tasks as (select * from {{{{ ref('fct_task_week') }}}}),

final as (
    {{{{ metric_rows('{name}', 'tasks', 'count(*)') }}}}
)

select * from final
"""

METRIC_YAML = """\
version: 2

models:
  - name: met_{name}
    description: One row per week and organisation, and one per week for the whole site, with the metric {name}.
    config:
      meta:
        label: {label}
        metric:
          id: {name}
          unit: tasks
          formula:
            zh: 任务数
            en: tasks
          counts:
            zh: 整改任务清单里的每一项任务。
            en: Every task of the list of tasks.
          reading:
            zh: 比上周少的，看是不是有任务从清单里消失。
            en: Where it falls, see whether a task vanished from the list.
          owner:
            zh: 巡察整改办公室
            en: Rectification office
          evidence: |
            select task_id as subject_id, row_uid, row_uid as proof_row_uid, true as in_numerator
            from marts.fct_task_week
            where week_id = $week and ($org = 'all' or coalesce(org_id, 'unassigned') = $org)
"""

CONTRACT_YAML = """\
version: 2

sources:
  - name: {source}
    tables:
      - name: {name}
        description: One row per numbered entry of the list of a unit.
        config:
          meta:
            label: {label}
            description_zh: 一行是一个单位所列的一项。
            systems: []
            delivery: full
            scope: unit
            key: [unit, item_no]
            recognise: {{titles: [{title}]}}
        columns:
          - name: unit
            data_type: varchar
            description: Organisation whose entry it is.
            config:
              meta:
                label: {{zh: 单位, en: Organisation}}
                description_zh: 填报单位全称。
                headers: [单位, 单位名称]
                required: true
                references: reference.organisations
                example: "临湖街道"
          - name: item_no
            data_type: varchar
            description: Number of the entry.
            config:
              meta:
                label: {{zh: 编号, en: Number}}
                description_zh: 本单位内不重复的编号。
                headers: [编号]
                required: true
                parse: identifier
                example: "2018-001"
          - name: recorded_on
            data_type: date
            description: Day of the entry.
            config:
              meta:
                label: {{zh: 登记日期, en: Recorded on}}
                description_zh: 登记的日期。
                headers: [登记日期, 日期]
                example: "2018-05-14"
          - name: note
            data_type: varchar
            description: Remark.
            config:
              meta:
                label: {{zh: 备注, en: Note}}
                description_zh: 其他需要说明的情况。
                headers: [备注]
                example: "已核对原件"
"""
