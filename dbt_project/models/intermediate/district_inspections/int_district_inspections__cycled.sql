with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

inspections as (
    select
        *,
        {{ fold_name('unit') }} as match_key
    from {{ ref('stg_discipline__district_inspections') }}
),

delivered as (
    {{ effective_rows('inspections', ['unit', 'kind', 'topic', 'started_on'], has_round=false) }}
),

-- Special checks of a topic are no inspection of the unit; what counts is the latest cycle that has any.
begun as (
    select
        *,
        max(cycle_from_on) over (partition by week_id) as last_cycle_from_on
    from delivered
    where kind <> 'special_check' and coalesce(ended_on, started_on) <= known_until
),

final as (
    select
        begun.week_id,
        names.org_id,
        min(begun.row_uid) as row_uid
    from begun
    left join names on begun.week_id = names.week_id and begun.match_key = names.match_key
    where begun.cycle_from_on = begun.last_cycle_from_on
    group by begun.week_id, names.org_id
)

select * from final
