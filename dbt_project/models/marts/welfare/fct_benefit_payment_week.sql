with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

payments as (select *, {{ fold_name('village') }} as match_key from {{ ref('stg_subsidy__benefit_payments') }}),

exits as (
    select week_id, village_id, home_key, scheme, min(effective_month) as effective_month, min(row_uid) as row_uid
    from {{ ref('int_household_reviews__keyed') }}
    where is_last and decision = 'exit' and effective_month is not null
    group by week_id, village_id, home_key, scheme
),

delivered as (
    {{
        effective_rows(
            'payments',
            [
                'village', 'household_no', 'person_name_token', 'id_card_token', 'scheme',
                'class', 'month', 'pay_kind', 'arrears_from', 'batch',
                'bank_account_token', 'paid_on', 'amount_cny'
            ],
            has_round=false
        )
    }}
),

-- What was taken back may be written with a minus or without one.
placed as (
    select
        delivered.*,
        coalesce(delivered.pay_kind, 'regular') as kind,
        coalesce(names.name, delivered.village) as village_name,
        names.org_id,
        coalesce(names.org_id, delivered.match_key) as village_id,
        coalesce(delivered.household_no, delivered.id_card_token) as home_key
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where coalesce(delivered.paid_on <= delivered.known_until, true)
),

final as (
    select
        placed.week_id,
        placed.village_name as village,
        placed.org_id,
        placed.household_no,
        placed.scheme,
        placed.month,
        placed.kind as pay_kind,
        case when placed.kind = 'refund' then -abs(placed.amount_cny) else placed.amount_cny end as amount_cny,
        coalesce(placed.recovered_cny, 0)
        + case when placed.kind = 'refund' then abs(placed.amount_cny) else 0 end as recovered_cny,
        exits.effective_month as exited_from,
        case
            when placed.month >= exits.effective_month and placed.kind = 'regular'
                then greatest(placed.amount_cny - coalesce(placed.arrears_cny, 0), 0)
            else 0
        end as after_exit_cny,
        placed.row_uid,
        exits.row_uid as review_row_uid
    from placed
    left join exits
        on
            placed.week_id = exits.week_id
            and placed.village_id = exits.village_id
            and placed.home_key = exits.home_key
            and placed.scheme = exits.scheme
)

select * from final
