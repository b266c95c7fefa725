{{ config(materialized='table') }}

with

organisations as (select * from {{ ref('int_organisations__current') }}),

latest as (select * from organisations where is_latest),

names as (
    select org_id, name as alias, case when is_valid then 1 else 3 end as precedence
    from organisations
    union all
    select org_id, {{ each_name('aliases') }} as alias, case when is_valid then 2 else 4 end as precedence
    from organisations
    where aliases is not null
),

folded as (
    select
        {{ fold_name('alias') }} as match_key,
        org_id,
        min(trim(alias)) as alias,
        min(precedence) as precedence
    from names
    where {{ fold_name('alias') }} is not null
    group by {{ fold_name('alias') }}, org_id
),

ranked as (
    select
        *,
        rank() over (partition by match_key order by precedence) as place,
        count(*) over (partition by match_key, precedence) as claimants
    from folded
),

-- A name that two organisations carry equally points to neither: a guess would move work between units.
final as (
    select
        ranked.match_key,
        ranked.alias,
        ranked.org_id,
        latest.name
    from ranked
    inner join latest on ranked.org_id = latest.org_id
    where ranked.place = 1 and ranked.claimants = 1
)

select * from final
