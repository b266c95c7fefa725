with

instalments as (
    select *
    from {{ ref('fct_repayment_week') }}
    where is_due
),

final as (
    {{ metric_rows('repayment_on_schedule_rate', 'instalments', count_where('is_paid_in_time'), 'count(*)') }}
)

select * from final
