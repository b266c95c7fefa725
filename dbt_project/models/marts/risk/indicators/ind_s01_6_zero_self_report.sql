with

checks as (select * from {{ ref('int_subsidy__allowance_self_checks') }}),

-- The columns give the period of the self-check but the days of the check: only a remark tells of another period.
silent as (
    select *
    from checks
    where
        declared_cny = 0
        and found_cny > 0
        and not coalesce({{ fits('note', "'范围|期间|时段'") }}, false)
),

units as (
    select
        coalesce(org_id, org_name) as unit_id,
        coalesce(declared_on, period_from) as declared_on,
        min(org_id) as org_id,
        min(org_name) as org_name,
        {{ first_by('found_items', 'checked_from') }} as found_items,
        min(checked_from) as checked_from,
        max(checked_to) as checked_to,
        sum(found_cny) as found_cny,
        {{ gathered_rows('row_uid') }} as check_rows
    from silent
    group by coalesce(org_id, org_name), coalesce(declared_on, period_from)
),

final as (
    select
        'S01.6' as indicator_id,
        'organisation' as subject_type,
        unit_id as subject_id,
        org_id,
        declared_on as period_start,
        checked_to as period_end,
        found_cny as amount_cny,
        null as score,
        check_rows as evidence,
        {{ detail({
            'subject': 'org_name', 'declared_on': 'declared_on', 'checked_from': 'checked_from',
            'found_items': 'found_items', 'amount': 'found_cny'
        }) }} as detail
    from units
)

select * from final
