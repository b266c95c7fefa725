with

claims as (
    select
        *,
        extract(month from spent_on) = 12
        and not (
            category = 'meeting'
            and letter_no is not null
            and coalesce({{ fits('purpose', "'年度总结|年终总结|总结表彰|总结大会'") }}, false)
        ) as is_late
    from {{ ref('int_expense_claims__identified') }}
),

years as (
    select
        unit_id,
        spent_year,
        min(org_id) as org_id,
        min(org_name) as org_name,
        sum(amount_cny) as year_cny,
        sum(case when is_late then amount_cny else 0 end) as late_cny,
        max(spent_on) as last_on,
        {{ gathered_rows('case when is_late then row_uid end') }} as late_rows
    from claims
    group by unit_id, spent_year
),

final as (
    select
        'S02.6' as indicator_id,
        'organisation' as subject_type,
        unit_id as subject_id,
        org_id,
        cast({{ as_text('spent_year') }} || '-12-01' as date) as period_start,
        last_on as period_end,
        late_cny as amount_cny,
        null as score,
        late_rows as evidence,
        {{ detail({
            'subject': 'org_name', 'year': 'spent_year', 'late': 'late_cny', 'whole': 'year_cny',
            'share': 'round(late_cny / year_cny, 4)'
        }) }} as detail
    from years
    where late_cny > 0 and late_cny >= year_cny * {{ parameter('share') }}
)

select * from final
