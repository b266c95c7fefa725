with

villages as (select * from {{ ref('fct_village_accounting_week') }}),

final as (
    {{ metric_rows('accountant_trained_villages', 'villages', count_where('has_trained_accountant')) }}
)

select * from final
