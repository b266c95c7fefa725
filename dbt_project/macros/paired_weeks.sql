{% macro paired_weeks(rows_cte, key, columns) -%}
    {#-
    Needs a CTE `weeks` over int_weeks__spine. One row per week and key that the week or the one before it lists: every
    column as it is now and, with `_before`, as it was last known. What has gone stands under the week it is missing in.
    -#}
    with

    sequenced as (
        select
            {{ rows_cte }}.*,
            weeks.week_no,
            lag(weeks.week_no) over (partition by {{ rows_cte }}.{{ key }} order by weeks.week_no) as last_week_no,
            lead(weeks.week_no) over (partition by {{ rows_cte }}.{{ key }} order by weeks.week_no) as next_week_no
        from {{ rows_cte }}
        inner join weeks on {{ rows_cte }}.week_id = weeks.week_id
    )

    select
        now.week_id,
        now.{{ key }},
        true as is_listed,
        coalesce(earlier.week_no = now.week_no - 1, false) as was_listed
        {%- for column in columns %},
        now.{{ column }},
        earlier.{{ column }} as {{ column }}_before
        {%- endfor %}
    from sequenced as now
    left join sequenced as earlier on now.{{ key }} = earlier.{{ key }} and now.last_week_no = earlier.week_no
    union all
    select
        weeks.week_id,
        sequenced.{{ key }},
        false as is_listed,
        true as was_listed
        {%- for column in columns %},
        null as {{ column }},
        sequenced.{{ column }} as {{ column }}_before
        {%- endfor %}
    from sequenced
    inner join weeks on sequenced.week_no + 1 = weeks.week_no
    where sequenced.next_week_no is null or sequenced.next_week_no > weeks.week_no
{%- endmacro %}
