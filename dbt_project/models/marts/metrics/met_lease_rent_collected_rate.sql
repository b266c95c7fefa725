with

leases as (
    select *
    from {{ ref('fct_village_lease_week') }}
    where is_due and due_cny is not null
),

final as (
    {{
        metric_rows(
            'lease_rent_collected_rate', 'leases',
            'coalesce(sum(received_cny), 0)',
            'sum(due_cny - waived_cny)'
        )
    }}
)

select * from final
