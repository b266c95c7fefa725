with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

clues as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_discipline__clues') }}),

delivered as (
    {{ effective_rows('clues', ['clue_no', 'person_name_token', 'id_card_token', 'unit'], has_round=false) }}
),

final as (
    select
        delivered.week_id,
        delivered.clue_no,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.field,
        delivered.source,
        delivered.received_on,
        delivered.disposition,
        case when delivered.disposed_on <= delivered.known_until then delivered.disposed_on end as disposed_on,
        case
            when delivered.disposed_on <= delivered.known_until
                then {{ days_between('delivered.received_on', 'delivered.disposed_on') }}
        end as days_to_dispose,
        coalesce(delivered.field = 'rural_harm', false) as is_rural_harm,
        delivered.case_no,
        row_number() over (
            partition by delivered.week_id, delivered.clue_no order by delivered.received_on, delivered.row_uid
        ) = 1 as is_first_of_clue,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where delivered.received_on <= delivered.known_until
)

select * from final
