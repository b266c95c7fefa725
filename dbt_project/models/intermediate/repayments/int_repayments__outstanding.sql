with

loads as (select * from {{ ref('int_loads__effective') }}),

plans as (select * from {{ ref('stg_audit__repayment_plans') }} where task_no is not null),

delivered as (
    {{
        effective_rows(
            'plans', ['account_no', 'owner_unit', 'due_on', 'due_cny', 'planned_source', 'round_code', 'task_no']
        )
    }}
),

final as (
    select
        week_id,
        {{ task_id('in_round_code', 'task_no') }} as task_id,
        sum(greatest(due_cny - case when paid_on <= known_until then coalesce(paid_cny, 0) else 0 end, 0))
            as outstanding_cny,
        max(case when coalesce(paid_cny, 0) < due_cny then row_uid end) as row_uid
    from delivered
    group by week_id, in_round_code, task_no
)

select * from final
