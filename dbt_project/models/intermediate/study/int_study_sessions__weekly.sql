{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

sessions as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_party__study_sessions') }}),

delivered as (
    {{ effective_rows('sessions', ['unit', 'held_on', 'topic', 'form'], has_round=false) }}
),

final as (
    select
        delivered.week_id,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        coalesce(names.org_id, delivered.match_key) as unit_id,
        delivered.held_on,
        delivered.topic,
        delivered.form,
        {{ fold_title('coalesce(delivered.planned_topic, delivered.topic)') }} as topic_key,
        delivered.planned_topic,
        delivered.expected_count,
        delivered.attended_count,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where delivered.held_on <= delivered.known_until
)

select * from final
