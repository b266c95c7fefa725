{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

lookbacks as (
    select *
    from {{ ref('stg_ledger__lookbacks') }}
    where task_no is not null and coalesce(scope, 'rectification') = 'rectification'
),

delivered as (
    {{ effective_rows('lookbacks', ['lookback_no', 'round_code', 'task_no', 'unit', 'subject']) }}
),

dated as (
    select
        *,
        {{ task_id('in_round_code', 'task_no') }} as task_id,
        coalesce(visited_on, ended_on, started_on, {{ as_date('as_of') }}) as looked_on
    from delivered
),

final as (
    select
        week_id,
        task_id,
        looked_on,
        verdict,
        visited_on is not null or coalesce(method = 'site_visit', false) as is_on_site,
        row_number() over (partition by week_id, task_id order by looked_on, row_uid) as place,
        row_uid
    from dated
    where looked_on <= known_until
)

select * from final
