with

loads as (select * from {{ ref('int_loads__effective') }}),

checks as (select * from {{ ref('stg_ledger__duty_checks') }}),

names as (select * from {{ ref('int_organisations__named') }}),

delivered as (
    {{ effective_rows('checks', ['village', 'checked_on', 'session', 'method', 'checker'], has_round=false) }}
),

final as (
    select
        delivered.week_id,
        delivered.row_uid as check_id,
        coalesce(names.name, delivered.village) as village,
        names.org_id,
        row_number() over (
            partition by delivered.week_id, coalesce(names.org_id, {{ fold_name('delivered.village') }})
            order by delivered.checked_on, delivered.row_uid
        ) as place_in_village,
        delivered.checked_on,
        delivered.session,
        delivered.method,
        delivered.rostered_count,
        -- More people than the roster has are not more than all of it.
        least(delivered.present_count, delivered.rostered_count) as present_count,
        delivered.absence_reason,
        delivered.row_uid
    from delivered
    left join names
        on delivered.week_id = names.week_id and names.match_key = {{ fold_name('delivered.village') }}
    where delivered.checked_on <= delivered.known_until
)

select * from final
