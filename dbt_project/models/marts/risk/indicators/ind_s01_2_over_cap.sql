with

payments as (
    select * from {{ ref('int_allowance_payments__capped') }} where is_of_its_month and person_id is not null
),

-- What was taken back counts against what was paid.
months as (
    select
        *,
        max(cap_cny) over whole_month as month_cap_cny,
        sum(amount_cny) over whole_month as paid_cny,
        row_number() over (whole_month order by row_uid) as line
    from payments
    window whole_month as (partition by person_id, unit_id, item, month)
),

over_cap as (
    select *, case when line = 1 then paid_cny - month_cap_cny else 0 end as over_cny
    from months
    where paid_cny > month_cap_cny
),

people as (
    select
        person_id,
        {{ first_by('org_id', 'month') }} as org_id,
        {{ first_by('org_name', 'month') }} as org_name,
        {{ first_by('item', 'month') }} as item,
        {{ first_by('rank', 'month') }} as rank,
        {{ first_by('paid_cny', 'month') }} as paid_cny,
        {{ first_by('month_cap_cny', 'month') }} as cap_cny,
        min(person_name_masked) as person_name_masked,
        min(month) as first_month,
        max(month) as last_month,
        count(distinct month) as month_count,
        sum(over_cny) as over_cny,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('standard_row_uid')) }} as rows_paid
    from over_cap
    group by person_id
),

final as (
    select
        'S01.2' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        first_month as period_start,
        last_month as period_end,
        over_cny as amount_cny,
        null as score,
        rows_paid as evidence,
        {{ detail({
            'subject': 'person_name_masked', 'unit': 'org_name', 'item': 'item', 'rank': 'rank',
            'first_month': 'first_month', 'months': 'month_count',
            'paid': 'paid_cny', 'cap': 'cap_cny', 'over': 'over_cny'
        }) }} as detail
    from people
)

select * from final
