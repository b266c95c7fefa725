{{ config(materialized='table') }}

with

organisations as (select * from {{ ref('int_organisations__current') }}),

weeks as (select * from {{ ref('int_weeks__spine') }}),

begun as (
    select
        weeks.week_id,
        weeks.is_current,
        organisations.*,
        coalesce(organisations.valid_to >= weeks.known_until, true) as is_valid,
        row_number() over (
            partition by weeks.week_id, organisations.org_id
            order by organisations.begins_on desc, organisations.row_uid desc
        ) as place
    from weeks
    inner join organisations on organisations.begins_on <= weeks.known_until
),

-- Two organisations of one name would be one line in every table: a code tells them apart, but for the only valid one.
titled as (
    select
        week_id,
        org_id,
        case
            when count(*) over (partition by week_id, name) = 1 then name
            when is_valid and count(*) over (partition by week_id, name, is_valid) = 1 then name
            else name || '（' || org_id || '）'
        end as name
    from begun
    where place = 1
),

names as (
    select week_id, is_current, org_id, name as alias, case when is_valid then 1 else 3 end as precedence
    from begun
    union all
    select
        week_id, is_current, org_id, {{ each_name('aliases') }} as alias,
        case when is_valid then 2 else 4 end as precedence
    from begun
    where aliases is not null
),

folded as (
    select
        week_id,
        is_current,
        {{ fold_name('alias') }} as match_key,
        org_id,
        min(trim(alias)) as alias,
        min(precedence) as precedence
    from names
    where {{ fold_name('alias') }} is not null
    group by week_id, is_current, {{ fold_name('alias') }}, org_id
),

ranked as (
    select
        *,
        rank() over (partition by week_id, match_key order by precedence) as place,
        count(*) over (partition by week_id, match_key, precedence) as claimants
    from folded
),

-- A name that two organisations carry equally points to neither: a guess would move work between units.
final as (
    select ranked.week_id, ranked.is_current, ranked.match_key, ranked.alias, ranked.org_id, titled.name
    from ranked
    inner join titled on ranked.week_id = titled.week_id and ranked.org_id = titled.org_id
    where ranked.place = 1 and ranked.claimants = 1
)

select * from final
