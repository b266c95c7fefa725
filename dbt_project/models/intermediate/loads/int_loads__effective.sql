{{ config(materialized='table') }}

with

weeks as (select * from {{ ref('int_weeks__spine') }}),

loads as (select * from {{ ref('stg_landing__loads') }}),

names as (select * from {{ ref('int_organisations__named') }}),

rounds as (select * from {{ ref('int_rounds__current') }}),

-- A list for the whole site replaces the one before it, whoever sent it; a unit's report replaces only its own.
scoped as (
    select
        loads.*,
        case when loads.scope = 'unit' then coalesce(names.org_id, {{ fold_name('loads.unit') }}) end as reporter
    from loads
    left join names on names.match_key = {{ fold_name('loads.unit') }}
),

rounds_ranked as (
    select
        loads.load_id,
        rounds.round_code,
        row_number() over (
            partition by loads.load_id order by rounds.feedback_on desc, rounds.round_code desc
        ) as recency
    from loads
    inner join rounds on rounds.is_only_round or rounds.feedback_on <= {{ as_date('loads.as_of') }}
),

ranked as (
    select
        weeks.week_id,
        weeks.week_no,
        weeks.week_end_on,
        weeks.is_current,
        scoped.*,
        row_number() over (
            partition by weeks.week_id, scoped.dataset, scoped.reporter
            order by {{ latest_load_first('scoped') }}
        ) as recency
    from weeks
    inner join scoped on scoped.as_of <= weeks.cutoff_at
),

final as (
    select
        ranked.week_id,
        ranked.week_no,
        ranked.week_end_on,
        ranked.is_current,
        ranked.dataset,
        ranked.load_id,
        ranked.as_of,
        ranked.revision,
        coalesce(rounds_ranked.round_code, 'unknown') as round_code
    from ranked
    left join rounds_ranked on ranked.load_id = rounds_ranked.load_id and rounds_ranked.recency = 1
    where ranked.delivery = 'append' or ranked.recency = 1
)

select * from final
