{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__current') }}),

weeks as (select * from {{ ref('int_weeks__spine') }}),

delivered as (select * from {{ ref('stg_reference__rule_parameters') }}),

ranked as (
    select
        delivered.parameter,
        delivered.value,
        delivered.valid_from,
        delivered.approved_by,
        delivered.row_uid,
        row_number() over (
            partition by delivered.parameter
            order by delivered.valid_from desc, delivered.load_id desc, delivered.sheet_row desc
        ) as recency
    from loads
    inner join delivered on loads.load_id = delivered.load_id
    inner join weeks
        on
            weeks.is_current
            and delivered.valid_from <= weeks.known_until
            and coalesce(delivered.valid_to >= weeks.known_until, true)
),

final as (
    select
        parameter,
        value,
        valid_from,
        approved_by,
        row_uid
    from ranked
    where recency = 1
)

select * from final
