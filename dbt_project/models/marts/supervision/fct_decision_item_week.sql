with

loads as (select * from {{ ref('int_loads__effective') }}),

items as (select * from {{ ref('stg_ledger__decision_items') }}),

names as (select * from {{ ref('int_organisations__named') }}),

delivered as (
    {{ effective_rows('items', ['unit', 'body', 'held_on', 'meeting_no', 'item_no', 'item'], has_round=false) }}
),

final as (
    select
        delivered.week_id,
        delivered.row_uid as item_id,
        delivered.item_no,
        delivered.item,
        coalesce(delivered.category, 'other') as category,
        coalesce(delivered.category <> 'other', false) as is_of_four_kinds,
        delivered.body,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.held_on,
        delivered.recorder,
        row_number() over (
            partition by
                delivered.week_id, coalesce(names.org_id, delivered.unit), {{ fold_name('delivered.recorder') }}
            order by delivered.held_on, delivered.row_uid
        ) as place_of_recorder,
        delivered.amount_cny,
        delivered.filed_on,
        coalesce(delivered.filed_on <= delivered.held_on, false) as is_filed_before,
        coalesce(delivered.is_discipline_invited, false) as is_discipline_invited,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and names.match_key = {{ fold_name('delivered.unit') }}
    where delivered.held_on <= delivered.known_until
)

select * from final
