with

tenders as (select * from {{ ref('fct_tender_week') }}),

final as (
    {{ metric_rows('tenders_supervised', 'tenders', count_where('is_supervised')) }}
)

select * from final
