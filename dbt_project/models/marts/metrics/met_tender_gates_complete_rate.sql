with

tenders as (
    select *
    from {{ ref('fct_tender_week') }}
    where is_awarded
),

final as (
    {{ metric_rows('tender_gates_complete_rate', 'tenders', count_where('has_all_gates'), 'count(*)') }}
)

select * from final
