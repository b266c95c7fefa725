with

talks as (select * from {{ ref('fct_integrity_talk_week') }}),

final as (
    {{
        metric_rows(
            'talked_county', 'talks',
            count_where("interviewee_level = 'county' and is_first_of_person")
        )
    }}
)

select * from final
