with

purchases as (
    select *
    from {{ ref('fct_procurement_week') }}
    where is_contracted and not is_emergency
),

final as (
    {{
        metric_rows(
            'approved_before_contract_rate', 'purchases',
            count_where('is_approved_first'),
            'count(*)'
        )
    }}
)

select * from final
