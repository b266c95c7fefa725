{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

measures as (select * from {{ ref('stg_household__poverty_measures') }}),

taken as (
    {{
        effective_rows(
            'measures',
            [
                'village', 'household_no', 'householder_name_token', 'measure_no', 'kind',
                'content', 'started_on'
            ],
            has_round=false
        )
    }}
),

final as (
    select week_id, household_no, min(row_uid) as row_uid
    from taken
    where coalesce(started_on, done_on, recorded_on) <= known_until
    group by week_id, household_no
)

select * from final
