{#- Kind, what it is read from, first and last day, name, and which rows count. -#}
{% set kinds = [
    ('inspection', 'dim_round', 'started_on', 'ended_on', 'team', 'true'),
    ('feedback', 'dim_round', 'feedback_on', 'feedback_on', 'team', 'true'),
    ('supervision', 'stg_ledger__supervision_checks', 'checked_on', 'checked_on', 'campaign', 'true'),
    ('platform', 'stg_ledger__vehicle_trips', 'departed_at', 'departed_at', none, 'is_in_platform'),
    ('study', 'stg_party__study_sessions', 'held_on', 'held_on', 'topic', 'true'),
    ('study_plan', 'stg_party__study_plans', 'year', 'year', none, 'true'),
    ('meeting', 'stg_ledger__decision_items', 'held_on', 'held_on', none, 'true'),
    ('talk', 'stg_discipline__integrity_talks', 'talked_on', 'talked_on', none, 'true'),
    ('parttime_check', 'stg_party__parttime_declarations', 'declared_on', 'declared_on', none, 'true'),
    ('allowance_check', 'stg_subsidy__allowance_self_checks', 'checked_from', 'checked_to', none, 'true'),
    ('expense_audit', 'stg_audit__audit_engagements', 'period_from', 'period_to', none, "kind = 'expense_check'"),
    ('training', 'stg_ledger__village_accountants', 'trained_on', 'trained_on', none, 'true'),
    ('review', 'stg_household__household_reviews', 'visited_on', 'visited_on', none, 'true'),
    ('screening', 'stg_discipline__case_screenings', 'case_year', 'case_year', none, 'true'),
    ('budget', 'stg_audit__budget_lines', 'year', 'year', none, 'approved_on is not null'),
    ('repayment', 'stg_audit__repayment_plans', 'paid_on', 'paid_on', none, 'paid_cny > 0'),
    ('cadre_plan', 'stg_party__cadre_plan_targets', 'year', 'year', none, 'true'),
    ('document', 'fct_institution', 'issued_on', 'issued_on', 'title', 'true'),
    ('film', 'stg_discipline__education_events', 'held_on', 'held_on', 'title', "kind = 'film'"),
] %}

with

loads as (select distinct load_id from {{ ref('int_loads__effective') }} where is_current),

rows as (
    {%- for kind, model, first_day, last_day, name, condition in kinds %}
    select
        '{{ kind }}' as period_kind,
        {{ period_day(first_day, false) }} as first_on,
        {{ period_day(last_day, true) }} as last_on,
        {{ name or 'cast(null as varchar)' }} as name,
        {{ 'task_id' if model == 'fct_institution' else 'cast(null as varchar)' }} as task_id,
        row_uid
    from {{ ref(model) }}
    where {{ condition }}{% if model.startswith('stg_') %} and load_id in (select load_id from loads){% endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        period_kind || '/' || min(row_uid) as period_id,
        period_kind,
        first_on,
        coalesce(last_on, first_on) as last_on,
        name,
        task_id,
        count(*) as occurrences,
        min(row_uid) as row_uid
    from rows
    where first_on is not null or name is not null
    group by period_kind, first_on, coalesce(last_on, first_on), name, task_id
)

select * from final
