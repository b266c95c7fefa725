with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

claims as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_subsidy__expense_claims') }}),

delivered as (
    {{
        effective_rows(
            'claims',
            [
                'unit', 'claim_no', 'spent_on', 'category', 'item', 'claimant',
                'merchant_token', 'invoice_no', 'amount_cny'
            ],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.claim_no,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.spent_on,
        cast(extract(year from delivered.spent_on) as integer) as year,
        delivered.category,
        extract(year from delivered.spent_on) < extract(year from delivered.known_until) as is_of_full_year,
        extract(month from delivered.spent_on) = 12 as is_of_december,
        delivered.amount_cny,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
