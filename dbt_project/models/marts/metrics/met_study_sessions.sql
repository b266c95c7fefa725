with

sessions as (select * from {{ ref('fct_study_session_week') }}),

final as (
    {{ metric_rows('study_sessions', 'sessions', 'count(*)') }}
)

select * from final
