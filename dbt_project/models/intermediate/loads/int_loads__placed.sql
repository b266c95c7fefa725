{{ config(materialized='table') }}

with

loads as (select * from {{ ref('stg_landing__loads') }}),

named_rounds as (select * from {{ ref('int_loads__rounds') }}),

rounds as (select * from {{ ref('int_rounds__current') }}),

dated as (
    select
        *,
        {{ as_date('as_of') }} as as_of_on
    from loads
),

-- The round in force on the day; what describes a day before every feedback can only mean the first round.
ranked as (
    select
        dated.load_id,
        rounds.round_code,
        row_number() over (
            partition by dated.load_id
            order by
                case when rounds.feedback_on <= dated.as_of_on then 0 else 1 end,
                case when rounds.feedback_on <= dated.as_of_on then rounds.feedback_on end desc,
                rounds.feedback_on, rounds.round_code desc
        ) as place
    from dated
    cross join rounds
),

final as (
    select distinct
        dated.load_id,
        dated.dataset,
        dated.source,
        dated.file_sha256,
        dated.as_of,
        dated.revision,
        dated.unit,
        dated.sender,
        dated.series,
        dated.delivery,
        dated.scope,
        named_rounds.load_id is not null as has_rounds,
        coalesce(ranked.round_code, 'unknown') as load_round_code,
        coalesce(nullif(named_rounds.round_code, ''), ranked.round_code, 'unknown') as round_code
    from dated
    left join named_rounds on dated.load_id = named_rounds.load_id
    left join ranked on dated.load_id = ranked.load_id and ranked.place = 1
)

select * from final
