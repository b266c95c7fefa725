with

-- The list counts the days up to its own day; where it does not, the day of leaving tells.
vacant as (
    select
        *,
        coalesce(org_id, unit) || '/' || coalesce({{ fold_name('branch') }}, '') || '/' || post as post_id,
        coalesce(vacancy_days, {{ days_between('valid_from', 'known_until') }}) as days
    from {{ ref('int_party__party_staff') }}
    where is_vacant and recruiting_from_on is null and coalesce(valid_to >= known_until, true)
),

final as (
    select
        'P03.3' as indicator_id,
        'post' as subject_type,
        post_id as subject_id,
        min(org_id) as org_id,
        valid_from as period_start,
        max({{ as_date('as_of') }}) as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'min(coalesce(branch, org_name) || post)',
            'period_from': 'valid_from',
            'days': 'max(days)',
            'listed_on': 'max(' ~ as_date('as_of') ~ ')'
        }) }} as detail
    from vacant
    where days > {{ parameter('vacant_days') }}
    group by post_id, valid_from
)

select * from final
