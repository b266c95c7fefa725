with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

posts as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_party__parttime_declarations') }}),

delivered as (
    {{
        effective_rows(
            'posts',
            ['unit', 'cadre_name', 'id_card_token', 'company', 'post', 'from_on'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.company,
        delivered.post,
        delivered.source,
        delivered.status,
        coalesce(delivered.status = 'doubtful', false)
        or coalesce(
            delivered.source in ('found', 'reported') and delivered.status not in ('approved', 'unfounded'), false
        ) as is_doubtful,
        coalesce(delivered.status not in ('approved', 'unfounded'), true) as is_to_be_cleared,
        coalesce(delivered.cleared_on <= delivered.known_until, delivered.status = 'cleared', false) as is_cleared,
        coalesce(delivered.pledge_on <= delivered.known_until, false) as has_pledge,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where coalesce(delivered.declared_on <= delivered.known_until, true)
)

select * from final
