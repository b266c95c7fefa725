with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

checks as (
    select
        *,
        {{ fold_name('unit') }} as match_key
    from {{ ref('stg_subsidy__allowance_self_checks') }}
),

delivered as (
    {{
        effective_rows(
            'checks',
            ['unit', 'round_name', 'period_from', 'declared_on', 'check_no', 'checked_from'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.round_name,
        delivered.declared_on,
        delivered.declared_cny,
        delivered.check_no,
        delivered.found_cny,
        -- What a check finds holds what was declared; who declared more than was found owes what he declared.
        greatest(delivered.declared_cny, coalesce(delivered.found_cny, 0)) as owed_cny,
        case
            when coalesce(delivered.refunded_on > delivered.known_until, false) then 0
            else coalesce(delivered.refunded_cny, 0)
        end as refunded_cny,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
