with

tasks as (select * from {{ ref('fct_task_signal_week') }}),

final as (
    {{
        metric_rows(
            'closed_with_outstanding',
            'tasks',
            count_where('is_closed_with_money_outstanding or is_closed_with_people_outstanding')
        )
    }}
)

select * from final
