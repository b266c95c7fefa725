with

entries as (
    select *
    from {{ ref('fct_staff_entry_week') }}
    where is_to_be_examined
),

final as (
    {{ metric_rows('entrants_examined_rate', 'entries', count_where('is_examined'), 'count(*)') }}
)

select * from final
