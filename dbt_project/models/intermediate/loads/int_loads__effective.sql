{{ config(materialized='table') }}

with

weeks as (select * from {{ ref('int_weeks__spine') }}),

loads as (select * from {{ ref('int_loads__placed') }}),

names as (select * from {{ ref('int_organisations__named') }}),

known as (
    select
        weeks.week_id,
        weeks.week_no,
        weeks.week_end_on,
        weeks.known_until,
        weeks.is_current,
        loads.*,
        coalesce(names.org_id, {{ fold_name('coalesce(loads.unit, loads.sender)') }}) as sent_by
    from weeks
    inner join loads on loads.as_of <= weeks.cutoff_at
    left join names
        on
            weeks.week_id = names.week_id
            and names.match_key = {{ fold_name('coalesce(loads.unit, loads.sender)') }}
),

-- A list for the whole site replaces the one before it, whoever sent it; a unit's report replaces only its own; a list
-- of one round leaves the other rounds' alone; the tables of a notice stand together; an instalment gives way only to
-- its own correction: of the same sender, day and series of files. The sheets of one file are one delivery.
ranked as (
    select
        *,
        dense_rank() over (
            partition by
                week_id,
                case when source = 'notice' then source else dataset end,
                case when scope = 'unit' or delivery = 'append' then sent_by end,
                case when has_rounds then round_code end,
                case when delivery = 'append' then as_of end,
                case when delivery = 'append' then series end
            order by as_of desc, revision desc, case when delivery = 'full' then file_sha256 end desc
        ) as recency
    from known
),

final as (
    select
        week_id,
        week_no,
        week_end_on,
        known_until,
        is_current,
        dataset,
        load_id,
        file_sha256,
        as_of,
        revision,
        case when scope = 'unit' then sent_by end as unit_key,
        load_round_code,
        round_code
    from ranked
    where recency = 1
)

select * from final
