{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

talks as (
    select
        *,
        {{ fold_name('interviewee_unit') }} as match_key
    from {{ ref('stg_discipline__integrity_talks') }}
),

delivered as (
    {{
        effective_rows(
            'talks',
            ['interviewer', 'interviewee', 'interviewee_unit', 'talked_on', 'talk_no'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        coalesce(names.name, delivered.interviewee_unit) as unit,
        names.org_id,
        delivered.talk_no,
        delivered.talked_on,
        delivered.kind,
        delivered.interviewee_level,
        delivered.is_collective,
        delivered.id_card_token,
        {{ fold_name('delivered.interviewee') }} || coalesce(delivered.match_key, '') as name_key,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where delivered.talked_on <= delivered.known_until
)

select * from final
