with

cases as (select * from {{ ref('int_discipline__cases') }}),

closed as (
    select
        case_no,
        max(org_id) as org_id,
        max(org_name) as unit,
        max(field) as field,
        max(closed_on) as closed_on,
        {{ gathered_rows('row_uid') }} as evidence
    from cases
    group by case_no
    having
        {{ count_where('bulletin_on is not null') }} = 0
        and {{ count_where('coalesce(is_confidential, false)') }} = 0
        and {{ days_between('max(closed_on)', known_until()) }} > {{ parameter('days') }}
),

final as (
    select
        'D02.3' as indicator_id,
        'case' as subject_type,
        case_no as subject_id,
        org_id,
        closed_on as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'case_no',
            'unit': 'unit',
            'field': 'field',
            'closed_on': 'closed_on',
            'days': days_between('closed_on', known_until())
        }) }} as detail
    from closed
)

select * from final
