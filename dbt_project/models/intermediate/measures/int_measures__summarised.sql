with

measures as (select * from {{ ref('int_measures__weekly') }}),

closures as (select * from {{ ref('int_closures__summarised') }}),

-- What a unit reported before a task was sent back says nothing about the work done since.
dated as (
    select
        measures.*,
        coalesce(measures.reported_on <= closures.last_setback_on, false) as is_overtaken
    from measures
    left join closures on measures.week_id = closures.week_id and measures.task_id = closures.task_id
),

final as (
    select
        week_id,
        task_id,
        cast(count(*) as integer) as measures,
        cast({{ count_where('is_declared') }} as integer) as measures_declared,
        cast({{ count_where('is_declared and not is_overtaken') }} as integer) as measures_standing,
        cast({{ count_where("status in ('mostly_done', 'completed', 'closed') and not is_overtaken") }} as integer)
            as measures_mostly_done,
        cast({{ count_where("status <> 'not_started'") }} as integer) as measures_started,
        cast({{ count_where('evidence_items > 0') }} as integer) as measures_evidenced,
        sum(recovered_cny) as recovered_cny,
        cast(sum(people_held) as integer) as people_held
    from dated
    group by week_id, task_id
)

select * from final
