with

reviews as (select * from {{ ref('int_household_reviews__weekly') }}),

payments as (select * from {{ ref('fct_benefit_payment_week') }}),

paid as (
    select week_id, max(month) as paid_until
    from payments
    group by week_id
),

kept_on as (
    select week_id, review_row_uid, sum(after_exit_cny) as after_exit_cny, min(row_uid) as payment_row_uid
    from payments
    where after_exit_cny > 0
    group by week_id, review_row_uid
),

ordered as (
    select
        *,
        row_number() over (
            partition by week_id, village_id, home_key order by is_last desc, visited_on, row_uid
        ) as home_place,
        row_number() over (partition by week_id, village_id order by visited_on, row_uid) as village_place
    from reviews
),

final as (
    select
        ordered.week_id,
        ordered.village,
        ordered.org_id,
        ordered.household_no,
        ordered.scheme,
        ordered.visited_on,
        ordered.decision,
        ordered.effective_month,
        ordered.home_place = 1 as is_first_of_household,
        ordered.village_place = 1 as is_first_of_village,
        ordered.is_last,
        ordered.is_last and coalesce(ordered.decision in ('exit', 'include'), false) as is_to_be_publicised,
        coalesce(ordered.publicised_on <= ordered.known_until, false) as is_publicised,
        -- Whether an exit took effect shows only once payments for its first month are known.
        coalesce(
            ordered.is_last
            and ordered.decision = 'exit'
            and ordered.effective_month <= ordered.known_until
            and ordered.effective_month <= paid.paid_until, false
        ) as is_exit_in_force,
        coalesce(kept_on.after_exit_cny, 0) as after_exit_cny,
        ordered.row_uid,
        kept_on.payment_row_uid
    from ordered
    left join paid on ordered.week_id = paid.week_id
    left join kept_on on ordered.week_id = kept_on.week_id and ordered.row_uid = kept_on.review_row_uid
)

select * from final
