with

checks as (select * from {{ ref('fct_supervision_check_week') }} where finding_no = 1),

final as (
    {{ metric_rows('supervision_finding_rate', 'checks', count_where('has_visit_finding'), 'count(*)') }}
)

select * from final
