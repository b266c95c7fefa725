with

loads as (select * from {{ ref('int_loads__effective') }}),

officers as (select * from {{ ref('stg_ledger__village_accountants') }}),

names as (select * from {{ ref('int_organisations__named') }}),

delivered as (
    {{
        effective_rows(
            'officers',
            ['village', 'officer_name', 'id_card_token', 'role', 'valid_from', 'training_no', 'trained_on'],
            has_round=false
        )
    }}
),

serving as (
    select
        delivered.*,
        names.org_id,
        coalesce(names.name, delivered.village) as village_name,
        coalesce(names.org_id, {{ fold_name('delivered.village') }}) as village_id,
        delivered.trained_on <= delivered.known_until
        and coalesce(delivered.training_result, 'passed') = 'passed' as is_trained
    from delivered
    left join names
        on delivered.week_id = names.week_id and names.match_key = {{ fold_name('delivered.village') }}
    where
        coalesce(delivered.valid_from <= delivered.known_until, true)
        and coalesce(delivered.valid_to >= delivered.known_until, true)
),

final as (
    select
        week_id,
        village_id,
        max(village_name) as village,
        max(org_id) as org_id,
        cast(count(distinct case when role = 'preparer' then {{ fold_name('officer_name') }} end) as integer)
            as accountants,
        coalesce(bool_or(role = 'preparer' and is_trained), false) as has_trained_accountant,
        count(distinct {{ fold_name('officer_name') }} || role) > count(distinct {{ fold_name('officer_name') }})
            as has_person_in_two_roles,
        coalesce(
            min(case when role = 'preparer' and is_trained then row_uid end),
            min(case when role = 'preparer' then row_uid end), min(row_uid)
        ) as row_uid
    from serving
    group by week_id, village_id
)

select * from final
