with

weeks as (select * from {{ ref('int_weeks__spine') }}),

organisations as (select * from {{ ref('int_organisations__current') }}),

ranked as (
    select
        weeks.week_id,
        weeks.known_until,
        organisations.*,
        row_number() over (
            partition by weeks.week_id, organisations.org_id
            order by organisations.begins_on desc, organisations.row_uid desc
        ) as recency
    from weeks
    inner join organisations
        on
            organisations.begins_on <= weeks.known_until
            and coalesce(organisations.valid_to >= weeks.known_until, true)
),

final as (
    select
        week_id,
        known_until,
        org_id,
        name,
        kind,
        parent_id,
        begins_on,
        row_uid
    from ranked
    where recency = 1
)

select * from final
