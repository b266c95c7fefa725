with

talks as (select * from {{ ref('int_integrity_talks__weekly') }}),

-- The roster may name somebody by the card or only by name and unit.
final as (
    select week_id, id_card_token as person_key, row_uid from talks where id_card_token is not null
    union all
    select week_id, name_key as person_key, row_uid from talks
)

select * from final
