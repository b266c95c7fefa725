{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

disclosures as (select * from {{ ref('stg_ledger__disclosures') }}),

names as (select * from {{ ref('int_organisations__named') }}),

delivered as (
    {{ effective_rows('disclosures', ['village', 'month', 'kind', 'posted_on', 'content'], has_round=false) }}
),

named as (
    select
        delivered.*,
        names.org_id,
        coalesce(names.name, delivered.village) as village_name,
        {{ month_start('delivered.month') }} as month_on,
        case when delivered.posted_on <= delivered.known_until then delivered.posted_on end as known_posted_on,
        case when delivered.checked_on <= delivered.known_until then delivered.checked_on end as known_checked_on,
        case when delivered.bulletin_on <= delivered.known_until then delivered.bulletin_on end as known_bulletin_on
    from delivered
    left join names
        on delivered.week_id = names.week_id and names.match_key = {{ fold_name('delivered.village') }}
),

final as (
    select
        week_id,
        coalesce(org_id, {{ fold_name('village_name') }}) as village_id,
        max(org_id) as org_id,
        max(village_name) as village,
        month_on,
        kind,
        max(due_on) as stated_due_on,
        min(known_posted_on) as posted_on,
        coalesce(max(item_count) = 0, false) as is_empty,
        min(known_checked_on) as checked_on,
        {{ last_by('check_verdict', 'row_uid') }} as check_verdict,
        min(known_bulletin_on) as bulletin_on,
        min(known_until) as known_until,
        coalesce({{ first_by('row_uid', 'known_posted_on') }}, min(row_uid)) as row_uid
    from named
    group by week_id, coalesce(org_id, {{ fold_name('village_name') }}), month_on, kind
)

select * from final
