with

loads as (select * from {{ ref('int_loads__effective') }}),

meetings as (select * from {{ ref('stg_ledger__village_meetings') }}),

names as (select * from {{ ref('int_organisations__named') }}),

delivered as (
    {{ effective_rows('meetings', ['village', 'meeting_no', 'held_on', 'kind', 'subject'], has_round=false) }}
),

final as (
    select
        delivered.week_id,
        delivered.row_uid as matter_id,
        coalesce(names.name, delivered.village) as village,
        names.org_id,
        delivered.held_on,
        delivered.kind,
        delivered.subject,
        coalesce(delivered.is_important, false) as is_important,
        nullif(trim(delivered.street_attendee), '') is not null as is_attended,
        delivered.row_uid
    from delivered
    left join names
        on delivered.week_id = names.week_id and names.match_key = {{ fold_name('delivered.village') }}
    where delivered.held_on <= delivered.known_until
)

select * from final
