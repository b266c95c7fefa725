with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

events as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_discipline__education_events') }}),

delivered as (
    {{ effective_rows('events', ['unit', 'title', 'held_on', 'batch_no'], has_round=false) }}
),

final as (
    select
        delivered.week_id,
        delivered.event_no,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.kind,
        delivered.title,
        delivered.held_on,
        delivered.batch_no,
        delivered.expected_count,
        delivered.attended_count,
        row_number() over (
            partition by delivered.week_id, delivered.kind, {{ fold_title('delivered.title') }}
            order by delivered.held_on, delivered.row_uid
        ) = 1 as is_first_of_title,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where delivered.held_on <= delivered.known_until
)

select * from final
