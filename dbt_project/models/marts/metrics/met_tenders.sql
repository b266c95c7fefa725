with

tenders as (select * from {{ ref('fct_tender_week') }}),

final as (
    {{ metric_rows('tenders', 'tenders', 'count(*)') }}
)

select * from final
