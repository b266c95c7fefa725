with

loads as (select * from {{ ref('int_loads__effective') }}),

checks as (select * from {{ ref('stg_ledger__supervision_checks') }}),

names as (select * from {{ ref('int_organisations__named') }}),

delivered as (
    {{ effective_rows('checks', ['check_no', 'checked_on', 'unit', 'finding'], has_round=false) }}
),

known as (
    select
        delivered.*,
        names.org_id,
        coalesce(names.name, delivered.unit) as unit_name,
        delivered.check_no || '/' || {{ as_text('delivered.checked_on') }} || '/'
        || coalesce(names.org_id, {{ fold_name('delivered.unit') }}) as visit_id,
        delivered.finding is not null
        or coalesce(delivered.finding_count, 0) > 0
        or {{ any_verdict('not_met') }} as has_finding,
        case when delivered.fixed_on <= delivered.known_until then delivered.fixed_on end as known_fixed_on
    from delivered
    left join names
        on delivered.week_id = names.week_id and names.match_key = {{ fold_name('delivered.unit') }}
    where delivered.checked_on <= delivered.known_until
),

final as (
    select
        week_id,
        visit_id,
        row_number() over (partition by week_id, visit_id order by row_uid) as finding_no,
        check_no,
        checked_on,
        coalesce(kind, 'unstated') as kind,
        is_announced,
        unit_name as unit,
        org_id,
        {%- for dimension in supervision_dimensions() %}
        {{ dimension }}_verdict,
        {%- endfor %}
        has_finding,
        max(case when has_finding then 1 else 0 end) over (partition by week_id, visit_id) = 1 as has_visit_finding,
        due_on,
        known_fixed_on as fixed_on,
        -- A finding is judged once it is fixed or its day is past.
        case
            when has_finding and (known_fixed_on is not null or due_on < known_until)
                then coalesce(known_fixed_on <= due_on, false)
        end as is_fixed_on_time,
        row_uid
    from known
)

select * from final
