with

measures as (select * from {{ ref('int_measures__weekly') }}),

final as (
    select
        week_id,
        task_id,
        cast(count(*) as integer) as measures,
        cast({{ count_where('is_declared') }} as integer) as measures_declared,
        cast({{ count_where("status in ('mostly_done', 'completed', 'closed')") }} as integer) as measures_mostly_done,
        cast({{ count_where("status <> 'not_started'") }} as integer) as measures_started,
        cast({{ count_where('evidence_items > 0') }} as integer) as measures_evidenced,
        cast({{ count_where('is_premature') }} as integer) as measures_premature,
        cast({{ count_where("deliverable in ('document', 'meeting', 'training')") }} as integer) as measures_on_paper,
        cast({{ count_where("deliverable = 'payment' and not is_declared") }} as integer) as payments_open,
        cast({{ count_where("deliverable = 'accountability' and not is_declared") }} as integer) as accountings_open,
        sum(recovered_cny) as recovered_cny,
        cast(sum(people_held) as integer) as people_held
    from measures
    group by week_id, task_id
)

select * from final
