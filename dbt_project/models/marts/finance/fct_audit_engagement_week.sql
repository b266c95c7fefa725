with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

engagements as (
    select
        *,
        {{ fold_name('unit') }} as match_key
    from {{ ref('stg_audit__audit_engagements') }}
),

organisations as (select * from {{ ref('dim_org') }}),

delivered as (
    {{ effective_rows('engagements', ['engagement_no', 'unit'], has_round=false) }}
),

placed as (
    select
        delivered.*,
        coalesce(names.name, delivered.unit) as unit_name,
        names.org_id,
        case when organisations.kind = 'subdistrict' then names.org_id else organisations.parent_id end
            as subdistrict_id,
        delivered.kind = 'village_finance'
        and coalesce(organisations.kind, 'village') = 'village' as is_of_village,
        coalesce(
            delivered.reported_on <= delivered.known_until, delivered.status in ('reported', 'closed'), false
        ) as is_reported,
        extract(year from delivered.period_from) as first_year,
        extract(year from delivered.period_to) as last_year
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    left join organisations on names.org_id = organisations.org_id
),

-- Years that checks of the same kind have covered before, so that each counts once.
ordered as (
    select
        *,
        row_number() over (
            partition by week_id, is_of_village, is_reported, unit_name order by reported_on, row_uid
        ) as unit_place,
        row_number() over (
            partition by week_id, is_of_village, is_reported, subdistrict_id order by reported_on, row_uid
        ) as subdistrict_place,
        max(last_year) over (
            partition by week_id, kind, is_reported order by first_year, last_year, row_uid
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from placed
),

final as (
    select
        week_id,
        engagement_no,
        unit_name as unit,
        org_id,
        subdistrict_id,
        kind,
        firm,
        period_from,
        period_to,
        reported_on,
        is_reported,
        is_reported and is_of_village and unit_place = 1 as is_first_of_village,
        is_reported and is_of_village and subdistrict_place = 1 as is_first_of_subdistrict,
        case
            when first_year is null or last_year is null then 0
            else cast(greatest(last_year - greatest(first_year - 1, coalesce(covered_until, 0)), 0) as integer)
        end as years_added,
        row_uid
    from ordered
)

select * from final
