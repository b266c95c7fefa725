with

tenders as (
    select *
    from {{ ref('fct_tender_week') }}
    where contract_cny is not null
),

final as (
    {{ metric_rows('tender_change_rate', 'tenders', 'coalesce(sum(change_cny), 0)', 'sum(contract_cny)') }}
)

select * from final
