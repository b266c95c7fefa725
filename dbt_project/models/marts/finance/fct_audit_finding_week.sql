with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

findings as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_audit__audit_findings') }}),

engagements as (select * from {{ ref('fct_audit_engagement_week') }}),

delivered as (
    {{
        effective_rows(
            'findings',
            [
                'engagement_no', 'unit', 'finding_no', 'year', 'kind', 'problem',
                'voucher_no', 'person_name_token'
            ],
            has_round=false
        )
    }}
),

engaged as (
    select
        week_id,
        engagement_no,
        min(kind) as kind,
        min(row_uid) as row_uid
    from engagements
    group by week_id, engagement_no
),

final as (
    select
        delivered.week_id,
        delivered.finding_no,
        delivered.engagement_no,
        engaged.kind as engagement_kind,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.year,
        delivered.kind,
        delivered.severity,
        delivered.is_repeat,
        delivered.amount_cny,
        delivered.required_cny,
        case
            when coalesce(delivered.recovered_on > delivered.known_until, false) then 0
            else coalesce(delivered.recovered_cny, 0)
        end as recovered_cny,
        delivered.clue_no,
        delivered.clue_no is not null or coalesce(delivered.status = 'transferred', false) as is_transferred,
        delivered.status,
        delivered.row_uid,
        engaged.row_uid as engagement_row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    left join engaged
        on delivered.week_id = engaged.week_id and delivered.engagement_no = engaged.engagement_no
)

select * from final
