{% macro due_kind(rows_cte) -%}
    coalesce({{ rows_cte }}.due_kind, case when {{ rows_cte }}.due_on is null then 'missing' else 'dated' end)
{%- endmacro %}

{% macro due_date(rows_cte, feedback_on, immediate_days) -%}
    {#- 立行立改 states no day: it is due a set number of days after the feedback. -#}
    case
        when {{ due_kind(rows_cte) }} = 'immediate'
            then coalesce({{ rows_cte }}.due_on, {{ add_days(feedback_on, immediate_days) }})
        when {{ due_kind(rows_cte) }} = 'dated' then {{ rows_cte }}.due_on
    end
{%- endmacro %}
