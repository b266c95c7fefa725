with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

investments as (
    select
        *,
        {{ fold_name('unit') }} as match_key
    from {{ ref('stg_audit__investment_projects') }}
),

delivered as (
    {{ effective_rows('investments', ['project_no', 'contract_no'], has_round=false) }}
),

final as (
    select
        delivered.week_id,
        delivered.project_no,
        delivered.project_name,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.amount_cny,
        delivered.decision_item_no,
        delivered.decided_on,
        delivered.contract_on,
        coalesce(delivered.contract_on <= delivered.known_until, false)
        and not coalesce(delivered.is_framework, false) as is_contracted,
        coalesce(delivered.appraised_on <= delivered.contract_on, false) as is_appraised_first,
        coalesce(delivered.legal_reviewed_on <= delivered.contract_on, false) as is_reviewed_first,
        coalesce(delivered.decided_on <= delivered.contract_on, false) as is_decided_first,
        delivered.actual_cny,
        coalesce(
            delivered.actual_cny > 1.1 * (delivered.amount_cny + coalesce(delivered.change_cny, 0)), false
        ) as is_overrun,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
