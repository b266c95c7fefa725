with

reviews as (select * from {{ ref('int_household_reviews__weekly') }}),

-- Another list may name the household by its number on the roll or only by the householder's card.
final as (
    select week_id, village_id, home_key, scheme, decision, effective_month, is_last, row_uid
    from reviews
    union all
    select week_id, village_id, id_card_token as home_key, scheme, decision, effective_month, is_last, row_uid
    from reviews
    where id_card_token <> home_key
)

select * from final
