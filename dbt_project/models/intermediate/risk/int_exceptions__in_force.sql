with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

exceptions as (select * from {{ ref('stg_operations__finding_exceptions') }}),

ranked as (
    select
        exceptions.*,
        row_number() over (
            partition by exceptions.finding_id
            order by exceptions.valid_from desc, exceptions.load_id desc, exceptions.sheet_row desc
        ) as recency
    from loads
    inner join exceptions on loads.load_id = exceptions.load_id
    inner join weeks on exceptions.valid_from <= weeks.known_until and exceptions.valid_to >= weeks.known_until
),

final as (
    select
        finding_id,
        reason,
        approved_by,
        valid_from,
        valid_to,
        row_uid
    from ranked
    where recency = 1
)

select * from final
