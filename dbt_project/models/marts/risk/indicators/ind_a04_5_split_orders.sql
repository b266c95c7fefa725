with

requests as (select * from {{ ref('int_audit__procurement_requests') }}),

-- A framework has been tendered as a whole; each delivery under it is no purchase of its own.
small as (
    select
        *,
        coalesce(org_id, unit) as buyer
    from requests
    where
        estimate_cny < {{ parameter('compare_cny') }}
        and coalesce(method, '') <> 'framework'
        and requested_on is not null
),

pairs as (
    select
        opening.row_uid as opening_uid,
        small.row_uid,
        small.estimate_cny
    from small as opening
    inner join small
        on
            opening.buyer = small.buyer
            and opening.category = small.category
            and small.requested_on between opening.requested_on
            and {{ add_days('opening.requested_on', parameter('window_days')) }}
),

windows as (
    select opening_uid
    from pairs
    group by opening_uid
    having count(*) > 1 and sum(estimate_cny) >= {{ parameter('compare_cny') }}
),

spaced as (
    select
        *,
        lag(requested_on) over (partition by buyer, category order by requested_on, row_uid) as before_on
    from small
    where row_uid in (select row_uid from pairs where opening_uid in (select opening_uid from windows))
),

-- Orders further apart than the window begin another series.
numbered as (
    select
        *,
        sum(case when before_on >= {{ add_days('requested_on', '0 - ' ~ parameter('window_days')) }} then 0 else 1 end)
            over (partition by buyer, category order by requested_on, row_uid) as series_no
    from spaced
),

final as (
    select
        'A04.5' as indicator_id,
        'request' as subject_type,
        min(request_no) as subject_id,
        max(org_id) as org_id,
        min(requested_on) as period_start,
        max(requested_on) as period_end,
        sum(estimate_cny) as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': "max(org_name) || '·' || category",
            'unit': 'max(org_name)',
            'category': 'category',
            'orders': 'count(*)',
            'from_on': 'min(requested_on)',
            'until_on': 'max(requested_on)',
            'amount': 'sum(estimate_cny)',
            'suppliers': 'count(distinct supplier)'
        }) }} as detail
    from numbered
    group by buyer, category, series_no
)

select * from final
