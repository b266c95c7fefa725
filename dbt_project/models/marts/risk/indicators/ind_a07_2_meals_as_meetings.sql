with

claims as (select * from {{ ref('int_expense_claims__identified') }} where merchant_token is not null),

-- Where people are mostly received, people eat; a hotel that has meetings and a reception now and then is none.
restaurants as (
    select merchant_token
    from claims
    group by merchant_token
    having avg(case when category = 'reception' then 1.0 else 0.0 end) >= {{ parameter('reception_share') }}
),

meals as (
    select claims.*, claims.category = 'meeting' and claims.letter_no is null as is_moved
    from claims
    inner join restaurants on claims.merchant_token = restaurants.merchant_token
),

years as (
    select
        unit_id,
        spent_year,
        min(org_id) as org_id,
        min(org_name) as org_name,
        sum(amount_cny) as whole_cny,
        sum(case when is_moved then amount_cny else 0 end) as moved_cny,
        count(*) filter (where is_moved) as bills,
        max(case when is_moved then spent_on end) as last_on,
        {{ gathered_rows('case when is_moved then row_uid end') }} as moved_rows
    from meals
    group by unit_id, spent_year
),

final as (
    select
        'A07.2' as indicator_id,
        'organisation' as subject_type,
        unit_id as subject_id,
        org_id,
        cast({{ as_text('spent_year') }} || '-01-01' as date) as period_start,
        last_on as period_end,
        moved_cny as amount_cny,
        null as score,
        moved_rows as evidence,
        {{ detail({
            'subject': 'org_name', 'year': 'spent_year', 'bills': 'bills', 'moved': 'moved_cny', 'whole': 'whole_cny',
            'share': 'round(moved_cny / whole_cny, 4)'
        }) }} as detail
    from years
    where moved_cny > 0 and moved_cny >= whole_cny * {{ parameter('share') }}
)

select * from final
